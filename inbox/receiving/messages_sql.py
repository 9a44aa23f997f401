"""The statements behind receiving messages: each handles a whole batch, each takes its locks in sorted order."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from inbox.receiving.statuses_sql import update_conversations
from nxtchat.unnesting import array, columns


class Filed(NamedTuple):
    """What we have under an id of WhatsApp's."""

    kind: str
    origin: str
    is_ours: bool
    contact: int | None
    ids: set[str]  # all by which its contact is known


class Opened(NamedTuple):
    """A conversation that is ours until the transaction ends, as it was before."""

    id: int
    state: str
    last_message_at: datetime
    held_by: str


class Added(NamedTuple):
    """A message that was saved, or took the place of a lesser one."""

    id: int
    conversation: int
    status: str
    is_new: bool


def on_file(wamids: list[tuple[int, str]]) -> dict[tuple[int, str], Filed]:
    """Those of (number, wamid) that we have already."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.number_id, m.wamid, m.kind, m.origin, m.direction, c.contact_id,
                   ARRAY(SELECT i.value FROM contacts_identity i WHERE i.contact_id = c.contact_id)
               FROM unnest(%s::bigint[], %s::text[]) AS k(number_id, wamid)
               JOIN inbox_message m USING (number_id, wamid) JOIN inbox_conversation c ON c.id = m.conversation_id
               WHERE NOT (m.wamid = '')""",
            columns(wamids, width=2),
        )
        return {
            (number, wamid): Filed(kind, origin, direction == "out", contact, set(ids))
            for number, wamid, kind, origin, direction, contact, ids in cursor.fetchall()
        }


def open_conversations(first: dict[tuple[int, int], tuple[datetime, bool]]) -> dict[tuple[int, int], Opened]:
    """The conversation of each (number, contact), begun where there was none, and locked.

    Locked first, so that neither the foreign key of each message nor the update at the end has to lock it once more.
    `first`: the time of its first message, and whether a customer asks something: only then there is something to do.
    """
    keys = sorted(first)
    found = _conversations(keys)
    if missing := [(*key, *first[key]) for key in keys if key not in found]:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO inbox_conversation (number_id, contact_id, state, created_at, last_message_at,
                       inbound_count, preview, preview_kind, preview_direction, last_status)
                   SELECT number_id, contact_id, CASE WHEN asks THEN 'open' ELSE 'resolved' END, now(), at,
                       0, '', 'text', 'in', ''
                   FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::bool[])
                       AS k(number_id, contact_id, at, asks)
                   ON CONFLICT (number_id, contact_id) DO NOTHING""",
                columns(missing, width=4),
            )
        found |= _conversations([(number, contact) for number, contact, _at, _asks in missing])
    return found


def _conversations(keys: list[tuple[int, int]]) -> dict[tuple[int, int], Opened]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.number_id, c.contact_id, c.id, c.state, c.last_message_at, c.held_by
               FROM unnest(%s::bigint[], %s::bigint[]) AS k(number_id, contact_id)
               JOIN inbox_conversation c USING (number_id, contact_id) ORDER BY c.id FOR NO KEY UPDATE OF c""",
            columns(keys, width=2),
        )
        return {(number, contact): Opened(*opened) for number, contact, *opened in cursor.fetchall()}


def add_messages(conversations: list[int], rows: list[str]) -> dict[tuple[int, str], Added]:
    """Save the messages that are new, by (number, wamid). Ids rise in the order given, in which `rows` has columns.

    A message of the history gives way to the same one told live, and a placeholder to its file.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_message AS m (conversation_id, number_id, client_id, wamid, direction, kind, origin,
                   text, payload, status, reply_to_wamid, created_at, sent_at, event_id, attempt)
               SELECT conversation, number, gen_random_uuid(), wamid, direction, kind, origin,
                   text, payload, status, reply_to, at, CASE WHEN direction = 'out' THEN at END, event, 0
               FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                   %s::jsonb[], %s::text[], %s::text[], %s::timestamptz[], %s::bigint[]) WITH ORDINALITY
                   AS g(conversation, number, wamid, direction, kind, origin, text, payload, status, reply_to, at,
                       event, ord)
               ORDER BY ord
               ON CONFLICT (number_id, wamid) WHERE NOT (wamid = '') DO UPDATE SET kind = excluded.kind,
                   origin = excluded.origin, text = excluded.text, payload = excluded.payload,
                   reply_to_wamid = excluded.reply_to_wamid, event_id = excluded.event_id
                   WHERE m.origin = 'history' AND (excluded.origin <> 'history'
                       OR m.kind = 'media_placeholder' AND excluded.kind <> 'media_placeholder')
               RETURNING number_id, wamid, id, conversation_id, status, xmax = 0""",
            [array(conversations), *rows],
        )
        return {(number, wamid): Added(*added) for number, wamid, *added in cursor.fetchall()}


def name_speakers(rows: list[tuple[int, int]]) -> None:
    """Who said what in a group. `rows`: message, contact."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET speaker_id = s.contact
               FROM unnest(%s::bigint[], %s::bigint[]) AS s(message, contact) WHERE m.id = s.message""",
            columns(rows, width=2),
        )


def add_files(rows: list[tuple]) -> list[int]:
    """Note the files of messages; they wait to be fetched. A message has its files noted once."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO inbox_media (message_id, conversation_id, role, public_id, kind, state, reason, mime,
                   filename, sha256, path, thumbnail_path, is_voice, meta_id, meta_id_until, attempts,
                   next_attempt_at, created_at)
               SELECT message, conversation, role, gen_random_uuid(), kind, 'waiting', '', mime,
                   filename, sha256, '', '', is_voice, meta_id, until, 0, now(), now()
               FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                   %s::bool[], %s::text[], %s::timestamptz[]) WITH ORDINALITY
                   AS g(message, conversation, role, kind, mime, filename, sha256, is_voice, meta_id, until, ord)
               WHERE NOT EXISTS (SELECT 1 FROM inbox_media x WHERE x.message_id = g.message)
               ORDER BY ord RETURNING id""",
            columns(rows, width=10),
        )
        return [media for (media,) in cursor.fetchall()]


def move_right(rows: list[tuple[int, str, str]], order: list[str]) -> None:
    """What the history says became of a message that was not sent from here. `rows`: number, wamid, status."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE inbox_message m SET status = u.status
               FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS u(number, wamid, status)
               WHERE m.number_id = u.number AND m.wamid = u.wamid AND NOT (m.wamid = '') AND m.direction = 'out'
               AND m.origin <> '' AND array_position(%s::text[], u.status) > array_position(%s::text[], m.status::text)
               RETURNING m.id, m.conversation_id, m.status""",
            [*columns(rows, width=3), array(order), array(order)],
        )
        moved = cursor.fetchall()
    update_conversations(moved)
