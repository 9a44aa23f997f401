"""Taking events that wait, and writing down what became of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from inbox import receiving
from nxtchat.unnesting import array, columns

BATCH = 500  # events in one transaction
BYTES = 8 * 1024 * 1024  # of bodies in one transaction; a single larger event is taken alone
TRIES = 10  # then a failed event waits for a person

Errors = list[tuple[int, str, str]]


class Claimed(NamedTuple):
    id: int
    body: bytes
    received_at: datetime
    app_id: str  # whose secret signed it; empty when that account is gone
    attempts: int


def take_turn() -> bool:
    """One handler at a time. Nobody waits for the turn: who has it looks again before it leaves."""
    with connection.cursor() as cursor:
        # A handler that hangs gives its turn back; the sweep starts the next.
        cursor.execute(
            """SELECT set_config('idle_in_transaction_session_timeout', '60s', true),
                   set_config('statement_timeout', '60s', true)"""
        )
    return receiving.take_turn()


def claim() -> tuple[list[int], list[int]]:
    """The oldest waiting events, as many as fit, and those that come after them.

    Nobody else takes them while the turn is ours, so their rows need no locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id, octet_length(body) FROM webhooks_webhookevent
               WHERE state = 'pending' AND next_attempt_at <= clock_timestamp()
               ORDER BY next_attempt_at, id LIMIT %s""",
            [2 * BATCH],
        )
        waiting = cursor.fetchall()
    now = _fitting(waiting)
    return now, _fitting(waiting[len(now) :])


def _fitting(waiting: Sequence[tuple[int, int]]) -> list[int]:
    chosen: list[int] = []
    total = 0
    for event, size in waiting[:BATCH]:
        total += size
        if chosen and total > BYTES:
            break
        chosen.append(event)
    return chosen


def fetch(events: Sequence[int]) -> list[Claimed]:
    """All that handling them takes."""
    if not events:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT e.id, e.body, e.received_at, coalesce(a.app_id, ''), e.attempts
               FROM webhooks_webhookevent e LEFT JOIN whatsapp_account a ON a.id = e.account_id
               WHERE e.id = ANY(%s::bigint[])""",
            [array(events)],
        )
        return [Claimed(event, bytes(body), *rest) for event, body, *rest in cursor.fetchall()]


def more_waits() -> bool:
    """Does an event wait? Asked after the turn was given back, so that no nudge is missed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id FROM webhooks_webhookevent
               WHERE state = 'pending' AND next_attempt_at <= clock_timestamp() LIMIT 1"""
        )
        return cursor.fetchone() is not None


def settle(verdicts: Sequence[tuple[Claimed, str, Errors]]) -> None:
    """Handled, not understood, or failed with the updates that are to blame; failed ones are tried again later."""
    well = [event.id for event, unrouted, errors in verdicts if not (unrouted or errors)]
    others = [
        (event.id, "failed" if errors else "unrouted", errors[0][2] if errors else unrouted)
        for event, unrouted, errors in verdicts
        if unrouted or errors
    ]
    with connection.cursor() as cursor:
        if well:  # nearly always all of them, and by themselves a quarter cheaper
            cursor.execute(
                """UPDATE webhooks_webhookevent SET state = 'handled', error = '', attempts = least(attempts + 1, 99),
                     handled_at = now() WHERE id = ANY(%s::bigint[])""",
                [array(well)],
            )
        if others:
            cursor.execute(
                """UPDATE webhooks_webhookevent e SET state = v.state, error = v.error,
                     attempts = least(attempts + 1, 99),
                     handled_at = CASE WHEN v.state = 'failed' THEN NULL ELSE now() END,
                     next_attempt_at = now()
                         + least(interval '30 seconds' * (2 ^ least(attempts, 10)), interval '6 hours')
                   FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS v(id, state, error) WHERE e.id = v.id""",
                columns(others, width=3),
            )
        if retried := [event.id for event, _unrouted, _errors in verdicts if event.attempts]:
            cursor.execute("DELETE FROM webhooks_parkedupdate WHERE event_id = ANY(%s::bigint[])", [retried])
        if parked := [(event.id, *error) for event, _unrouted, errors in verdicts for error in errors]:
            cursor.execute(
                """INSERT INTO webhooks_parkedupdate (event_id, position, field, error)
                   SELECT * FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::text[])""",
                columns(parked, width=4),
            )


def retry_due() -> None:
    """Failed events whose time has come wait again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE webhooks_webhookevent SET state = 'pending' WHERE id IN (
                   SELECT id FROM webhooks_webhookevent
                   WHERE state = 'failed' AND attempts < %s AND next_attempt_at <= clock_timestamp()
                   ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED)""",
            [TRIES, BATCH],
        )


def wake(reason: str) -> None:
    """What was not understood for this reason may be now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE webhooks_webhookevent SET state = 'pending', next_attempt_at = now()
               WHERE state = 'unrouted' AND error = %s""",
            [reason],
        )
