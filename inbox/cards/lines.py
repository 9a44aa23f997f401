"""What stands small and centred in the thread: news about the person, and what is about a message that is not here."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inbox.cards.reading import mapping, part_of, words
from inbox.items import Item
from inbox.models import Direction, Message


def line(item: Item) -> SafeString:
    message: Message = item.said
    ours = message.direction == Direction.OUT
    name = "" if ours else item.speaker
    if message.kind == "system":
        return _system(message, name)
    if message.kind == "request_welcome":
        return _named(_("{name} opened the chat for the first time."), name=name)
    if message.kind == "reaction":
        return _reaction(item, name)
    if message.kind == "edit":
        sentence = _("A message that is not here was changed to “{text}”.")
        if not ours:
            sentence = _("{name} changed a message that is not here to “{text}”.")
        return _named(sentence, name=name, text=message.text)
    if ours:
        return _named(_("A message that is not here was deleted in the phone app."))
    return _named(_("{name} deleted a message that is not here."), name=name)


def _reaction(item: Item, name: str) -> SafeString:
    emoji, ours = item.said.text, item.is_ours
    what = item.quoted.text[:60] if item.quoted and not item.quoted.about.revoke else ""
    if not emoji:
        sentence = _("Reaction taken back.") if ours else _("{name} took back a reaction.")
    elif what:
        sentence = _("Reaction {emoji} to “{text}”") if ours else _("{name} reacted {emoji} to “{text}”")
    else:
        sentence = _("Reaction {emoji}") if ours else _("{name} reacted {emoji} to a message that is not here.")
    return _named(sentence, name=name, emoji=emoji, text=what)


def _system(message: Message, name: str) -> SafeString:
    part = mapping(part_of(message))
    kind, number = words(part.get("type")), words(part.get("wa_id")) or words(part.get("new_wa_id"))
    if kind == "user_changed_number" and number:
        return _named(_("{name} has a new number: {number}"), name=name, number=f"+{number}")
    if kind == "user_changed_number":
        return _named(_("{name} has a new number."), name=name)
    if kind == "user_changed_user_id":
        return _named(_("WhatsApp knows {name} by a new id. Nothing changes here."), name=name)
    if kind == "customer_identity_changed":
        sentence = _("{name} uses WhatsApp on another phone now. Make sure that it is still them.")
        return _named(sentence, name=name)
    if message.text:
        return _named("{text}", text=message.text)
    return _named(_("WhatsApp has news about {name} ({kind})."), name=name, kind=kind or "system")


def _named(sentence: str, **values: str) -> SafeString:
    """Whichever way a name or a text is written, the sentence around it keeps its order."""
    return format_html(sentence, **{key: format_html("<bdi>{}</bdi>", value) for key, value in values.items()})
