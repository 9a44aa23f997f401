"""The statements that begin a batch: each for all of it, on rows whose conversations are held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from inbox import lease
from inbox.models import Origin
from nxtchat.unnesting import columns

LOOKED_AFTER = 2.5  # leases; by then the inbox has settled the message of a worker that died


class Row(NamedTuple):
    """What is said to one person."""

    recipient: int
    earlier: int | None  # the message of an earlier try
    conversation: int
    client_id: str
    text: str
    payload: dict[str, Any]
    at: datetime


Written = dict[int, tuple[int, UUID, int]]  # by recipient: message, client_id, attempt


def add_messages(rows: Sequence[Row], *, number: int) -> Written:
    if not rows:
        return {}
    by_client_id = {row.client_id: row.recipient for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_message (number_id, conversation_id, client_id, text, payload, created_at, origin,
                   direction, kind, status, is_automatic, wamid, reply_to_wamid, attempt, post_began_at, lease_until)
               SELECT %s, u.conversation, u.client_id, u.text, u.payload, u.at, %s, 'out', 'template', 'sending', TRUE,
                   '', '', 1, statement_timestamp(), statement_timestamp() + %s * interval '1 second'
               FROM unnest(%s::bigint[], %s::uuid[], %s::text[], %s::jsonb[], %s::timestamptz[])
                   AS u(conversation, client_id, text, payload, at) ORDER BY u.conversation
               RETURNING id, client_id""",
            [number, Origin.CAMPAIGN, lease.TIME.total_seconds(),
             *columns([(r.conversation, r.client_id, r.text, _json(r.payload), r.at) for r in rows], width=5)],
        )  # fmt: skip
        return {by_client_id[str(client_id)]: (pk, client_id, 1) for pk, client_id in cursor.fetchall()}


def try_again(rows: Sequence[Row]) -> Written:
    """The same message, as another attempt, if nobody has sent it meanwhile."""
    if not rows:
        return {}
    by_message = {row.earlier: row.recipient for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET text = u.text, payload = u.payload, created_at = u.at, status = 'sending',
                   attempt = m.attempt + 1, wamid = '', sent_at = NULL, failed_at = NULL, error_code = NULL,
                   error = NULL, post_began_at = statement_timestamp(),
                   lease_until = statement_timestamp() + %s * interval '1 second'
               FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::timestamptz[]) AS u(id, text, payload, at)
               WHERE m.id = u.id AND m.status = 'failed' RETURNING m.id, m.client_id, m.attempt""",
            [lease.TIME.total_seconds(),
             *columns([(r.earlier, r.text, _json(r.payload), r.at) for r in rows], width=4)],
        )  # fmt: skip
        return {by_message[pk]: (pk, client_id, attempt) for pk, client_id, attempt in cursor.fetchall()}


def add_attempts(rows: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_attempt (message_id, count, began_at, outcome, trace_id)
               SELECT u.message, u.count, statement_timestamp(), '', ''
               FROM unnest(%s::bigint[], %s::int[]) AS u(message, count)""",
            columns(rows, width=2),
        )


def show_in_list(rows: Sequence[tuple[int, datetime, str]]) -> None:
    """It is the last thing that was said; nobody has to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET last_message_at = u.at, preview = u.preview, preview_kind = 'template',
                   preview_direction = 'out', last_status = 'sending'
               FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS u(id, at, preview) WHERE c.id = u.id""",
            columns(rows, width=3),
        )


def note_begun(rows: Sequence[tuple[int, int]]) -> None:
    """From here on the message says what became of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE campaigns_recipient r SET message_id = u.message, begun_at = statement_timestamp(),
                   tries = r.tries + 1, claim = NULL, error_code = NULL, failed_at = NULL,
                   lease_until = statement_timestamp() + %s * interval '1 second'
               FROM unnest(%s::bigint[], %s::bigint[]) AS u(id, message) WHERE r.id = u.id""",
            [LOOKED_AFTER * lease.TIME.total_seconds(), *columns(rows, width=2)],
        )


def _json(payload: dict[str, Any]) -> str:
    return orjson.dumps(payload).decode()
