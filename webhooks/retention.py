"""Raw events are kept as long as they may be needed, and no longer: what they say of people is in their messages."""

import time
from datetime import datetime, timedelta

from django.db import connection

from nxtchat import stopping
from webhooks.models import WebhookEvent
from webhooks.queries import first_since

State = WebhookEvent.State
# Those that failed stay until they are handled, by themselves or by a person: they are nowhere else.
KEPT = {State.HANDLED: timedelta(days=7), State.UNROUTED: timedelta(days=30)}
BATCH = 1000
BUDGET = 60.0  # seconds

FORGET = """
WITH old AS (
    SELECT id FROM webhooks_webhookevent WHERE state = %s AND id < %s AND handled_at < %s
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), parked AS (
    DELETE FROM webhooks_parkedupdate WHERE event_id IN (SELECT id FROM old)
)
DELETE FROM webhooks_webhookevent WHERE id IN (SELECT id FROM old)
"""


def forget(*, now: datetime) -> int:
    """In small batches, so that nobody waits for it. Returns how many went."""
    end, gone = time.monotonic() + BUDGET, 0
    for state, kept in KEPT.items():
        first = first_since(now - kept)
        while first and time.monotonic() < end and not stopping.asked.is_set():
            went = _forget(state, before=now - kept, below=first)
            gone += went
            if went < BATCH:
                break
    return gone


def _forget(state: str, *, before: datetime, below: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [state, below, before, BATCH])
        return cursor.rowcount
