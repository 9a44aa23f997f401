"""Which of our numbers an update is for; why it is nobody's, where it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inbox import receiving
from nxtchat.whatsapp.events import (
    AccountProblem,
    Change,
    IdentityChange,
    News,
    PhonebookEntry,
    Preference,
    StatusReport,
    Update,
)
from webhooks import newsroom, reasons
from webhooks.claims import Claimed

PEOPLE = (IdentityChange, PhonebookEntry, Preference)  # what is about people, whichever number it is told to


@dataclass(slots=True)
class Part:
    """One update of an event, and what became of it."""

    event: Claimed
    position: int
    update: Update
    unrouted: str = ""
    error: str = ""


def addressed(parts: Sequence[Part]) -> Iterator[tuple[Part, receiving.Line]]:
    """What is for one of our numbers and can be applied, with the number; the others are told why not."""
    numbers = receiving.lines(number for part in parts if (number := getattr(part.update, "phone_number_id", "")))
    nameless = (part.update for part in parts if isinstance(part.update, PEOPLE) and not part.update.phone_number_id)
    accounts = receiving.lines_of(update.waba_id for update in nameless)
    for part in parts:
        update = part.update
        if isinstance(update, AccountProblem):
            part.unrouted = newsroom.note_problem(update, event=part.event)
        elif isinstance(update, Change):
            part.unrouted = reasons.of_field(update.field)
        elif isinstance(update, News):
            continue
        elif not (line := numbers.get(update.phone_number_id) or accounts.get(update.waba_id)):
            part.unrouted = reasons.NOT_CONNECTED
        elif part.event.app_id and part.event.app_id != line.app_id:
            part.unrouted = reasons.FOREIGN_APP
        elif isinstance(update, StatusReport) and not update.wamid:
            part.unrouted = reasons.NO_ID
        elif isinstance(update, Preference) and not receiving.understands(update):
            part.unrouted = reasons.of_choice(update.choice)
        else:
            yield part, line
