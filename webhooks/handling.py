"""Working through what waits, for a while."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from inbox import receiving
from webhooks import claims
from webhooks.reading import Reader
from webhooks.routing import handle_batch

BUDGET = 20  # seconds; then somebody else gets the worker, and the next nudge or sweep goes on
PAUSE = 0.05  # seconds between two looks when what waits is held by somebody


def handle_waiting(*, budget: float = BUDGET) -> int:
    """Handle batch after batch until nothing waits. Returns how many events were handled.

    Who finds another handler at work leaves at once: that one looks again after it gave its turn back, even if it
    found nothing, so what arrives in any instant is found by somebody.
    """
    claims.retry_due()
    handled, until = 0, time.monotonic() + budget
    reader = Reader()
    with _collector_at_rest():
        while time.monotonic() < until:
            done = handle_batch(reader)
            if done is None:
                break
            handled += done
            if not done:
                if not claims.more_waits():
                    break
                time.sleep(PAUSE)
    return handled


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A batch is a hundred thousand tuples and no circle among them: looking for one took a seventh of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle_reports() -> None:
    """Apply the status reports that crossed with the answer naming their message; forget those of nobody's."""
    while receiving.settle_waiting():
        pass
    receiving.forget_orphans()
