"""What an error of WhatsApp means beyond its message, whether it came as an answer or later, as a report."""

from collections.abc import Iterable
from typing import NamedTuple

from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import circuit, pace
from nxtchat.whatsapp.errors import Action, explain
from nxtchat.whatsapp.models import Number

SPAM = 131048  # people report what this number sends
OPTED_OUT = 131050  # this person stopped marketing messages
PAUSE = 6 * 3600  # seconds; Meta names no time but "hours"


class Trouble(NamedTuple):
    """A code of Meta's, met by a message of this number."""

    number: int
    code: int | None
    contact: int


def follow(troubles: Iterable[Trouble]) -> None:
    """Stop what can only fail, slow down what Meta finds too much. Locks numbers in the order of their ids."""
    for number_id, code in sorted({(each.number, each.code) for each in troubles if each.code is not None}):
        if explain(code).action == Action.STOP:
            stopped = circuit.stop(Number.objects.get(pk=number_id), code=code)
            publish_many_on_commit([("number.changed", number, {}) for number in stopped])
        elif code == SPAM:
            pace.pause_bulk(number=number_id, seconds=PAUSE)
