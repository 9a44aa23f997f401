"""Waiting events become rows: claimed in batches, applied set-wise, and one bad update never stops its neighbours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction

from inbox import receiving
from nxtchat.live import stream
from nxtchat.postgres import meanwhile
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.events import (
    Change,
    Handover,
    IdentityChange,
    InboundMessage,
    News,
    PhonebookEntry,
    Preference,
    StatusReport,
    Summary,
    Update,
)
from nxtchat.whatsapp.kinds import PLACEHOLDER
from webhooks import claims, hours, newsroom, reasons
from webhooks.addressing import Part, addressed
from webhooks.claims import Claimed
from webhooks.reading import Reader, Words

CHUNK = 1000  # updates in one round of statements


@dataclass(slots=True)
class Verdict:
    """What became of one event."""

    event: Claimed
    unrouted: str = ""
    errors: list[tuple[int, str, str]] = field(default_factory=list)  # position, field, where it failed


def handle_batch(reader: Reader) -> int | None:
    """Handle a batch of waiting events; 0 when none waits, None when another worker is at it.

    One handler works at a time, by an advisory lock that lives as long as the transaction (so it also works behind
    PgBouncer, and dies with a killed worker). That is what keeps every contact's messages in order and makes
    deadlocks between handlers impossible; it is enough, since one process handles several times what one number
    may carry. Events are claimed, applied and marked in one transaction: a killed worker leaves nothing half done.
    """
    with meanwhile(reader.read_ahead), transaction.atomic():
        if not claims.take_turn():
            return None
        now, later = claims.claim()
        if not now:
            return 0
        verdicts: list[Verdict] = []
        parts: list[Part] = []
        for event, words in reader.read(now, later):
            verdicts.append(Verdict(event))
            parts += _parts(verdicts[-1], words)
        for start in range(0, len(parts), CHUNK):
            _apply(parts[start : start + CHUNK])
        by_event = {one.event.id: one for one in verdicts}
        for part in parts:
            verdict = by_event[part.event.id]
            verdict.unrouted = verdict.unrouted or part.unrouted
            if part.error:
                verdict.errors.append((part.position, _field(part.update), part.error))
        hours.count(_arrivals(parts))
        claims.settle([(one.event, one.unrouted, one.errors) for one in verdicts])
        if any(one.unrouted or one.errors for one in verdicts):
            stream.publish_on_commit("event.changed", number=stream.EVERYONE)
    return len(verdicts)


def _parts(verdict: Verdict, words: Words) -> list[Part]:
    if isinstance(words, Exception):
        verdict.errors.append((0, "", where(words)))
        return []
    if not words:
        verdict.unrouted = reasons.EMPTY
    return [Part(verdict.event, position, update) for position, update in enumerate(words)]


def _apply(parts: Sequence[Part]) -> None:
    """All at once; if that fails, each half by itself, down to the one that is at fault."""
    if not parts:
        return
    try:
        with transaction.atomic():
            _route(parts)
    except Exception as error:
        if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
            raise
        if len(parts) == 1:
            parts[0].error = where(error)
            return
        for part in parts:
            part.unrouted = ""
        middle = len(parts) // 2
        _apply(parts[:middle])
        _apply(parts[middle:])


def _route(parts: Sequence[Part]) -> None:
    """Contacts before conversations before messages: so they are locked everywhere."""
    entries, choices, spoken, reports, handovers = [], [], [], [], []
    for part, line in addressed(parts):
        match part.update:
            case PhonebookEntry() as entry:
                entries.append((line, entry))
            case Preference() as choice:
                choices.append((line, choice))
            case InboundMessage() | IdentityChange() as update:
                spoken.append((part, receiving.Heard(line, update, part.event.id)))
            case Handover() | Summary() as update:
                handovers.append((part, line, update))
            case StatusReport() as update:
                reports.append(receiving.Told(line, update, part.event.id))
    if entries:
        receiving.note_phonebook(entries)
    if choices:
        receiving.note_preferences(choices)
    if spoken:
        _receive(spoken)
        _count_pace([heard for _part, heard in spoken])
    if handovers:
        found = receiving.note_handovers([(line, update) for _part, line, update in handovers])
        for (part, _line, _update), is_known in zip(handovers, found, strict=True):
            part.unrouted = "" if is_known else reasons.NO_SENDER
    if reports:
        receiving.report(reports)
    for part in parts:  # after contacts and conversations, since it locks accounts and numbers
        if isinstance(part.update, News):
            part.unrouted = newsroom.take(part.update, event=part.event)


def _count_pace(spoken: Sequence[receiving.Heard]) -> None:
    """What comes in leaves less for what goes out. The history was not said now."""
    said = (one for one in spoken if isinstance(one.update, InboundMessage) and one.update.origin != "history")
    for line, count in Counter(one.line for one in said).items():
        transaction.on_commit(partial(pace.heard, number=line.id, count=count, rate=line.rate), robust=True)


def _arrivals(parts: Sequence[Part]) -> Iterator[tuple[str, datetime]]:
    """On which number each update came, and when; those that are tried again were counted before."""
    for part in parts:
        phone_number_id = getattr(part.update, "phone_number_id", "")
        if phone_number_id and not part.event.attempts and part.unrouted != reasons.FOREIGN_APP:
            yield phone_number_id, part.event.received_at


def _receive(spoken: Sequence[tuple[Part, receiving.Heard]]) -> None:
    found = receiving.receive([heard for _part, heard in spoken])
    for (part, heard), is_known in zip(spoken, found, strict=True):
        is_past = isinstance(heard.update, InboundMessage) and heard.update.origin == "history"
        part.unrouted = "" if is_known else reasons.WAITS_FOR_HISTORY if is_past else reasons.NO_SENDER
    if any(isinstance(heard.update, InboundMessage) and heard.update.kind == PLACEHOLDER for _part, heard in spoken):
        claims.wake(reasons.WAITS_FOR_HISTORY)


def _field(update: Update) -> str:
    return update.field[:60] if isinstance(update, Change | News) else "messages"


def where(error: BaseException) -> str:
    """Which error, and where in our code; never its words, which may quote a customer's."""
    frame, place = error.__traceback__, ""
    while frame:
        module = frame.tb_frame.f_globals.get("__name__", "")
        if module.split(".")[0] in {"nxtchat", "contacts", "templates_app", "inbox", "webhooks"}:
            place = f"{module}.{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}"
        frame = frame.tb_next
    state = getattr(error.__cause__, "sqlstate", None)
    return f"{type(error).__name__}{f' {state}' if state else ''} in {place}"
