"""What a check found, in words for the person who has to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"  # works, but not for ever or not well
    WAIT = "wait"  # nothing is wrong yet; something has still to happen
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Result:
    """The answer to one question."""

    state: State
    said: str  # what came back
    fix: str = ""  # exactly what to do about it
    link: str = ""  # where to do it
    label: str = ""  # what the link is called, where it does not lead to Meta
    copy: tuple[tuple[str, str], ...] = ()  # (label, value): what to paste there
    button: str = ""  # "subscribe" or "resume", where one press of ours mends it
    key: str = ""
    question: str = ""
    is_ours: bool = False  # asking again costs nothing

    @property
    def leads_away(self) -> bool:
        return not self.link.startswith("/")

    @property
    def is_watched(self) -> bool:
        """The page looks again by itself."""
        return self.is_ours and not self.is_fine

    @property
    def is_fine(self) -> bool:
        return self.state in (State.OK, State.WARN)

    def as_json(self) -> dict[str, str]:
        return {"key": self.key, "question": self.question, "state": self.state, "said": self.said, "fix": self.fix}


def ok(said: str) -> Result:
    return Result(state=State.OK, said=said)


def warn(said: str, fix: str, **more) -> Result:
    return Result(state=State.WARN, said=said, fix=fix, **more)


def wait(said: str, fix: str, **more) -> Result:
    return Result(state=State.WAIT, said=said, fix=fix, **more)


def fail(said: str, fix: str, **more) -> Result:
    return Result(state=State.FAIL, said=said, fix=fix, **more)
