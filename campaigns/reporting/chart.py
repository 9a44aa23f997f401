"""The line over time, drawn here: no script, and the same figures stand beside it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.reporting.figures import STEPS

WIDTH, HEIGHT, EDGE = 600, 160, 4
DRAWN = ("sent", "delivered", "read")


@dataclass(frozen=True)
class Line:
    name: str
    words: Any
    points: str  # as SVG wants them: "0,160 10,42"


@dataclass(frozen=True)
class Chart:
    lines: list[Line]
    most: int
    first: datetime
    last: datetime
    width: int = WIDTH
    height: int = HEIGHT


def draw(moments: Sequence[tuple[datetime, dict[str, int]]]) -> Chart | None:
    """None: there is nothing to draw yet."""
    if not moments:
        return None
    most = max(max(counts.values()) for _at, counts in moments)
    first, last = moments[0][0], moments[-1][0]
    span = (last - first).total_seconds() or 1

    def point(at: datetime, count: int) -> str:
        across = EDGE + (WIDTH - 2 * EDGE) * (at - first).total_seconds() / span
        up = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * count / most
        return f"{across:.1f},{up:.1f}"

    lines = [
        Line(name, STEPS[name], " ".join(point(at, counts.get(name, 0)) for at, counts in moments)) for name in DRAWN
    ]
    return Chart(lines, most, first, last)
