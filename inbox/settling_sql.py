"""The statements that write down how attempts ended: each for a whole batch, on rows that are locked already."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from inbox.endings import PASSING, TRIED
from inbox.models import Attempt, Message
from nxtchat.unnesting import columns


class Written(NamedTuple):
    """What is to stand on the row of a message."""

    id: int
    status: str
    moves: bool
    wamid: str
    wait: float
    code: int | None
    error: str | None  # JSON


class Ended(NamedTuple):
    """What is to stand on the row of an attempt."""

    message: int
    attempt: int
    outcome: str
    code: int | None
    trace_id: str


def update_messages(rows: list[Written]) -> None:
    """A wamid is kept even when the status does not move: a report may have been faster than the answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET
                 wamid = CASE WHEN u.wamid <> '' THEN u.wamid ELSE m.wamid END,
                 status = CASE WHEN u.moves THEN u.status ELSE m.status END,
                 lease_until = CASE WHEN u.moves THEN NULL ELSE m.lease_until END,
                 post_began_at = CASE WHEN u.moves AND u.status = 'queued' THEN NULL ELSE m.post_began_at END,
                 next_attempt_at = CASE WHEN NOT u.moves THEN m.next_attempt_at
                     WHEN u.status = 'queued' THEN statement_timestamp() + u.wait * interval '1 second' END,
                 failed_at = CASE WHEN u.moves AND u.status = 'failed' THEN statement_timestamp() ELSE m.failed_at END,
                 error_code = CASE WHEN u.moves THEN u.code ELSE m.error_code END,
                 error = CASE WHEN u.moves THEN u.error ELSE m.error END
               FROM unnest(%s::bigint[], %s::text[], %s::bool[], %s::text[], %s::float[], %s::int[], %s::jsonb[])
                   AS u(id, status, moves, wamid, wait, code, error)
               WHERE m.id = u.id""",
            columns(rows, width=7),
        )


def still_there(messages: Collection[int]) -> set[int]:
    """Those that were not erased."""
    return set(Message.objects.filter(pk__in=messages).values_list("pk", flat=True)) if messages else set()


def end_attempts(rows: list[Ended]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_attempt a SET ended_at = statement_timestamp(), outcome = u.outcome, error_code = u.code,
                   trace_id = u.trace_id
               FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::int[], %s::text[])
                   AS u(message, count, outcome, code, trace_id)
               WHERE a.message_id = u.message AND a.count = u.count
                   AND (a.outcome <> 'arrived' OR u.outcome = 'accepted')""",
            columns(sorted(rows), width=5),
        )


def tries(messages: list[int]) -> dict[int, int]:
    """How often in a row we tried each by ourselves, the attempt under way not counted."""
    mine = Attempt.objects.filter(message=OuterRef("message"), count__lt=F("message__attempt"))
    final = mine.exclude(outcome__in=PASSING).order_by().values("message").annotate(last=Max("count")).values("last")
    since = Coalesce(Subquery(final, output_field=IntegerField()), Value(0))
    tried = Attempt.objects.filter(Q(outcome__in=TRIED), message__in=messages, count__lt=F("message__attempt"))
    return dict(
        tried.annotate(since=since)
        .filter(count__gt=F("since"))
        .order_by()
        .values("message")
        .annotate(times=Count("pk"))
        .values_list("message", "times")
    )
