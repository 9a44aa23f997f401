"""The `messages` field: what customers said, and what became of what we said."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

import orjson

from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, whole, words
from nxtchat.whatsapp.events_types import (
    AccountProblem,
    Fault,
    IdentityChange,
    InboundMessage,
    Party,
    StatusReport,
    Update,
)
from nxtchat.whatsapp.events_words import WORDS, readable
from nxtchat.whatsapp.phones import looks_like_bsuid, spellings

# A text message with nothing but these keys is told by its text; anything more is kept beside it.
_PLAIN = {"from", "from_user_id", "from_parent_user_id", "id", "timestamp", "type", "text"}


def read_value(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """Every update of one change, in the order in which they stand there."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    contacts = [read_contact(contact) for contact in mappings(value.get("contacts"))]
    for message in mappings(value.get("messages")):
        said = read_message(message, contacts, waba_id=waba_id, phone_number_id=phone_number_id, at=at)
        yield said
        if said.kind == "system" and (change := _read_system(message, said)):
            yield change
    for status in mappings(value.get("statuses")):
        yield read_status(status, contacts, waba_id=waba_id, phone_number_id=phone_number_id, at=at)
    for error in mappings(value.get("errors")):
        yield AccountProblem(waba_id, phone_number_id, read_fault(error))


def read_contact(contact: Json) -> Party:
    profile = mapping(contact.get("profile"))
    return party(
        wa_id=words(contact.get("wa_id")),
        bsuid=words(contact.get("user_id")),
        parent_bsuid=words(contact.get("parent_user_id")),
        username=words(profile.get("username")).removeprefix("@"),
        name=words(profile.get("name")),
    )


def party(*, wa_id: str, bsuid: str, parent_bsuid: str = "", username: str = "", name: str = "") -> Party:
    """A party by what Meta gave; some say that `from` may hold the user id, so the pattern decides."""
    if looks_like_bsuid(wa_id):
        wa_id, bsuid = "", bsuid or wa_id
    return Party(wa_id.removeprefix("+"), bsuid, parent_bsuid, username, name)


def introduced(speaker: Party, contacts: list[Party]) -> Party:
    """The speaker with what `contacts[]` adds: the entry with the same user id, else the same phone, else the first."""
    found = None
    if speaker.bsuid:
        found = next((contact for contact in contacts if contact.bsuid == speaker.bsuid), None)
    if not found and speaker.wa_id:
        same = {speaker.wa_id, *spellings(speaker.wa_id)}
        found = next((contact for contact in contacts if contact.wa_id in same), None)
    if not found and contacts and (speaker.is_nobody or (len(contacts) == 1 and not _differ(speaker, contacts[0]))):
        found = contacts[0]
    if not found:
        return speaker
    if speaker.bsuid and found.bsuid and speaker.bsuid != found.bsuid:
        return speaker
    return Party(
        speaker.wa_id or found.wa_id,
        speaker.bsuid or found.bsuid,
        speaker.parent_bsuid or found.parent_bsuid,
        found.username,
        found.name,
    )


def _differ(one: Party, other: Party) -> bool:
    """Two ids of the same sort that are not the same: somebody else."""
    return bool((one.wa_id and other.wa_id) or (one.bsuid and other.bsuid))


def read_message(
    message: Json, contacts: list[Party], *, waba_id: str, phone_number_id: str, at: datetime
) -> InboundMessage:
    speaker = party(
        wa_id=words(message.get("from")),
        bsuid=words(message.get("from_user_id")),
        parent_bsuid=words(message.get("from_parent_user_id")),
    )
    kind = words(message.get("type")) or next((key for key in message if key in WORDS), "unknown")
    return InboundMessage(
        waba_id=waba_id,
        phone_number_id=phone_number_id,
        sender=introduced(speaker, contacts),
        wamid=words(message.get("id")) or _own_id(message),
        at=moment(message.get("timestamp"), otherwise=at),
        kind=kind,
        text=readable(message if "type" in message else {**message, "type": kind}),
        payload=None if kind == "text" and message.keys() <= _PLAIN else message,
        reply_to=words(mapping(message.get("context")).get("id"))
        or words(mapping(message.get("reaction")).get("message_id")),
    )


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


def read_status(
    status: Json, contacts: list[Party], *, waba_id: str, phone_number_id: str, at: datetime
) -> StatusReport:
    recipient = party(
        wa_id=words(status.get("recipient_id")),
        bsuid=words(status.get("recipient_user_id")),
        parent_bsuid=words(status.get("recipient_parent_user_id")),
    )
    errors = mappings(status.get("errors"))
    return StatusReport(
        waba_id=waba_id,
        phone_number_id=phone_number_id,
        recipient=introduced(recipient, contacts),
        wamid=words(status.get("id")),
        status=words(status.get("status")).lower(),
        at=moment(status.get("timestamp"), otherwise=at),
        participant=words(status.get("recipient_participant_id"))
        or words(status.get("participant_recipient_id"))
        or words(status.get("recipient_participant_user_id")),
        callback_data=words(status.get("biz_opaque_callback_data")),
        fault=read_fault(errors[0]) if errors else None,
        errors=errors or None,
        pricing=mapping(status.get("pricing")) or None,
    )


def read_fault(error: Json) -> Fault:
    details = words(mapping(error.get("error_data")).get("details")) or words(error.get("details"))
    return Fault(whole(error.get("code")), words(error.get("title")) or words(error.get("message")), details)
