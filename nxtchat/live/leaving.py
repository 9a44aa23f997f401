"""Ending the streams when the server is asked to stop: it waits for them, and they never end by themselves."""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from types import FrameType
from typing import Any

Close = Callable[[], Awaitable[None]]


def when_asked_to_stop(close: Close) -> None:
    """Call this while the server starts: `close` runs at the signal, before what the server does about it."""
    if threading.current_thread() is not threading.main_thread():
        return  # a server on a thread, in tests, is stopped by other means
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, partial(_stop, loop, close, before))


def _stop(
    loop: asyncio.AbstractEventLoop, close: Close, before: Callable[..., Any], number: int, frame: FrameType | None
) -> None:
    asyncio.run_coroutine_threadsafe(close(), loop)  # type: ignore[arg-type]
    before(number, frame)
