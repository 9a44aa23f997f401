"""Who holds a conversation, found out from all that is known of it."""

from collections.abc import Iterable

from django.db import connection

from inbox.receiving import list_sql
from nxtchat.unnesting import array
from nxtchat.whatsapp.kinds import ASKS_NOTHING


def find_holders(conversations: Iterable[int]) -> None:
    """By what happened last: a handover, words of ours, which take the conversation over, or else the door by which
    the customer's words came in.

    Meta tells of handovers only where that is set up. What it tells late is not what holds.
    """
    ids, silent = array(sorted(conversations)), sorted(ASKS_NOTHING)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET handed_over_at = k.at, held_by = CASE
                   WHEN greatest(k.heard_at, k.answered_at) > greatest(k.at, k.overheard_at) THEN ''
                   WHEN k.overheard_at > coalesce(k.at, '-infinity') THEN coalesce(nullif(k.role, ''), 'other')
                   ELSE coalesce(k.role, '') END
               FROM (
                   SELECT o.id, t.at, t.role,
                       (SELECT max(created_at) FROM inbox_message m WHERE m.conversation_id = o.id
                           AND m.direction = 'in' AND m.origin = '' AND NOT m.kind = ANY(%s)) AS heard_at,
                       (SELECT max(created_at) FROM inbox_message m WHERE m.conversation_id = o.id
                           AND m.direction = 'in' AND m.origin = 'standby' AND NOT m.kind = ANY(%s)) AS overheard_at,
                       (SELECT max(coalesce(sent_at, post_began_at, created_at)) FROM inbox_message m
                           WHERE m.conversation_id = o.id AND m.direction = 'out' AND m.origin = '' AND m.wamid <> ''
                           AND m.status <> 'failed' AND NOT m.kind = ANY(%s)) AS answered_at
                   FROM inbox_conversation o LEFT JOIN LATERAL (
                       SELECT created_at AS at, left(text, 30) AS role FROM inbox_turn
                       WHERE conversation_id = o.id AND kind IN ('handed_over', 'handed_back')
                       ORDER BY created_at DESC, kind DESC, text LIMIT 1
                   ) t ON true WHERE o.id = ANY(%s::bigint[])
               ) k WHERE c.id = k.id""",
            [silent, silent, [*silent, "template"], ids],
        )
    list_sql.count_waiting(sorted(conversations))
