"""What became of what we said: every report is kept, and moves its message to the right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from contacts.resolving import Sighting, resolve, unknown_user_ids
from inbox.models import Status
from inbox.models.message import REPORTED_ORDER
from inbox.receiving import joining
from inbox.receiving import statuses_sql as sql
from inbox.receiving.lines import Line
from nxtchat.live import stream
from nxtchat.whatsapp.events_messages import read_fault
from nxtchat.whatsapp.events_types import StatusReport
from nxtchat.whatsapp.models import Number

RANK = {status.value: place for place, status in enumerate(REPORTED_ORDER)}
ARRIVED = {Status.DELIVERED.value, Status.READ.value, Status.PLAYED.value}


@dataclass(slots=True)
class Outcome:
    """What the new facts about one message add up to."""

    wamid: str
    status: str = ""
    times: dict[str, datetime] = field(default_factory=dict)
    errors: list[dict[str, Any]] | None = None
    pricing: dict[str, Any] | None = None

    def add(self, fact: "sql.Fact") -> None:
        self.times[fact.status] = min(self.times.get(fact.status, fact.at), fact.at)
        if RANK.get(fact.status, -1) > RANK.get(self.status, -1):
            self.status = fact.status
        self.errors = fact.errors or self.errors
        self.pricing = fact.pricing or self.pricing


def report(reports: Sequence[tuple[Line, StatusReport]]) -> None:
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
            _uuid(one.callback_data),
            orjson.dumps(one.errors).decode() if one.errors else None,
            orjson.dumps(one.pricing).decode() if one.pricing else None,
        )
        for line, one in reports
    ]
    apply_facts(sql.keep_facts(sorted(rows, key=lambda row: (row[:4], row[4]))))


def _learn(reports: Sequence[tuple[Line, StatusReport]]) -> None:
    """A report may name the user id of somebody whom we know by phone only."""
    both = [(line, one) for line, one in reports if one.recipient.wa_id and one.recipient.bsuid]
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
    outcomes: dict[int, Outcome] = {}
    for fact in facts:
        if fact.message:
            outcomes.setdefault(fact.message, Outcome(fact.wamid)).add(fact)
    if not outcomes:
        return
    changed, named = [], []
    messages = sql.lock_messages(sorted(outcomes))
    for message in messages:
        outcome = outcomes[message.id]
        moves = RANK.get(outcome.status, -1) > RANK.get(message.status, len(RANK))
        changed.append(_row(message, outcome, moves=moves))
        if not message.wamid:
            named.append(message.id)
    sql.update_messages(changed)
    sql.update_conversations([(one.id, one.conversation, row[1]) for one, row in zip(messages, changed, strict=True)])
    if delivered := {one.number for one in messages if outcomes[one.id].status in ARRIVED}:
        Number.objects.filter(pk__in=delivered, first_reply_delivered_at=None).update(
            first_reply_delivered_at=min(fact.at for fact in facts if fact.status in ARRIVED)
        )
    stream.publish_many_on_commit(
        [("message.changed", one.number, {"c": one.conversation, "m": one.id}) for one in messages]
    )
    if named:
        apply_facts(sql.claim_waiting_for(sorted(named)))


def _row(message: "sql.Sent", outcome: Outcome, *, moves: bool) -> tuple:
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


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
