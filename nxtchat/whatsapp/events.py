"""Webhook JSON in, our own words out. Nothing in here raises over what Meta wrote, only over what is not JSON."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from nxtchat.whatsapp import events_news
from nxtchat.whatsapp.events_messages import read_value
from nxtchat.whatsapp.events_news_types import News
from nxtchat.whatsapp.events_parties import party
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, read_json, words
from nxtchat.whatsapp.events_types import (
    AccountProblem,
    Change,
    Fault,
    IdentityChange,
    InboundMessage,
    Party,
    StatusReport,
    Update,
)

__all__ = [
    "AccountProblem",
    "Change",
    "Fault",
    "IdentityChange",
    "InboundMessage",
    "News",
    "Party",
    "StatusReport",
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
    if field in ("messages", ""):
        for update in read_value(inside, waba_id=waba_id, at=at):
            found = True
            yield update
    elif field == "user_id_update":
        for moved in mappings(inside.get("user_id_update")):
            if change := _read_move(inside, moved, waba_id=waba_id, at=at):
                found = True
                yield change
    if not found and field not in ("messages", "user_id_update"):
        for update in events_news.read(value, waba_id=waba_id, field=field, at=at):
            found = True
            yield update
    if not found:
        yield Change(waba_id, field, at, value)


def _read_move(value: Json, moved: Json, *, waba_id: str, at: datetime) -> IdentityChange | None:
    """`user_id_update`: the person behind a user id has another one now."""
    user, parent = mapping(moved.get("user_id")), mapping(moved.get("parent_user_id"))
    before = party(wa_id="", bsuid=words(user.get("previous")), parent_bsuid=words(parent.get("previous")))
    after = party(
        wa_id=words(moved.get("wa_id")), bsuid=words(user.get("current")), parent_bsuid=words(parent.get("current"))
    )
    if before.is_nobody or after.is_nobody:
        return None
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    when = moment(moved.get("timestamp"), otherwise=at)
    return IdentityChange(waba_id, phone_number_id, before, after, when, wamid="")
