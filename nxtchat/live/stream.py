"""What the browsers are told: ids of what changed, on one capped Redis stream, after the commit."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import batched
from typing import Any

import orjson
from django.db import transaction
from redis.exceptions import RedisError

from nxtchat.redis import client

STREAM = "live"
MAXLEN = 10_000
START = "0-0"  # the position before the first event
TOGETHER = 100  # things of one kind and number that one event tells of
EVERYONE = 0  # the `number` of what is about no number, so all may hear it

Event = tuple[str, int, dict[str, Any]]  # kind, number, ids

log = logging.getLogger(__name__)
_missed = False  # an event could not be published; the next one that can is preceded by a reset


def publish_on_commit(kind: str, *, number: int, **ids: int | str) -> None:
    """Tell the browsers that may see `number`, once this transaction has committed."""
    publish_many_on_commit([(kind, number, ids)])


def publish_many_on_commit(events: Iterable[Event]) -> None:
    """The same for a batch, in one round trip and few events: `all` of one lists the ids of each thing it is about."""
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
            for kind, number, data in _together(events):
                pipe.xadd(STREAM, {"kind": kind, "number": number, "data": data}, maxlen=MAXLEN, approximate=True)
            pipe.execute()
        _missed = False
    except RedisError as error:
        # The rows are committed and must stay so; browsers look again after the reset, or when next visible.
        _missed = True
        log.warning("%d live events not published: %s", len(events), type(error).__name__)


def _together(events: list[Event]) -> Iterator[tuple[str, int, bytes]]:
    """An event of its own for each message would be most of the work of a large batch."""
    alike: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for kind, number, ids in events:
        alike.setdefault((kind, number), []).append(ids)
    for (kind, number), told in alike.items():
        for some in batched(told, TOGETHER, strict=False):
            ids = some[0] if len(some) == 1 else {"all": some}
            yield kind, number, orjson.dumps({**ids, "n": number})
