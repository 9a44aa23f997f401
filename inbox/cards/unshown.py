"""What WhatsApp does not pass on, and what was wrong with what it did: in plain words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.cards.card import Card
from inbox.cards.reading import mapping, mappings, words
from inbox.models import Message
from nxtchat.whatsapp.events_reading import whole

REASONS: dict[int, Promise] = {
    131051: gettext_lazy("WhatsApp does not pass this kind of message on to businesses. Ask for it in another form."),
    130501: gettext_lazy("In groups WhatsApp passes on words and files only."),
    131060: gettext_lazy("WhatsApp shows this message in the phone app only. Look for it there."),
    131052: gettext_lazy("WhatsApp could not fetch the file, or it is larger than 100 MB. Ask for it in another way."),
    131053: gettext_lazy("The file is not what it says it is, so WhatsApp did not pass it on."),
}
NEVER_SHOWN = {"unsupported", "unknown", ""}


def cannot_show(message: Message) -> Card:
    kind = _inner(message)
    title = _("WhatsApp sent something we cannot show")
    if kind not in NEVER_SHOWN:
        title = _("WhatsApp sent something we cannot show (%(kind)s)") % {"kind": kind}
    return Card(icon="info", title=title)


def faults(message: Message) -> list[str]:
    """What WhatsApp says was wrong with an inbound message; codes that nobody knows in its own words."""
    found = []
    for error in mappings(mapping(message.payload).get("errors")):
        code = whole(error.get("code"))
        found.append(str(REASONS[code]) if code in REASONS else _in_their_words(error))
    return list(dict.fromkeys(filter(None, found)))


def _in_their_words(error: dict) -> str:
    details = words(mapping(error.get("error_data")).get("details"))
    title = words(error.get("title")) or words(error.get("message"))
    return ". ".join(dict.fromkeys(part.rstrip(".") for part in _said(title, details)))


def _said(*parts: str) -> Iterable[str]:
    return (part for part in parts if part)


def _inner(message: Message) -> str:
    """Meta names the real type of an unsupported message in places that changed over time."""
    inner = words(mapping(mapping(message.payload).get("unsupported")).get("type"))
    return (inner or message.kind)[:60]
