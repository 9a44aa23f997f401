"""One message of ours, as plainly as it can be told: where it stands after whatever happens to it."""

from dataclasses import dataclass, field

ORDER = ("queued", "sending", "unknown", "sent", "failed", "delivered", "read", "played")
MOST_TRIES = 6  # of a message that WhatsApp puts off again and again

TAKEN = ("accepts", "hangs up", "fails", "talks nonsense")  # WhatsApp may have the message after these
NOT_TAKEN = ("refuses for now", "refuses for good", "is down")
ANSWERS = (*TAKEN, *NOT_TAKEN)


@dataclass
class Model:
    status: str = "queued"
    attempt: int = 0
    has_begun: bool = False  # the POST of this attempt
    waits: bool = False  # for a time that has not come
    tries: int = 0  # in a row, by ourselves
    asked: int = 1  # how often a person wanted it said
    taken: list[int] = field(default_factory=list)  # attempts that WhatsApp may have taken
    told: set[tuple[int, str]] = field(default_factory=set)  # (attempt, word)

    @property
    def is_due(self) -> bool:
        return self.status == "queued" and not self.waits

    def claimed(self, *, begun: bool) -> None:
        self.status, self.has_begun = "sending", begun
        self.attempt += 1

    def answered(self, how: str) -> None:
        """To the attempt that holds the message."""
        match how:
            case "accepts":
                self._end("sent")
            case "refuses for now" if self.tries + 1 < MOST_TRIES:
                self._wait()
            case "is down":
                self._wait()
            case "refuses for good" | "refuses for now":
                self._end("failed")
            case _:
                self._end("unknown")

    def answered_late(self, attempt: int, how: str) -> None:
        """By a worker that may have been given up on meanwhile."""
        if attempt != self.attempt or self.status not in ("queued", "sending", "unknown"):
            return
        if how == "refuses for now" and self.status == "queued":
            return  # it waits already
        self.answered(how)

    def _end(self, status: str) -> None:
        self.status, self.tries, self.waits = status, 0, False

    def _wait(self) -> None:
        self.status, self.waits = "queued", True
        self.tries += 1

    def lease_ran_out(self) -> None:
        if self.status == "sending" and self.has_begun:
            self._end("unknown")
        elif self.status == "sending":
            self._wait()

    def reported(self, attempt: int, word: str) -> None:
        """Once is as good as twice."""
        if (attempt, word) in self.told:
            return
        self.told.add((attempt, word))
        counts = word != "failed" or (attempt == self.attempt and self.status != "queued")
        if counts and self.status in ORDER and ORDER.index(word) > ORDER.index(self.status):
            self._end(word)

    def asked_again(self) -> None:
        self.asked += 1
        self._end("queued")
