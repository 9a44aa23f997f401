"""What the browsers are told: ids of what changed, on one capped Redis stream, after the commit."""

import json
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from redis.exceptions import RedisError

from nxtchat.redis import client

STREAM = "live"
MAXLEN = 10_000
START = "0-0"  # the position before the first event
EVERYONE = 0  # the `number` of what is about no number, so all may hear it

Event = tuple[str, int, dict[str, Any]]  # kind, number, ids

log = logging.getLogger(__name__)
_missed = False  # an event could not be published; the next one that can is preceded by a reset


def publish_on_commit(kind: str, *, number: int, **ids: int | str) -> None:
    """Tell the browsers that may see `number`, once this transaction has committed."""
    publish_many_on_commit([(kind, number, ids)])


def publish_many_on_commit(events: Iterable[Event]) -> None:
    """The same for a batch, in one round trip."""
    if batch := list(events):
        transaction.on_commit(partial(_publish, batch), robust=True)


def head() -> str:
    """The newest event's id. Read it before a page's queries, so that nothing falls between the two."""
    try:
        newest: Any = client().xrevrange(STREAM, count=1)
    except RedisError as error:
        log.warning("live stream not readable: %s", type(error).__name__)
        return START  # whoever follows from here is sent everything, or told to look again
    return newest[0][0] if newest else START


def _publish(events: list[Event]) -> None:
    global _missed
    if _missed:
        events = [("reset", EVERYONE, {}), *events]
    try:
        with client().pipeline(transaction=False) as pipe:
            for kind, number, ids in events:
                data = json.dumps({**ids, "n": number}, separators=(",", ":"))
                pipe.xadd(STREAM, {"kind": kind, "number": number, "data": data}, maxlen=MAXLEN, approximate=True)
            pipe.execute()
        _missed = False
    except RedisError as error:
        # The rows are committed and must stay so; browsers look again after the reset, or when next visible.
        _missed = True
        log.warning("%d live events not published: %s", len(events), type(error).__name__)
