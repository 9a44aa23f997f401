"""How many requests were refused, and why: counted in Redis, without ever slowing the receiver down."""

import asyncio
import logging
from collections import Counter

from redis.exceptions import RedisError

from nxtchat.redis import client

log = logging.getLogger(__name__)

KEY = "webhooks:refused"  # a hash: reason → how often
PAUSE = 1.0  # seconds between two writes, however many are refused


class Refusals:
    """Counts in memory and writes the sums once a second from a thread."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._task: asyncio.Task[None] | None = None

    def count(self, reason: str) -> None:
        self._counts[reason] += 1
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


def refused() -> dict[str, int]:
    """What was refused so far; empty when Redis is away."""
    try:
        return {str(reason): int(count) for reason, count in client().hgetall(KEY).items()}
    except RedisError:
        return {}


def _write(counts: Counter[str]) -> None:
    if not counts:
        return
    try:
        with client().pipeline(transaction=False) as pipe:
            for reason, count in counts.items():
                pipe.hincrby(KEY, reason, count)
            pipe.execute()
    except RedisError as error:
        log.warning("refusals not counted: %s", type(error).__name__)
