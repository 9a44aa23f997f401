"""What one measurement says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`ours` beside `bare`, the same work with nothing of ours in the way, measured in the same run."""

    what: str
    ours: float
    bare: float | None = None
    unit: str = ""
    target: str = ""
    is_met: bool | None = None  # None: nobody said what would be enough

    @property
    def ratio(self) -> float | None:
        return self.ours / self.bare if self.bare else None
