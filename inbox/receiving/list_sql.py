"""What the list shows of a conversation is kept on its row; these statements keep it true, a batch at a time."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from inbox.models import Conversation
from nxtchat.unnesting import array, columns
from nxtchat.whatsapp.kinds import ASKS_NOTHING

WINDOW = f"{Conversation.WINDOW.total_seconds()} seconds"


class News(NamedTuple):
    """What one conversation's row has to be told about the messages that were just added to it."""

    conversation: int
    said: int  # how many of them there are to read
    at: datetime
    preview: str
    kind: str
    direction: str
    status: str  # of the newest of them, when it is ours
    peer: int | None
    first_asked_at: datetime | None  # of what waits for an answer
    last_asked_at: datetime | None
    window_closes_at: datetime | None
    is_late: bool  # something of ours is among them, or of theirs that came after what followed it


def tell_conversations(news: list[News]) -> None:
    """Count, preview, window and waiting; a conversation that was put aside comes back when the customer speaks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET
                 inbound_count = c.inbound_count + n.count,
                 last_inbound_at = greatest(c.last_inbound_at, n.closes - %s::interval),
                 window_closes_at = greatest(c.window_closes_at, n.closes),
                 waiting_since = CASE WHEN n.last >= c.last_message_at
                     THEN coalesce(c.waiting_since, n.first) ELSE c.waiting_since END,
                 peer_id = CASE WHEN n.at >= c.last_message_at THEN coalesce(n.peer, c.peer_id)
                     ELSE coalesce(c.peer_id, n.peer) END,
                 state = CASE WHEN n.count > 0 THEN 'open' ELSE c.state END,
                 preview = CASE WHEN n.at >= c.last_message_at THEN n.preview ELSE c.preview END,
                 preview_kind = CASE WHEN n.at >= c.last_message_at THEN n.kind ELSE c.preview_kind END,
                 preview_direction = CASE WHEN n.at >= c.last_message_at THEN n.direction
                     ELSE c.preview_direction END,
                 last_status = CASE WHEN n.at >= c.last_message_at THEN n.status ELSE c.last_status END,
                 last_message_at = greatest(c.last_message_at, n.at)
               FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
                   %s::text[], %s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
                   AS n(id, count, at, preview, kind, direction, status, peer, first, last, closes)
               WHERE c.id = n.id""",
            [WINDOW, *columns([one[:-1] for one in news], width=11)],
        )
    if late := [one.conversation for one in news if one.is_late]:
        count_waiting(late)


def note_reopened(conversations: list[int]) -> None:
    """A line in the thread: the customer wrote again. Not where nobody had resolved it, as out of the history."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_turn (conversation_id, kind, created_at)
               SELECT id, 'reopened', clock_timestamp() FROM unnest(%s::bigint[]) AS r(id)
               WHERE EXISTS (SELECT 1 FROM inbox_turn t WHERE t.conversation_id = r.id AND t.kind = 'resolved')""",
            [array(conversations)],
        )


def count_waiting(conversations: list[int]) -> None:
    """Since when the customer waits, from what was said: the first thing they asked after the last we answered."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET waiting_since = (
                   SELECT min(m.created_at) FROM inbox_message m
                   WHERE m.conversation_id = c.id AND m.direction = 'in' AND NOT m.kind = ANY(%s)
                   AND (m.origin = '' OR m.origin = 'standby' AND c.held_by = '') AND m.created_at > coalesce((
                       SELECT max(o.created_at) FROM inbox_message o
                       WHERE o.conversation_id = c.id AND o.direction = 'out' AND NOT o.kind = ANY(%s)
                           AND NOT o.is_automatic
                   ), '-infinity'))
               WHERE c.id = ANY(%s::bigint[])""",
            [sorted(ASKS_NOTHING), sorted(ASKS_NOTHING), array(sorted(conversations))],
        )
