"""A number that is used in the WhatsApp Business app, too: what was said there, its past, and its phone book."""

import re
from collections.abc import Iterator
from datetime import datetime

from nxtchat.whatsapp.events_messages import said_by
from nxtchat.whatsapp.events_parties import introduced, party, read_contact
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, words
from nxtchat.whatsapp.events_statuses import read_fault
from nxtchat.whatsapp.events_types import AccountProblem, Change, InboundMessage, Party, PhonebookEntry, Update
from nxtchat.whatsapp.phones import spellings

# What the history says became of a message; what it says of those that we received is only whether they were read.
_BECAME = {
    "pending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "played",
    "error": "failed",
    "failed": "failed",
}


def read_echoes(value: Json, *, waba_id: str, at: datetime, origin: str = "phone") -> Iterator[Update]:
    """What the business said elsewhere."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    contacts = [read_contact(contact) for contact in mappings(value.get("contacts"))]
    for echo in mappings(value.get("message_echoes")):
        # Where another app has the conversation, the message stands one level deeper.
        inner = mapping(echo.get("message"))
        message = {**inner, **{key: one for key, one in echo.items() if key != "message"}} if inner else echo
        yield said_by(
            message,
            introduced(_recipient(message), contacts),
            waba_id=waba_id,
            phone_number_id=phone_number_id,
            at=at,
            origin=origin,
            is_ours=True,
        )


def _recipient(message: Json) -> Party:
    return party(
        wa_id=words(message.get("to")),
        bsuid=words(message.get("to_user_id")) or words(message.get("recipient_user_id")),
        parent_bsuid=words(message.get("to_parent_user_id")),
    )


def read_history(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """What was said before the number was connected: threads first, the files of their placeholders later."""
    metadata = mapping(value.get("metadata"))
    phone_number_id = words(metadata.get("phone_number_id"))
    ours = _digits(words(metadata.get("display_phone_number")))
    contacts = [read_contact(contact) for contact in mappings(value.get("contacts"))]

    def past(message: Json, them: Party) -> InboundMessage:
        context = mapping(message.get("history_context"))
        speaker = party(wa_id=words(message.get("from")), bsuid=words(message.get("from_user_id")))
        is_ours = context.get("from_me") is True or _is_ours(speaker, them, ours)
        if them.is_nobody:
            them = introduced(_recipient(message) if is_ours else speaker, [] if is_ours else contacts)
        return said_by(
            message,
            them,
            waba_id=waba_id,
            phone_number_id=phone_number_id,
            at=at,
            origin="history",
            is_ours=is_ours,
            status=_BECAME.get(words(context.get("status")).lower(), "") if is_ours else "",
        )

    chunks = mappings(value.get("history"))
    for chunk in chunks:
        for thread in mappings(chunk.get("threads")):
            them = introduced(_owner(thread), contacts)
            for message in mappings(thread.get("messages")):
                yield past(message, them)
    for message in mappings(value.get("messages")):
        yield past(message, Party())
    for told in (*chunks, value):
        for error in mappings(told.get("errors")):
            yield AccountProblem(waba_id, phone_number_id, read_fault(error))


def _owner(thread: Json) -> Party:
    """The customer of a thread: its id is their phone, or their user id."""
    context = mapping(thread.get("context"))
    return party(
        wa_id=words(thread.get("id")) or words(context.get("wa_id")),
        bsuid=words(thread.get("user_id")) or words(context.get("user_id")),
    )


def _is_ours(speaker: Party, them: Party, ours: str) -> bool:
    """By our phone where Meta names it; else whoever is not the customer of the thread."""
    if speaker.is_nobody or them.is_nobody or speaker.bsuid:
        return bool(speaker.wa_id) and speaker.wa_id in {ours, *spellings(ours)}
    return speaker.wa_id not in {them.wa_id, *spellings(them.wa_id)}


def read_phonebook(value: Json, *, waba_id: str, at: datetime) -> Iterator[Update]:
    """Who came into the phone book of the app, and who went."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    for entry in mappings(value.get("state_sync")):
        contact = mapping(entry.get("contact"))
        whom = party(wa_id=_digits(words(contact.get("phone_number"))), bsuid=words(contact.get("user_id")))
        name = words(contact.get("full_name")) or words(contact.get("first_name"))
        is_there = words(entry.get("action")).lower() not in ("remove", "delete")
        if whom.is_nobody or (is_there and not name):
            yield Change(waba_id, "smb_app_state_sync", at, entry)
            continue
        when = moment(mapping(entry.get("metadata")).get("timestamp"), otherwise=at)
        yield PhonebookEntry(waba_id, phone_number_id, whom, name[:200] if is_there else "", when)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)
