"""What WhatsApp takes: every limit of a message, looked at before anything is kept or sent. Files' bytes: media.py."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits.interactive import interactive
from nxtchat.whatsapp.limits.measuring import Fault, Faults, Object, carriable, invalid
from nxtchat.whatsapp.limits.plain import FILES, TEXT, contact_cards, file, location, reaction, text_message
from nxtchat.whatsapp.limits.template import template

__all__ = ["FILES", "KINDS", "TEXT", "Fault", "faults"]

CHECKS: dict[str, Callable[[Object], Faults]] = {
    "text": text_message,
    "location": location,
    "interactive": interactive,
    "template": template,
    "reaction": reaction,
}
KINDS = ("text", *FILES, "location", "contacts", "interactive", "template", "reaction")


def faults(kind: str, content: Any, *, files: int = 0) -> list[Fault]:
    """All that WhatsApp would refuse. `content`: the Cloud API's object of that kind; `files`: how many come with it.

    A reaction's `message_id` and a file's `id` are not in it: those are ours to add.
    """
    return list(_faults(kind, content, files))


def _faults(kind: str, content: Any, files: int) -> Iterator[Fault]:
    if kind not in KINDS:
        words = _("“%(kind)s” cannot be sent. Possible are: %(kinds)s.")
        yield Fault("kind", "invalid_choice", words % {"kind": kind[:60], "kinds": ", ".join(KINDS)})
        return
    unfit = list(carriable(content))
    if unfit:
        yield from unfit
    elif kind == "contacts":
        yield from contact_cards(content) if isinstance(content, list) else [invalid("", _("This must be a list."))]
    elif not isinstance(content, dict):
        yield invalid("", _("This must be an object."))
    elif kind in FILES:
        yield from file(kind, content, files=files)
    else:
        yield from CHECKS[kind](content)
