"""What was turned away at the door, and why: counted in Redis, without ever slowing the receiver down.

Nothing of what was sent is kept. Who sent it is not known; which account it says it is about is only its word.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from redis.exceptions import RedisError

from nxtchat.redis import client

log = logging.getLogger(__name__)

EVER = "webhooks:refused"  # a hash, from the reason to how often since Redis was emptied: what is measured
KEY = "webhooks:refused:"  # and the day: a hash, from "reason account" to how often
LAST = "webhooks:refused-last"  # a hash, from the same to when, in Unix seconds
DAYS = 30  # that are remembered
PAUSE = 1.0  # seconds between two writes, however many are refused


class Refusal(NamedTuple):
    """One reason for which requests were turned away."""

    reason: str
    account: int  # which they say they are of; 0: none that we know
    today: int
    total: int  # in all the days that are remembered
    last_at: datetime


class Refusals:
    """Counts in memory and writes the sums once a second from a thread."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None

    def count(self, reason: str, *, account: int = 0) -> None:
        self._counts[f"{reason} {account}"] += 1
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_soon())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
        await asyncio.to_thread(_write, self._take())

    async def _write_soon(self) -> None:
        while self._counts:
            await asyncio.to_thread(_write, self._take())
            await asyncio.sleep(PAUSE)

    def _take(self) -> Counter[str]:
        taken, self._counts = self._counts, Counter()
        return taken


def refused() -> list[Refusal]:
    """What was turned away in these days, the latest first; empty when Redis is away."""
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.hgetall(LAST)
            for key in _days():
                pipe.hgetall(key)
            last, *days = ({_word(name): int(value) for name, value in told.items()} for told in pipe.execute())
    except RedisError:
        return []
    found = []
    for name, at in last.items():
        reason, _space, account = name.partition(" ")
        if count := sum(day.get(name, 0) for day in days):
            when = datetime.fromtimestamp(at, UTC)
            found.append(Refusal(reason, int(account), days[0].get(name, 0), count, when))
    return sorted(found, key=lambda one: one.last_at, reverse=True)


def _write(counts: Counter[str]) -> None:
    if not counts:
        return
    try:
        with client().pipeline(transaction=False) as pipe:
            today = next(_days())
            for name, count in counts.items():
                pipe.hincrby(EVER, name.partition(" ")[0], count)
                pipe.hincrby(today, name, count)
                pipe.hset(LAST, name, int(time.time()))
            pipe.expire(today, timedelta(days=DAYS + 1))
            pipe.execute()
    except RedisError as error:
        log.warning("refusals not counted: %s", type(error).__name__)


def _days() -> Iterator[str]:
    """The newest first."""
    today = timezone.now().date()
    return (f"{KEY}{today - timedelta(days=ago)}" for ago in range(DAYS))


def _word(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name
