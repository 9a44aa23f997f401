"""The `messages` field: what customers said, and what became of what we said."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import orjson

from nxtchat.whatsapp.events_files import KINDS as FILES
from nxtchat.whatsapp.events_files import advert, files
from nxtchat.whatsapp.events_news_types import News, Nothing
from nxtchat.whatsapp.events_parties import introduced, party, read_contact
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, words
from nxtchat.whatsapp.events_statuses import read_fault, read_status
from nxtchat.whatsapp.events_types import (
    AccountProblem,
    Change,
    IdentityChange,
    InboundMessage,
    Party,
    Summary,
    Update,
)
from nxtchat.whatsapp.events_words import kind_of, readable
from nxtchat.whatsapp.kinds import ABOUT_ANOTHER as ABOUT

NOBODYS = {"marketing_messages_link_click", "landing_page_view"}  # clicks in marketing messages

# A text message with nothing but these keys is told by its text; anything more is kept beside it.
_PLAIN = {"from", "from_user_id", "from_parent_user_id", "id", "timestamp", "type", "text", "to", "to_user_id"}


def read_value(value: Json, *, waba_id: str, at: datetime, origin: str = "") -> Iterator[Update]:
    """Every update of one change, in the order in which they stand there."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    contacts = [read_contact(contact) for contact in mappings(value.get("contacts"))]
    first = None
    for message in mappings(value.get("messages")):
        said = read_message(message, contacts, waba_id=waba_id, phone_number_id=phone_number_id, at=at, origin=origin)
        change = _read_system(message, said) if said.kind == "system" else None
        if change:  # it is about who they were, whoever has their phone by now
            said = said._replace(sender=change.before)
        first = first or said
        yield said
        if change:
            yield change
    for status in mappings(value.get("statuses")):
        yield read_status(status, contacts, waba_id=waba_id, phone_number_id=phone_number_id, at=at)
    for error in mappings(value.get("errors")):
        yield AccountProblem(waba_id, phone_number_id, read_fault(error))
    if "conversation_context" in value:
        customer, when = (first.sender, first.at) if first else (contacts[0] if contacts else Party(), at)
        summary = read_summary(value, customer, waba_id=waba_id, phone_number_id=phone_number_id, at=when)
        yield summary or Change(waba_id, "conversation_context", at, value["conversation_context"])
    for action in mappings(value.get("user_actions")):
        if words(action.get("action_type")) in NOBODYS:
            told = Nothing()  # Meta says neither who it was nor in which message
            yield News(
                waba_id, "user_actions", moment(action.get("timestamp"), otherwise=at), "", phone_number_id, told
            )
        else:
            yield Change(waba_id, "user_actions", at, action)


def read_summary(holder: Json, customer: Party, *, waba_id: str, phone_number_id: str, at: datetime) -> Summary | None:
    """What another app tells of the conversation that it hands over: a summary, or what was said last."""
    context = mapping(holder.get("conversation_context"))
    text = words(mapping(context.get("summary")).get("text"))
    if not text:
        items = mappings(mapping(context.get("history")).get("items"))
        lines = [(words(item.get("role")) or words(item.get("from")), readable(item)) for item in items]
        text = "\n".join(f"{who}: {line}" if who else line for who, line in lines if line)
    return Summary(waba_id, phone_number_id, customer, at, text) if text else None


def read_message(
    message: Json, contacts: list[Party], *, waba_id: str, phone_number_id: str, at: datetime, origin: str = ""
) -> InboundMessage:
    speaker = party(
        wa_id=words(message.get("from")),
        bsuid=words(message.get("from_user_id")),
        parent_bsuid=words(message.get("from_parent_user_id")),
    )
    return said_by(
        message,
        introduced(speaker, contacts),
        waba_id=waba_id,
        phone_number_id=phone_number_id,
        at=at,
        origin=origin,
    )


def said_by(
    message: Json,
    sender: Party,
    *,
    waba_id: str,
    phone_number_id: str,
    at: datetime,
    origin: str = "",
    is_ours: bool = False,
    status: str = "",
) -> InboundMessage:
    """One message, by whoever said it. `at`: when we were told, where the message itself does not say when."""
    kind = words(message.get("type"))
    if not kind:
        message = {**message, "type": (kind := kind_of(message))}
    when = moment(message.get("timestamp"), otherwise=at)
    told_at = max(when, at)
    found = files(message, kind=kind, told_at=told_at) if kind in FILES else ()
    if "referral" in message:
        found += advert(message, told_at=told_at)
    return InboundMessage(
        waba_id=waba_id,
        phone_number_id=phone_number_id,
        sender=sender,
        wamid=words(message.get("id")) or _own_id(message),
        at=when,
        kind=kind,
        text=readable(message),
        payload=None if kind == "text" and message.keys() <= _PLAIN else message,
        reply_to=_about(message, kind),
        is_ours=is_ours,
        origin=origin,
        status=status,
        group_id=words(message.get("group_id")),
        files=found,
    )


def _about(message: Json, kind: str) -> str:
    """The message that this one answers, or reacts to, edits or takes back."""
    if kind in ABOUT:
        part = mapping(message.get(kind))
        return words(part.get("message_id")) or words(part.get("original_message_id"))
    return words(mapping(message.get("context")).get("id"))


def _own_id(message: Json) -> str:
    """A message without an id still has to be recognised when it comes again."""
    return f"sha256.{sha256(orjson.dumps(message, option=orjson.OPT_SORT_KEYS)).hexdigest()}"


def _read_system(message: Json, said: InboundMessage) -> IdentityChange | None:
    """`user_changed_number` and `user_changed_user_id`: the same person under new ids."""
    system = mapping(message.get("system"))
    after = party(
        wa_id=words(system.get("wa_id")) or words(system.get("new_wa_id")),
        bsuid=words(system.get("user_id")),
        parent_bsuid=words(system.get("parent_user_id")),
    )
    before = party(
        wa_id=words(message.get("from")),
        bsuid=words(system.get("previous_user_id")) or words(message.get("from_user_id")),
    )
    if not words(system.get("type")).startswith("user_changed") or after.is_nobody or before.is_nobody:
        return None
    return IdentityChange(said.waba_id, said.phone_number_id, before, after, said.at, said.wamid)
