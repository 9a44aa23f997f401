"""A word to the workers that something waits: at most one for each commit, and never in the way of an answer."""

import asyncio
import logging
import time

from webhooks.tasks import handle_waiting

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two nudges; a worker that is awake finds the rest by itself


class Nudger:
    """Sends nudges from a thread. One that gets lost is made good by the sweep two seconds later."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._wanted = False
        self._sent_at = float("-inf")

    def nudge(self) -> None:
        self._wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._send())

    async def close(self) -> None:
        if self._task:
            await asyncio.wait([self._task], timeout=2)

    async def _send(self) -> None:
        while self._wanted:
            await asyncio.sleep(max(0.0, self._sent_at + PAUSE - time.monotonic()))
            self._wanted, self._sent_at = False, time.monotonic()
            await asyncio.to_thread(_publish)


def _publish() -> None:
    try:
        handle_waiting.apply_async(expires=10, ignore_result=True, retry=False)
    except Exception as error:
        log.warning("no nudge sent: %s", type(error).__name__)
