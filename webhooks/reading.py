"""What the next events say is read in a thread, while Postgres is at work on those before them."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched
from types import TracebackType

from nxtchat.whatsapp.events import Update, parse
from webhooks import claims
from webhooks.claims import Claimed

Words = list[Update] | Exception  # what an event says, or why it cannot be read

PORTION = 50  # events; what is needed first is ready while the rest is still being read


class Reader:
    """Gives out what events say, and remembers what it was told will be asked for next. For one `with` block."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._ahead: dict[int, tuple[Claimed, Future[list[Words]], int]] = {}

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._thread:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def read(self, now: Sequence[int], later: Sequence[int]) -> Iterator[tuple[Claimed, Words]]:
        """The events of `now` with what they say. Those of `later` are read meanwhile."""
        ahead, self._ahead = self._ahead, {}
        fetched = {event.id: event for event in claims.fetch([one for one in (*now, *later) if one not in ahead])}
        self._ahead = {one: ahead[one] for one in later if one in ahead}
        self._begin([fetched[one] for one in later if one in fetched])
        for one in now:
            if one in ahead:
                event, portion, place = ahead[one]
                yield event, portion.result()[place]
            elif one in fetched:
                yield fetched[one], _read(fetched[one])

    def _begin(self, events: Sequence[Claimed]) -> None:
        for portion in batched(events, PORTION, strict=False):
            self._thread = self._thread or ThreadPoolExecutor(1, "webhook-reader")
            reading = self._thread.submit(_read_all, portion)
            self._ahead |= {event.id: (event, reading, place) for place, event in enumerate(portion)}


def _read_all(events: Sequence[Claimed]) -> list[Words]:
    return [_read(event) for event in events]


def _read(event: Claimed) -> Words:
    try:
        return parse(event.body, received_at=event.received_at)
    except ValueError:  # signed by Meta, but no JSON
        return []
    except Exception as error:
        return error
