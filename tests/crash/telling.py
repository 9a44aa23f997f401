"""What Meta reports on the messages that it took: early, late, twice, in any order, or never."""

import asyncio
import time
from random import Random
from typing import Any

from tests.crash.courier import Courier
from tests.crash.plan import reported

WAYS = {  # how often of a hundred a message's reports come so
    ("sent", "delivered", "read"): 55,
    ("sent", "delivered"): 20,
    ("read", "sent", "delivered"): 6,
    ("delivered", "sent"): 4,
    ("sent", "failed"): 4,
    ("failed", "delivered"): 4,
    ("read",): 3,
    (): 4,
}
ERRORS = [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}]
TOGETHER = 0.25  # seconds in which reports gather for one POST
MOST = 30


class Teller:
    def __init__(self, courier: Courier, *, hurry: float) -> None:
        self.courier, self.hurry = courier, hurry
        self._ready: list[tuple[dict[str, Any], tuple[str, str, str]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    def report(self, random: Random, *, uuid: str, echo: str, wamid: str, to: str) -> None:
        """Plan what is told about this message."""
        words = random.choices(list(WAYS), list(WAYS.values()))[0]
        echoes = random.random() < 0.9  # Meta's own pages promise it; the wamid has to do where it is left out
        early = random.random() < 0.15  # before the answer to the POST
        late = random.random() < 0.1
        at = 0.0 if early else random.uniform(0.05, 0.5)
        for word in words:
            status: dict[str, Any] = {"id": wamid, "status": word, "recipient_id": to}
            if echoes:
                status["biz_opaque_callback_data"] = echo
            if word == "failed":
                status["errors"] = ERRORS
            copies = 2 if random.random() < 0.15 else 1
            for copy in range(copies):
                wait = at + copy * random.uniform(0.1, 3) + late * random.uniform(1, 4)
                self._spawn(self._tell(status, (uuid * echoes, wamid, word), wait=wait))
            at += random.uniform(0, 0.6)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, status: dict[str, Any], about: tuple[str, str, str], *, wait: float) -> None:
        await asyncio.sleep(wait)
        self._ready.append((status | {"timestamp": str(int(time.time()))}, about))
        if len(self._ready) == 1:
            self._spawn(self._flush())

    async def _flush(self) -> None:
        await asyncio.sleep(TOGETHER)
        batch, self._ready = self._ready[:], []
        for start in range(0, len(batch), MOST):
            some = batch[start : start + MOST]
            body = reported([status for status, _about in some])
            await self.courier.deliver(body, statuses=[about for _status, about in some])
