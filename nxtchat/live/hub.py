"""One reader per process follows the Redis stream and hands each event, encoded once, to every open connection."""

import asyncio
import contextlib
import logging
from typing import Any

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from nxtchat.live.listener import Item, Listener, frame, position
from nxtchat.live.stream import EVERYONE, START, STREAM

BLOCK = 5.0  # seconds a read waits at Redis
BATCH = 500
PATIENCE = 5  # seconds without Redis after which browsers are told, by closing, that they hear nothing
CHANGES_PERMISSION = {"team.changed", "number.changed"}

Fields = dict[str, str]

log = logging.getLogger(__name__)


class Hub:
    """Starts reading with the first listener; from then on `last` is where every queue stands."""

    def __init__(self, *, heartbeat: float) -> None:
        self.heartbeat = heartbeat
        self.listeners: set[Listener] = set()
        self.last = ""
        self.permissions = 0  # counts the events after which people may be allowed other things
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, within: float = 3) -> None:
        """Read from now on, once per process however many ask. TimeoutError when Redis is away."""
        if self._task is None or self._task.done():
            self._ready = asyncio.Event()
            self._redis = Redis.from_url(
                settings.REDIS_URL,
                decode_responses=True,
                socket_timeout=BLOCK + 5,
                socket_connect_timeout=1,
                retry=None,  # `_follow` tries again, and knows what was missed
                client_name="nxtchat-live",
            )
            self._task = asyncio.create_task(self._follow())
        await asyncio.wait_for(self._ready.wait(), within)

    async def stop(self) -> None:
        self._drop(list(self.listeners))
        if self._task:
            task, self._task = self._task, None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._redis.aclose()

    async def join(self, listener: Listener, *, after: str) -> list[tuple[str, Fields]] | None:
        """Queue for the listener whatever comes from now on, and return what came after `after` until now.

        None when that would have holes. No `after` means: from now on.
        """
        if after:
            await self._reach(after)
        self.listeners.add(listener)
        listener.since = until = self.last
        if after in {"", until}:
            return []
        try:
            missed = await self._between(after, until)
            if self.last == START:
                listener.since = START
            return missed
        except BaseException:
            self.leave(listener)
            raise

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    async def _reach(self, event_id: str) -> None:
        """A page may have read a newer position than we have come to; that takes a moment."""
        with contextlib.suppress(ValueError):
            for _ in range(20):
                if position(event_id) <= position(self.last):
                    return
                await asyncio.sleep(0.05)

    async def _between(self, after: str, until: str) -> list[tuple[str, Fields]] | None:
        """The event that `after` names must still be there.

        Then nothing behind it was trimmed, and this is the stream it came from.
        """
        try:
            if position(after) > position(until):
                return None
        except ValueError:
            return None
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.exists(STREAM)
            if after == START:
                pipe.xinfo_stream(STREAM)
            else:
                pipe.xrange(STREAM, after, after)
            pipe.xrange(STREAM, f"({after}", until)
            exists, anchor, events = await pipe.execute(raise_on_error=False)
        if not exists:
            if self.last == until:  # it was emptied: no place that we know means anything any more
                self.last = START
            return [] if after == START else None
        is_whole = anchor["entries-added"] == anchor["length"] if after == START else bool(anchor)
        return events if is_whole else None

    async def _follow(self) -> None:
        clock = asyncio.get_running_loop().time
        self.last, lost_at, beat_at = "", 0.0, clock() + self.heartbeat
        while True:
            try:
                if lost_at or not self.last:
                    await self._find_place()
                    lost_at = 0.0
                block = int(1000 * max(0.01, min(BLOCK, beat_at - clock())))
                read: Any = await self._redis.xread({STREAM: self.last}, block=block, count=BATCH)
                await self._hand_out(read[0][1] if read else [])
            except (RedisError, OSError) as error:
                lost_at = lost_at or clock()
                log.warning("live stream lost: %s", type(error).__name__)
                if clock() - lost_at > PATIENCE:
                    self._ready.clear()
                    self._drop(list(self.listeners))
                await asyncio.sleep(0.5)
            if clock() >= beat_at:
                # Carries the position too: who is told little need not replay much.
                self._queue(Item(self.last, EVERYONE, b": beat\n" + frame(self.last, "beat")))
                beat_at = clock() + self.heartbeat

    async def _find_place(self) -> None:
        """Begin at the newest event. After an outage go on where we were, and tell all to look again.

        Nobody knows what could not be published meanwhile, so the reset goes on the stream, for those who replay too.
        """
        newest: Any = await self._redis.xrevrange(STREAM, count=1)
        if self.last:
            await self._redis.xadd(STREAM, {"kind": "reset", "number": EVERYONE, "data": "{}"})
        if not self.last or not await self._redis.xrange(STREAM, self.last, self.last):
            self.last = newest[0][0] if newest else START
        self._ready.set()

    async def _hand_out(self, events: list[tuple[str, Fields]]) -> None:
        before = self.last
        for event_id, fields in events:
            kind, number = fields["kind"], int(fields["number"])
            self.last = event_id
            item = Item(event_id, number, frame(event_id, kind, fields["data"]))
            if kind in CHANGES_PERMISSION:
                self.permissions += 1
            self._queue(item, wake_all=kind in CHANGES_PERMISSION)
        if len(events) == BATCH and not await self._redis.xrange(STREAM, before, before):
            self._queue(Item(self.last, EVERYONE, frame(self.last, "reset")))  # we lagged, and it was trimmed under us

    def _queue(self, item: Item, *, wake_all: bool = False) -> None:
        concerned = (each for each in self.listeners if wake_all or each.may_hear(item.number))
        self._drop([listener for listener in concerned if not listener.give(item)])

    def _drop(self, listeners: list[Listener]) -> None:
        for listener in listeners:
            self.leave(listener)
            listener.on_drop()
