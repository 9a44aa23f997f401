"""The statements behind receiving messages: each handles a whole batch, each takes its locks in sorted order."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from inbox.models import Conversation
from nxtchat.unnesting import array, columns

WINDOW = f"{Conversation.WINDOW.total_seconds()} seconds"


class News(NamedTuple):
    """What one conversation's row has to be told about the messages that were just added to it."""

    conversation: int
    said: int  # how many of them there are to read
    at: datetime
    preview: str
    kind: str
    peer: int | None
    first_spoken_at: datetime | None
    window_closes_at: datetime | None


class Opened(NamedTuple):
    """A conversation that is ours until the transaction ends, and whether it was open before."""

    id: int
    state: str


def on_file(wamids: list[tuple[int, str]]) -> dict[tuple[int, str], tuple[str, set[str]]]:
    """Those of (number, wamid) that we have already, with their kind and all ids of who said them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.number_id, m.wamid, m.kind,
                   ARRAY(SELECT i.value FROM contacts_identity i WHERE i.contact_id = c.contact_id)
               FROM unnest(%s::bigint[], %s::text[]) AS k(number_id, wamid)
               JOIN inbox_message m USING (number_id, wamid) JOIN inbox_conversation c ON c.id = m.conversation_id
               WHERE NOT (m.wamid = '')""",
            columns(wamids, width=2),
        )
        return {(number, wamid): (kind, set(ids)) for number, wamid, kind, ids in cursor.fetchall()}


def open_conversations(first: dict[tuple[int, int], datetime]) -> dict[tuple[int, int], Opened]:
    """The conversation of each (number, contact), begun where there was none, and locked.

    Locked first, so that neither the foreign key of each message nor the update at the end has to lock it once more.
    """
    keys = sorted(first)
    found = _conversations(keys)
    if missing := [(*key, first[key]) for key in keys if key not in found]:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO inbox_conversation (number_id, contact_id, state, created_at, last_message_at,
                       inbound_count, preview, preview_kind, preview_direction, last_status)
                   SELECT number_id, contact_id, 'open', now(), at, 0, '', 'text', 'in', ''
                   FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS k(number_id, contact_id, at)
                   ON CONFLICT (number_id, contact_id) DO NOTHING""",
                columns(missing, width=3),
            )
        found |= _conversations([(number, contact) for number, contact, _at in missing])
    return found


def _conversations(keys: list[tuple[int, int]]) -> dict[tuple[int, int], Opened]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.number_id, c.contact_id, c.id, c.state
               FROM unnest(%s::bigint[], %s::bigint[]) AS k(number_id, contact_id)
               JOIN inbox_conversation c USING (number_id, contact_id) ORDER BY c.id FOR NO KEY UPDATE OF c""",
            columns(keys, width=2),
        )
        return {(number, contact): Opened(*opened) for number, contact, *opened in cursor.fetchall()}


def add_messages(rows: list[tuple]) -> dict[tuple[int, str], tuple[int, int]]:
    """Save the messages that are new: (number, wamid) → (message, conversation). Ids rise in the order given."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_message (conversation_id, number_id, client_id, wamid, direction, kind, text, payload,
                   status, reply_to_wamid, created_at, attempt)
               SELECT conversation, number, gen_random_uuid(), wamid, 'in', kind, text, payload,
                   'received', reply_to, at, 0
               FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::text[],
                   %s::timestamptz[]) WITH ORDINALITY
                   AS g(conversation, number, wamid, kind, text, payload, reply_to, at, ord)
               ORDER BY ord
               ON CONFLICT (number_id, wamid) WHERE NOT (wamid = '') DO NOTHING
               RETURNING number_id, wamid, id, conversation_id""",
            columns(rows, width=8),
        )
        return {(number, wamid): (message, conversation) for number, wamid, message, conversation in cursor.fetchall()}


def tell_conversations(news: list[News]) -> None:
    """Count, preview, window and waiting; a conversation that was put aside comes back."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_conversation c SET
                 inbound_count = c.inbound_count + n.count,
                 last_inbound_at = greatest(c.last_inbound_at, n.closes - %s::interval),
                 window_closes_at = greatest(c.window_closes_at, n.closes),
                 waiting_since = CASE WHEN n.closes - %s::interval >= c.last_message_at
                     THEN coalesce(c.waiting_since, n.first) ELSE c.waiting_since END,
                 peer_id = CASE WHEN n.at >= c.last_message_at THEN coalesce(n.peer, c.peer_id)
                     ELSE coalesce(c.peer_id, n.peer) END,
                 state = CASE WHEN n.count > 0 THEN 'open' ELSE c.state END,
                 preview = CASE WHEN n.at >= c.last_message_at THEN n.preview ELSE c.preview END,
                 preview_kind = CASE WHEN n.at >= c.last_message_at THEN n.kind ELSE c.preview_kind END,
                 preview_direction = CASE WHEN n.at >= c.last_message_at THEN 'in' ELSE c.preview_direction END,
                 last_status = CASE WHEN n.at >= c.last_message_at THEN '' ELSE c.last_status END,
                 last_message_at = greatest(c.last_message_at, n.at)
               FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::text[], %s::text[],
                   %s::bigint[], %s::timestamptz[], %s::timestamptz[])
                   AS n(id, count, at, preview, kind, peer, first, closes)
               WHERE c.id = n.id""",
            [WINDOW, WINDOW, *columns(news, width=8)],
        )


def note_reopened(conversations: list[int]) -> None:
    """A line in the thread of each of these resolved ones: the customer wrote again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_turn (conversation_id, kind, created_at)
               SELECT id, 'reopened', clock_timestamp() FROM unnest(%s::bigint[]) AS r(id)""",
            [array(conversations)],
        )
