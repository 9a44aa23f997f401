"""What a rule says when it is not kept."""

from collections.abc import Iterator
from dataclasses import dataclass

STOP = "stop"  # Meta refuses it
WARN = "warn"  # Meta may refuse it, or people will not like it


@dataclass(frozen=True)
class Problem:
    where: str  # the place of the design: "name", "body", "buttons.0.text"
    why: str
    fix: str
    severity: str = STOP
    mend: str = ""  # the name of what mends it (builder.mending), where that needs no thought

    @property
    def stops(self) -> bool:
        return self.severity == STOP


Problems = Iterator[Problem]


def warn(where: str, why: str, fix: str, *, mend: str = "") -> Problem:
    return Problem(where, why, fix, WARN, mend)
