"""What customers do: they write, and their phones report on what we wrote. Applied in batches, twice is once."""

from inbox.receiving.lines import Line, lines
from inbox.receiving.messages import receive
from inbox.receiving.repeats import Heard
from inbox.receiving.statuses import Told, apply_waiting, forget_orphans, report, settle_waiting
from inbox.receiving.turn import take_turn, wait_for_turn

__all__ = [
    "Heard",
    "Line",
    "Told",
    "apply_waiting",
    "forget_orphans",
    "lines",
    "receive",
    "report",
    "settle_waiting",
    "take_turn",
    "wait_for_turn",
]
