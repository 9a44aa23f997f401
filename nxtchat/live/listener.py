"""One open connection, and the events on their way to it."""

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from nxtchat.live.stream import EVERYONE, START

BACKLOG = 1000  # events a connection may lag behind; then it is dropped and replays


def position(event_id: str) -> tuple[int, int]:
    """A stream id as something that can be compared. ValueError when it is none."""
    milliseconds, _, sequence = event_id.partition("-")
    if not (event_id.isascii() and milliseconds.isdigit() and sequence.isdigit() and len(event_id) < 40):
        raise ValueError("not a stream id")
    return int(milliseconds), int(sequence)


def frame(event_id: str, kind: str, data: str = "{}") -> bytes:
    return f"id: {event_id}\nevent: {kind}\ndata: {data}\n\n".encode()


class Item(NamedTuple):
    """An event on its way; one object, however many connections it waits for."""

    id: str
    number: int
    frame: bytes


class Listener:
    """One open connection: what it may hear, and what waits for it. Smaller than an asyncio.Queue, of which it needs
    half: there are thousands.
    """

    __slots__ = ("_arrived", "_waiting", "audience", "on_drop", "since")

    def __init__(self, audience: frozenset[int]) -> None:
        self.audience = audience
        self.since = START  # what it is given comes after this
        self.on_drop: Callable[[], Any] = lambda: None
        self._waiting: list[Item] = []
        self._arrived: asyncio.Future[None] | None = None

    def may_hear(self, number: int) -> bool:
        return number == EVERYONE or number in self.audience

    def give(self, item: Item) -> bool:
        """False: it lags too far behind."""
        self._waiting.append(item)
        if self._arrived and not self._arrived.done():
            self._arrived.set_result(None)
        return len(self._waiting) <= BACKLOG

    async def take(self) -> list[Item]:
        """All that waits, as soon as there is something."""
        if not self._waiting:
            self._arrived = asyncio.get_running_loop().create_future()
            await self._arrived
        taken, self._waiting = self._waiting, []
        return taken
