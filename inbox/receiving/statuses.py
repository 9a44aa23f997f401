"""What became of what we said: every report is kept, and moves its message to the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.db import transaction

from contacts.resolving import Sighting, resolve, unknown_user_ids
from inbox import above, consequences
from inbox.consequences import Trouble
from inbox.models import Status
from inbox.models.message import REPORTED_ORDER
from inbox.receiving import joining
from inbox.receiving import statuses_sql as sql
from inbox.receiving.holding import Sent, lock_messages
from inbox.receiving.lines import Line
from nxtchat.live import stream
from nxtchat.whatsapp.events_statuses import read_fault
from nxtchat.whatsapp.events_types import StatusReport
from nxtchat.whatsapp.models import Number

RANK = {status.value: place for place, status in enumerate(REPORTED_ORDER)}
MOVES, CODE = 3, 9  # places in a row: whether it moves, and the error's code
ARRIVED = {Status.DELIVERED.value, Status.READ.value, Status.PLAYED.value}


class Told(NamedTuple):
    """A report that came in on one of our numbers, and the raw event that brought it."""

    line: Line
    report: StatusReport
    event: int | None = None


@dataclass(slots=True)
class Outcome:
    """What the new facts about one message add up to."""

    wamid: str = ""
    status: str = ""
    times: dict[str, datetime] = field(default_factory=dict)
    errors: list[dict[str, Any]] | None = None
    pricing: dict[str, Any] | None = None

    def add(self, fact: "sql.Fact") -> None:
        self.wamid = self.wamid or fact.wamid
        self.times[fact.status] = min(self.times.get(fact.status, fact.at), fact.at)
        if RANK.get(fact.status, -1) > RANK.get(self.status, -1):
            self.status = fact.status
        self.errors = fact.errors or self.errors
        self.pricing = fact.pricing or self.pricing


def report(reports: Sequence[Told]) -> None:
    """Keep every report once; one that comes before its message waits for it."""
    _learn(reports)
    rows = [
        (
            line.id,
            one.wamid,
            one.status[:30],
            one.participant[:160],
            one.at,
            one.callback_data[:512],
            *sql.read_callback(one.callback_data),
            orjson.dumps(one.errors).decode() if one.errors else None,
            orjson.dumps(one.pricing).decode() if one.pricing else None,
            event,
        )
        for line, one, event in reports
    ]
    apply_facts(sql.keep_facts(sorted(rows, key=lambda row: (row[:4], row[4]))))


def _learn(reports: Sequence[Told]) -> None:
    """A report may name the user id of somebody whom we know by phone only."""
    both = [(line, one) for line, one, _event in reports if one.recipient.wa_id and one.recipient.bsuid]
    if not both:
        return
    new = unknown_user_ids([(line.scope, one.recipient) for line, one in both])
    if seen := [(line, one) for line, one in both if (line.scope, one.recipient.bsuid) in new]:
        joining.follow(resolve([Sighting(one.recipient, line.scope, one.at, only_known=True) for line, one in seen]))


def apply_waiting(messages: Iterable[int]) -> None:
    """Settling calls this when WhatsApp has named messages: reports that came earlier are applied now."""
    with transaction.atomic():
        apply_facts(sql.claim_waiting_for(sorted(messages)))


def settle_waiting() -> int:
    """Reports that crossed with the answer that named their message. The timetable calls this; it loses nothing."""
    with transaction.atomic():
        facts = sql.claim_waiting()
        apply_facts(facts)
    return len(facts)


def forget_orphans() -> int:
    """Reports about messages that were never ours, once Meta has given up redelivering."""
    return sql.delete_orphans()


def apply_facts(facts: Sequence["sql.Fact"]) -> None:
    """Move messages along REPORTED_ORDER, to the right only; every fact keeps its own time."""
    about: dict[int, list[sql.Fact]] = {}
    for fact in facts:
        if fact.message:
            about.setdefault(fact.message, []).append(fact)
    if not about:
        return
    told = [(message, _add_up(message, about[message.id])) for message in lock_messages(sorted(about))]
    told = [(message, outcome) for message, outcome in told if outcome.wamid]
    rows = [_row(message, outcome) for message, outcome in told]
    sql.update_messages(rows)
    # The worker that held one of these may be dead; if it is not, it finds that there is nothing left to say.
    sql.end_attempts(
        [one.id for (one, _), row in zip(told, rows, strict=True) if one.status == Status.SENDING and row[MOVES]]
    )
    sql.update_conversations([(one.id, one.conversation, row[1]) for (one, _), row in zip(told, rows, strict=True)])
    above.moved([one.id for one, _outcome in told])
    _follow(told, rows)
    stream.publish_many_on_commit(
        [("message.changed", one.number, {"c": one.conversation, "m": one.id}) for one, _outcome in told]
    )
    if named := [message.id for message, _outcome in told if not message.wamid]:
        apply_facts(sql.claim_waiting_for(sorted(named)))


def _add_up(message: Sent, facts: Iterable["sql.Fact"]) -> Outcome:
    outcome = Outcome()
    for fact in facts:
        if _counts(fact, message):
            outcome.add(fact)
    return outcome


def _counts(fact: "sql.Fact", message: Sent) -> bool:
    """What arrived is there, whichever attempt brought it. But no failure of an earlier attempt is one of this.

    A message that waits in the queue waits for its next attempt, so whatever failed was an earlier one.
    """
    is_of_this = fact.attempt is None or fact.attempt == message.attempt
    if fact.status == Status.FAILED:
        return is_of_this and message.status != Status.QUEUED
    return is_of_this or RANK.get(fact.status, -1) > RANK.get(message.status, len(RANK))


def _follow(told: Sequence[tuple[Sent, Outcome]], rows: Sequence[tuple]) -> None:
    """What it means for the numbers. Not for those whose row somebody holds: that one may be waiting for us."""
    arrived = {one.number: min(outcome.times.values()) for one, outcome in told if outcome.status in ARRIVED}
    if arrived:
        first = Number.objects.filter(pk__in=arrived, first_reply_delivered_at=None)
        for number in first.order_by("pk").select_for_update(no_key=True, skip_locked=True):
            Number.objects.filter(pk=number.pk).update(first_reply_delivered_at=arrived[number.pk])
    consequences.follow_on_commit(
        Trouble(one.number, row[CODE], one.conversation, outcome.times[Status.FAILED.value])
        for (one, outcome), row in zip(told, rows, strict=True)
        if row[CODE] is not None
    )


def _row(message: Sent, outcome: Outcome) -> tuple:
    moves = RANK.get(outcome.status, -1) > RANK.get(message.status, len(RANK))
    fails = moves and outcome.status == Status.FAILED
    fault = read_fault(outcome.errors[0]) if fails and outcome.errors else None
    error = {"title": fault.title, "details": fault.details, "trace_id": ""} if fault else None
    return (
        message.id,
        outcome.status if moves else message.status,
        message.wamid or outcome.wamid,
        moves,
        *(outcome.times.get(status) for status in ("sent", "delivered", "read", "played", "failed")),
        fault.code if fault else None,
        orjson.dumps(error).decode() if error else None,
        orjson.dumps(outcome.pricing).decode() if outcome.pricing else None,
    )
