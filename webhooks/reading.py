"""What the next events say is read while Postgres is at work on those before them."""

from collections import deque
from collections.abc import Iterator, Sequence

from nxtchat.whatsapp.events import Update, parse
from webhooks import claims
from webhooks.claims import Claimed

Words = list[Update] | Exception  # what an event says, or why it cannot be read


class Reader:
    """Gives out what events say, and remembers what it was told will be asked for next."""

    def __init__(self) -> None:
        self._unread: deque[Claimed] = deque()
        self._ahead: dict[int, tuple[Claimed, Words]] = {}

    def read(self, now: Sequence[int], later: Sequence[int]) -> Iterator[tuple[Claimed, Words]]:
        """The events of `now` with what they say. Those of `later` can be read meanwhile."""
        while self.read_ahead():
            pass
        ahead = self._ahead
        fetched = {event.id: event for event in claims.fetch([one for one in (*now, *later) if one not in ahead])}
        self._ahead = {one: ahead[one] for one in later if one in ahead}
        self._unread.extend(fetched[one] for one in later if one in fetched)
        for one in now:
            if one in ahead:
                yield ahead[one]
            elif one in fetched:
                yield fetched[one], _read(fetched[one])

    def read_ahead(self) -> bool:
        """One event; False when there is none."""
        if not self._unread:
            return False
        event = self._unread.popleft()
        self._ahead[event.id] = event, _read(event)
        return True


def _read(event: Claimed) -> Words:
    try:
        return parse(event.body, received_at=event.received_at)
    except ValueError:  # signed by Meta, but no JSON
        return []
    except Exception as error:
        return error
