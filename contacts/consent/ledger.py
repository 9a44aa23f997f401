"""Writing down what people allow and forbid. Nothing else writes to the ledger, and nothing is ever changed there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import ConsentEvent, ConsentState, Contact

Source = ConsentEvent.Source
AHEAD = timedelta(minutes=5)  # clocks differ
OF_META = (Source.WHATSAPP, Source.REFUSAL, Source.WORD, Source.BUTTON)  # their times are taken as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One person's yes or no to one purpose."""

    contact: int
    purpose: str
    is_given: bool
    at: datetime
    source: str
    channel: str = ""  # where they said it
    wording: str = ""  # the words that were said or shown
    version: str = ""
    language: str = ""
    message: int | None = None  # that proves it
    evidence: str = ""  # or where else the proof is
    by: int | None = None  # the agent who wrote it down

    def event(self) -> ConsentEvent:
        return ConsentEvent(
            contact_id=self.contact,
            purpose=self.purpose,
            is_given=self.is_given,
            at=self.at,
            source=self.source,
            channel=self.channel,
            wording=self.wording.replace("\0", ""),
            version=self.version,
            language=self.language,
            message=self.message,
            evidence=self.evidence.replace("\0", ""),
            by_id=self.by,
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not written down, and why."""

    said: Said
    code: str

    @property
    def reason(self) -> str:
        if self.code == "opted_out":
            return _("This person said no themselves. An import cannot turn that into a yes.")
        return _("This lies in the future.")


@transaction.atomic
def record(said: Sequence[Said]) -> list[Refused]:
    """Add each to the ledger, once. Returns what is refused: no import turns a no into a yes.

    Whose contact is gone meanwhile has nothing to be written down. Call it before conversations are locked.
    """
    there = set(locked(sorted({one.contact for one in said})))
    their_no = _withdrawn([one for one in said if one.is_given and one.source == Source.IMPORT])
    soon = timezone.now() + AHEAD
    events, refused = [], []
    for one in sorted(said, key=lambda one: (one.contact, one.at)):
        if one.contact not in there:
            continue
        if one.is_given and one.source == Source.IMPORT and (one.contact, one.purpose) in their_no:
            refused.append(Refused(one, "opted_out"))
        elif one.source not in OF_META and one.at > soon:
            refused.append(Refused(one, "future"))
        else:
            events.append(one.event())
    ConsentEvent.objects.bulk_create(events, ignore_conflicts=True)
    return refused


def locked(contacts: Sequence[int]) -> list[int]:
    """Those of the contacts that are there, and nobody else's until the transaction ends."""
    rows = Contact.objects.filter(pk__in=contacts).order_by("pk").select_for_update(no_key=True)
    return list(rows.values_list("pk", flat=True))


def move(*, drop: int, keep: int) -> None:
    """Two contacts are one person: what either said, they said. What both have is kept once."""
    theirs = ConsentEvent.objects.filter(contact=drop)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contacts_consentevent e SET contact_id = %s WHERE e.contact_id = %s AND NOT EXISTS (
                   SELECT FROM contacts_consentevent k WHERE k.contact_id = %s
                   AND (k.purpose, k.source, k.at, k.is_given) = (e.purpose, e.source, e.at, e.is_given))""",
            [keep, drop, keep],
        )
    with opened():
        theirs.delete()


@contextmanager
def opened() -> Iterator[None]:
    """Events may go: of somebody erased, of an import that is taken back, or those that another contact has too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL nxtchat.ledger = 'open'")
        yield
        cursor.execute("SET LOCAL nxtchat.ledger = ''")


def _withdrawn(said: Sequence[Said]) -> set[tuple[int, str]]:
    if not said:
        return set()
    of = ConsentState.objects.filter(contact__in={one.contact for one in said}, is_given=False)
    return set(of.values_list("contact", "purpose"))
