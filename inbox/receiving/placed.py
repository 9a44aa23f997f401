"""Messages whose contact is found, and what the statements that file them need of each."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from inbox.models import Status
from inbox.receiving.news import asks
from nxtchat.unnesting import columns
from nxtchat.whatsapp.events_types import InboundMessage

SENT, RECEIVED = Status.SENT.value, Status.RECEIVED.value


class Placed(NamedTuple):
    """A message and where it belongs."""

    number: int
    contact: int
    peer: int | None
    said: InboundMessage
    event: int | None
    speaker: int | None = None  # of the people in a group


def first_of_each(placed: Sequence[Placed]) -> dict[tuple[int, int], tuple[datetime, bool]]:
    """By number and contact: when the first message was said, and whether any of them asks something."""
    first: dict[tuple[int, int], tuple[datetime, bool]] = {}
    for place in placed:
        key, at, asked = (place.number, place.contact), place.said.at, asks(place.said)
        before = first.get(key)
        first[key] = (min(before[0], at), before[1] or asked) if before else (at, asked)
    return first


def as_columns(placed: Sequence[Placed]) -> list[str]:
    """As `messages_sql.add_messages` takes them."""
    return columns([_row(place) for place in placed], width=11)


def _row(place: Placed) -> tuple:
    said = place.said
    return (
        place.number,
        said.wamid,
        "out" if said.is_ours else "in",
        said.kind[:30],
        said.origin,
        said.text,
        orjson.dumps(said.payload).decode() if said.payload else None,
        (said.status or SENT) if said.is_ours else RECEIVED,
        said.reply_to,
        said.at,
        place.event,
    )
