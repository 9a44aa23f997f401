"""Webhook JSON in, our own words out. Nothing in here raises over what Meta wrote, only over what is not JSON."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from nxtchat.whatsapp import events_news
from nxtchat.whatsapp.events_control import read_handovers, read_moves, read_preferences, read_standby
from nxtchat.whatsapp.events_messages import read_value
from nxtchat.whatsapp.events_news_types import News
from nxtchat.whatsapp.events_phone import read_echoes, read_history, read_phonebook
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, read_json, words
from nxtchat.whatsapp.events_types import (
    AccountProblem,
    Change,
    Fault,
    Handover,
    IdentityChange,
    InboundMessage,
    Party,
    PhonebookEntry,
    Preference,
    StatusReport,
    Summary,
    Update,
)

Reader = Callable[..., Iterator[Update]]

READERS: dict[str, Reader] = {
    "messages": read_value,
    "history": read_history,
    "smb_message_echoes": read_echoes,
    "message_echoes": read_echoes,
    "smb_app_state_sync": read_phonebook,
    "standby": read_standby,
    "messaging_handovers": read_handovers,
    "user_preferences": read_preferences,
    "user_id_update": read_moves,
}
# What stands in the value of which field.
INSIDE: dict[str, Reader] = {
    "message_echoes": read_echoes,
    "state_sync": read_phonebook,
    "standby": read_standby,
    "control_passed": read_handovers,
    "control_taken": read_handovers,
    "user_preferences": read_preferences,
    "user_id_update": read_moves,
}

__all__ = [
    "AccountProblem",
    "Change",
    "Fault",
    "Handover",
    "IdentityChange",
    "InboundMessage",
    "News",
    "Party",
    "PhonebookEntry",
    "Preference",
    "StatusReport",
    "Summary",
    "Update",
    "parse",
    "read_json",
]


def parse(body: bytes, *, received_at: datetime | None = None) -> list[Update]:
    """Every update of a webhook body, in reading order. `received_at` stands in for times that Meta left out."""
    received_at = received_at or datetime.now(UTC)
    envelope = read_json(body)
    return [update for entry in mappings(mapping(envelope).get("entry")) for update in _read_entry(entry, received_at)]


def _read_entry(entry: Json, received_at: datetime) -> Iterator[Update]:
    waba_id = words(entry.get("id"))
    at = moment(entry.get("time"), otherwise=received_at)
    for change in mappings(entry.get("changes")):
        value = change.get("value")
        # Some of Meta's examples carry `field` one level too deep, or too high.
        field = words(change.get("field")) or words(mapping(value).get("field")) or words(entry.get("field"))
        yield from _read_change(value, waba_id=waba_id, field=field, at=at)


def _read_change(value: Any, *, waba_id: str, field: str, at: datetime) -> Iterator[Update]:
    inside = mapping(value)
    found = False
    for read in _readers(field, inside):
        for update in read(inside, waba_id=waba_id, at=at):
            found = True
            yield update
    if not found and field not in READERS:
        for update in events_news.read(value, waba_id=waba_id, field=field, at=at):
            found = True
            yield update
    if not found:
        yield Change(waba_id, field, at, value)


def _readers(field: str, value: Json) -> Iterator[Reader]:
    """By the field; where that is missing, by what is inside."""
    if field in READERS:
        yield READERS[field]
    elif not field:
        yield read_history if "history" in value else read_value
        yield from (read for key, read in INSIDE.items() if key in value)
