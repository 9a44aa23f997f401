"""What customers do: they write, and their phones report on what we wrote. Applied in batches, twice is once."""

from inbox.receiving.handovers import note_handovers
from inbox.receiving.holders import find_holders
from inbox.receiving.lines import Line, lines, lines_of
from inbox.receiving.messages import receive
from inbox.receiving.people import note_phonebook, note_preferences, understands
from inbox.receiving.repeats import Heard
from inbox.receiving.statuses import Told, apply_waiting, forget_orphans, report, settle_waiting
from inbox.receiving.turn import take_turn, wait_for_turn

__all__ = [
    "Heard",
    "Line",
    "Told",
    "apply_waiting",
    "find_holders",
    "forget_orphans",
    "lines",
    "lines_of",
    "note_handovers",
    "note_phonebook",
    "note_preferences",
    "receive",
    "report",
    "settle_waiting",
    "take_turn",
    "understands",
    "wait_for_turn",
]
