"""The statements that take a batch of messages, on rows that are locked already."""

from collections.abc import Sequence

from django.db import connection

from inbox import lease
from nxtchat.unnesting import array, columns


def begin(messages: Sequence[int]) -> None:
    """Each is being sent from now on, and its POST leaves at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH ours AS (
                   UPDATE inbox_message SET status = 'sending', attempt = attempt + 1, next_attempt_at = NULL,
                       post_began_at = statement_timestamp(),
                       lease_until = statement_timestamp() + %s * interval '1 second'
                   WHERE id = ANY(%s::bigint[]) RETURNING id, attempt
               )
               INSERT INTO inbox_attempt (message_id, count, began_at, outcome, trace_id)
               SELECT id, attempt, statement_timestamp(), '', '' FROM ours""",
            [lease.TIME.total_seconds(), array(messages)],
        )


def put_off(later: Sequence[tuple[int, float]]) -> None:
    """`later`: message, and how many seconds it waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET next_attempt_at = statement_timestamp() + u.wait * interval '1 second'
               FROM unnest(%s::bigint[], %s::float[]) AS u(id, wait) WHERE m.id = u.id""",
            columns(later, width=2),
        )
