"""How messages put themselves into words and signs."""

from typing import NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inbox import cards
from inbox.cards import facts, files, lines, unshown
from inbox.cards.words import KINDS
from inbox.items import Item, speaker_of
from inbox.marks import formatted
from inbox.media import playable
from inbox.models import Conversation, Direction, Media, Message, Status

register = template.Library()
register.filter("card", cards.card)
register.filter("kind_word", cards.word)
register.filter("formatted", formatted)
register.filter("line", lines.line)
register.filter("faults", unshown.faults)
register.filter("price", facts.price)
register.filter("advert", facts.advert)
register.filter("remarks", facts.remarks)
register.filter("holder", facts.holder)
register.filter("length", files.length)
register.filter("measure", files.measure)
register.filter("absence", files.absence)


@register.filter
def kind_icon(kind: str) -> str:
    return KINDS[kind].icon if kind in KINDS else "info"


@register.filter
def own_type(file: Media) -> str:
    """What to tell the browser of a sound that it may not play; nothing for those that all play."""
    return playable.NOT_EVERYWHERE.get(file.mime, "")


@register.filter
def file_word(file: Media) -> str:
    """'Voice message 0:12' or just 'Photo'."""
    return f"{cards.word('voice' if file.is_voice else file.kind)} {files.length(file.seconds)}".strip()


@register.filter
def picture_words(item: Item) -> str:
    """What somebody hears who does not see the picture."""
    if item.text:
        return item.text
    word = cards.word(item.said.kind if item.said.kind in ("image", "sticker", "video") else "image")
    if item.is_ours:
        return word
    return _("%(thing)s from %(name)s") % {"thing": word, "name": item.speaker}


@register.filter
def spoken_by(reaction: Message, item: Item) -> str:
    return speaker_of(reaction, item.said.conversation.contact)


@register.filter
def report_word(status: str) -> str:
    """Meta's word for a report, in ours where we have one."""
    return str(Status(status).label) if status in Status else status


class Preview(NamedTuple):
    """What a row of the list says about the newest message."""

    word: str
    rest: str | SafeString


@register.filter
def preview(row: Conversation) -> Preview:
    kind, words = row.preview_kind, row.preview
    if row.preview_direction == Direction.IN:
        name = format_html("<bdi>{}</bdi>", row.contact.display_name)
        if kind == "reaction" and words:
            return Preview("", format_html(_("{name} reacted {emoji}"), name=name, emoji=words))
        if kind == "reaction":
            return Preview("", format_html(_("{name} took back a reaction."), name=name))
        if kind == "revoke":
            return Preview("", format_html(_("{name} deleted a message"), name=name))
    if kind == "audio":
        kind = "voice" if getattr(row, "preview_is_voice", False) else kind
        words = files.length(getattr(row, "preview_seconds", None))
        return Preview(cards.word(kind), words)
    word = cards.word(kind)
    return Preview(f"{word}:" if word and words else word, words)
