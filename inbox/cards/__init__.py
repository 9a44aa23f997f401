"""Every kind of message shown as what it is: a sign, a word for it, and what is in it. Never nothing."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from inbox.cards import interactive, sent, things
from inbox.cards.card import Card
from inbox.cards.reading import part_of
from inbox.cards.unshown import cannot_show
from inbox.cards.words import KINDS, word
from inbox.models import Message

__all__ = ["Card", "card", "word"]

READERS: dict[str, Callable[[Message, Any], Card]] = {
    "image": things.file,
    "video": things.file,
    "audio": things.file,
    "document": things.file,
    "sticker": things.file,
    "location": things.location,
    "contacts": things.contacts,
    "order": things.order,
    "interactive": interactive.interactive,
    "button": interactive.button,
    "template": sent.template,
}

MORE: dict[str, Promise] = {
    "call": gettext_lazy("Calls are not answered here. Write back; for 24 hours you may."),
    "media_placeholder": gettext_lazy("WhatsApp has not passed it on."),
    "ephemeral": gettext_lazy("WhatsApp does not pass those on to businesses."),
}


def card(message: Message) -> Card | None:
    """None: plain text, which needs no card."""
    if message.kind == "text":
        return None
    if reader := READERS.get(message.kind):
        return reader(message, part_of(message))
    if message.kind in KINDS:
        return Card.plain(message.kind, str(MORE.get(message.kind, "")))
    return cannot_show(message)
