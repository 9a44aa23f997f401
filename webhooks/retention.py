"""Raw events are kept as long as they may be needed, and no longer: what they say of people is in their messages."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from nxtchat import stopping
from webhooks.models import WebhookEvent
from webhooks.queries import first_since

State = WebhookEvent.State
# Those that failed stay until they are handled, by themselves or by a person: they are nowhere else.
KEPT = {State.HANDLED: timedelta(days=7), State.UNROUTED: timedelta(days=30)}
BATCH = 1000
BUDGET = 60.0  # seconds

# By the primary key, a portion after the other: no index more that every webhook would have to pay for.
FORGET = """
WITH seen AS (
    SELECT id, state, handled_at FROM webhooks_webhookevent WHERE id > %(after)s AND id < %(below)s
    ORDER BY id LIMIT %(batch)s
), old AS (
    SELECT id FROM seen
    WHERE handled_at < CASE state WHEN 'handled' THEN %(handled)s WHEN 'unrouted' THEN %(unrouted)s END
), parked AS (
    DELETE FROM webhooks_parkedupdate WHERE event_id IN (SELECT id FROM old)
), gone AS (
    DELETE FROM webhooks_webhookevent WHERE id IN (SELECT id FROM old) AND state IN ('handled', 'unrouted')
    RETURNING id
)
SELECT (SELECT max(id) FROM seen), (SELECT count(*) FROM gone)
"""


def forget(*, now: datetime) -> int:
    """In small batches, so that nobody waits for it. Returns how many went."""
    end, gone, last = time.monotonic() + BUDGET, 0, 0
    asked: dict[str, Any] = {state.value: now - kept for state, kept in KEPT.items()}
    asked |= {"below": first_since(now - min(KEPT.values())), "batch": BATCH}
    while last is not None and time.monotonic() < end and not stopping.asked.is_set():
        with connection.cursor() as cursor:
            cursor.execute(FORGET, asked | {"after": last})
            last, went = cursor.fetchone()
        gone += went
    return gone
