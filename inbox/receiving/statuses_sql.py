"""The statements behind status reports: each handles a whole batch, each takes its locks in sorted order."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from nxtchat.unnesting import array, columns


class Fact(NamedTuple):
    """A report on file, and the message it is about once that is known."""

    message: int | None
    wamid: str
    status: str
    at: datetime
    errors: Any
    pricing: Any
    attempt: int | None  # None: it does not say at which attempt it was sent


def keep_facts(rows: list[tuple]) -> list[Fact]:
    """Save reports; those that are new, or found their message only now, come back.

    A message is found by WhatsApp's id, or by what we sent along: the answer that named it may be lost, or it may be
    about an earlier attempt. (What does not say which attempt, and has reports on file already, is about one that is
    over.)
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH given AS (
                   SELECT DISTINCT ON (number_id, wamid, status, participant) *
                   FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[],
                       %s::uuid[], %s::int[], %s::jsonb[], %s::jsonb[], %s::bigint[])
                       AS g(number_id, wamid, status, participant, at, callback_data, client_id, attempt, errors,
                           pricing, event_id)
                   ORDER BY number_id, wamid, status, participant, client_id IS NULL, at
               )
               INSERT INTO inbox_statusfact AS f
                   (number_id, wamid, status, participant, at, callback_data, errors, pricing, event_id, message_id,
                    received_at)
               SELECT g.number_id, g.wamid, g.status, g.participant, g.at, g.callback_data, g.errors, g.pricing,
                   g.event_id, coalesce(named.id, ours.id), now()
               FROM given g
               LEFT JOIN inbox_message named ON named.number_id = g.number_id AND named.wamid = g.wamid
                   AND NOT (named.wamid = '') AND named.direction = 'out'
               LEFT JOIN inbox_message ours ON ours.client_id = g.client_id AND ours.number_id = g.number_id
                   AND ours.direction = 'out' AND (g.attempt IS NOT NULL OR ours.wamid = '' AND NOT EXISTS (
                       SELECT 1 FROM inbox_statusfact earlier WHERE earlier.message_id = ours.id
                       AND earlier.number_id = g.number_id AND earlier.wamid = g.wamid))
               ORDER BY g.number_id, g.wamid, g.status, g.participant
               ON CONFLICT (number_id, wamid, status, participant) DO UPDATE SET message_id = excluded.message_id
                   WHERE f.message_id IS NULL AND excluded.message_id IS NOT NULL
               RETURNING message_id, wamid, status, at, errors, pricing, callback_data""",
            columns(rows, width=11),
        )
        return _facts(cursor)


def claim_waiting_for(messages: list[int]) -> list[Fact]:
    """The reports that waited for these messages to be named."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH due AS (
                   SELECT f.id, m.id AS message_id FROM inbox_message m
                   JOIN inbox_statusfact f ON f.number_id = m.number_id AND f.wamid = m.wamid
                   WHERE m.id = ANY(%s::bigint[]) AND NOT (m.wamid = '') AND m.direction = 'out'
                   AND f.message_id IS NULL
                   ORDER BY f.id FOR UPDATE OF f SKIP LOCKED -- who holds one may wait for us; it is settled later
               )
               UPDATE inbox_statusfact f SET message_id = due.message_id FROM due WHERE f.id = due.id
               RETURNING f.message_id, f.wamid, f.status, f.at, f.errors, f.pricing, f.callback_data""",
            [array(messages)],
        )
        return _facts(cursor)


def claim_waiting() -> list[Fact]:
    """A batch of the reports that wait though their message is there, and whose conversation nobody holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH due AS (
                   SELECT f.id, m.id AS message_id FROM inbox_statusfact f
                   JOIN inbox_message m ON m.number_id = f.number_id AND m.wamid = f.wamid AND NOT (m.wamid = '')
                       AND m.direction = 'out'
                   JOIN inbox_conversation c ON c.id = m.conversation_id
                   WHERE f.message_id IS NULL ORDER BY f.id LIMIT 1000 FOR NO KEY UPDATE OF f, c SKIP LOCKED
               )
               UPDATE inbox_statusfact f SET message_id = due.message_id FROM due WHERE f.id = due.id
               RETURNING f.message_id, f.wamid, f.status, f.at, f.errors, f.pricing, f.callback_data"""
        )
        return _facts(cursor)


def delete_orphans() -> int:
    """Meta redelivers for seven days at most."""
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM inbox_statusfact WHERE id IN (
                   SELECT id FROM inbox_statusfact WHERE message_id IS NULL AND received_at < now() - interval '8 days'
                   ORDER BY received_at LIMIT 5000)"""
        )
        return cursor.rowcount


def update_messages(rows: list[tuple]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET
                 status = u.status, wamid = u.wamid,
                 lease_until = CASE WHEN u.moves THEN NULL ELSE m.lease_until END,
                 next_attempt_at = CASE WHEN u.moves THEN NULL ELSE m.next_attempt_at END,
                 sent_at = least(u.sent_at, m.sent_at), delivered_at = least(u.delivered_at, m.delivered_at),
                 read_at = least(u.read_at, m.read_at), played_at = least(u.played_at, m.played_at),
                 failed_at = coalesce(u.failed_at, m.failed_at),
                 error_code = CASE WHEN u.moves THEN u.error_code ELSE m.error_code END,
                 error = CASE WHEN u.moves THEN u.error ELSE m.error END,
                 pricing = coalesce(u.pricing, m.pricing)
               FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bool[], %s::timestamptz[], %s::timestamptz[],
                   %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::int[], %s::jsonb[], %s::jsonb[])
                   AS u(id, status, wamid, moves, sent_at, delivered_at, read_at, played_at, failed_at, error_code,
                       error, pricing)
               WHERE m.id = u.id""",
            columns(rows, width=12),
        )


def end_attempts(messages: list[int]) -> None:
    """A report was faster than the answer, and is as good: the attempt under way has arrived."""
    if messages:
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE inbox_attempt a SET ended_at = now(), outcome = 'arrived' FROM inbox_message m
                   WHERE m.id = ANY(%s::bigint[]) AND a.message_id = m.id AND a.count = m.attempt AND a.outcome = ''""",
                [array(messages)],
            )


def update_conversations(rows: list[tuple[int, int, str]]) -> None:
    """The list shows the ticks of the newest message; a reaction is none. `rows`: message, conversation, status."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET last_status = u.status
               FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(message, conversation, status)
               WHERE c.id = u.conversation AND c.preview_direction = 'out' AND c.last_status <> u.status
               AND u.message = (SELECT id FROM inbox_message n WHERE n.conversation_id = c.id
                   AND n.kind <> 'reaction' ORDER BY n.created_at DESC, n.id DESC LIMIT 1)""",
            columns(rows, width=3),
        )


def _facts(cursor) -> list[Fact]:
    return [
        Fact(message, wamid, status, at, _json(errors), _json(pricing), read_callback(callback)[1])
        for message, wamid, status, at, errors, pricing, callback in cursor.fetchall()
    ]


def read_callback(data: str) -> tuple[UUID | None, int | None]:
    """Our message's client_id and the attempt, as Message.callback_data wrote them."""
    client_id, _colon, attempt = data.partition(":")
    try:
        return UUID(client_id), int(attempt) if attempt.isdecimal() and len(attempt) < 6 else None
    except ValueError:
        return None, None


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
