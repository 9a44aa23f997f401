"""Meta's paces: per business number, and per pair of business number and customer."""

import time

from nxtchat.whatsapp.pretend.server.errors import Refusal

PAIR_SECONDS = 6.0  # one message each, in the long run
PAIR_BURST = 45  # may be borrowed from the future
PER_SECOND = 80


class Pace:
    """A queue that leaks evenly: how far ahead of the even pace somebody may be is the burst."""

    def __init__(self, *, seconds: float, burst: int) -> None:
        self.seconds, self.burst = seconds, burst
        self.due: dict[str, float] = {}

    def allows(self, who: str) -> bool:
        now = time.monotonic()
        due = max(self.due.get(who, now), now)
        if due - now > self.seconds * (self.burst - 1) + 1e-9:
            return False
        self.due[who] = due + self.seconds
        return True


class Limits:
    def __init__(self) -> None:
        self.set(per_second=PER_SECOND, pairs=True)

    def set(self, *, per_second: int, pairs: bool) -> None:
        """0 a second means no limit."""
        self.per_second, self.pairs = per_second, pairs
        self.number = Pace(seconds=1 / max(per_second, 1), burst=max(per_second, 1))
        self.pair = Pace(seconds=PAIR_SECONDS, burst=PAIR_BURST)

    def check(self, *, line: str, person: str) -> None:
        if self.per_second and not self.number.allows(line):
            raise Refusal(130429, error_subcode=2494055)
        if self.pairs and not self.pair.allows(f"{line}:{person}"):
            raise Refusal(131056)

    def heard(self, line: str) -> None:
        """What customers say counts towards the number's throughput too."""
        if self.per_second:
            self.number.allows(line)
