"""Two contacts turned out to be one person, or a phone changed hands: what that means for conversations."""

from collections.abc import Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from contacts.resolving import Resolved, bury
from inbox.models import Conversation, Message
from inbox.receiving.holders import find_holders
from nxtchat.live.stream import publish_many_on_commit

_MOVE = ("inbox_message", "inbox_note", "inbox_turn", "inbox_media", "inbox_poured")


def follow(resolved: Resolved) -> None:
    """What resolving found out about people has to be true of their conversations too."""
    _move(resolved.joined)
    bury(resolved.joined)
    _readdress(resolved.retired)


def _move(joined: dict[int, int]) -> None:
    """Bring the conversations of each joined contact to the contact they turned out to be."""
    if joined:
        both = Conversation.objects.filter(contact__in={*joined, *joined.values()})
        list(both.order_by("pk").select_for_update().values_list("pk"))  # all at once, in the order of all
    for drop, keep in sorted(joined.items()):
        Message.objects.filter(speaker=drop).update(speaker=keep)
        for theirs in Conversation.objects.filter(contact=drop).order_by("pk"):
            ours = Conversation.objects.filter(contact=keep, number=theirs.number_id).first()
            if ours:
                _pour(theirs.pk, ours.pk)
                publish_many_on_commit(  # who has the one open that is gone learns it, too
                    [("conversation.changed", theirs.number_id, {"c": one}) for one in (theirs.pk, ours.pk)]
                )
            else:
                Conversation.objects.filter(pk=theirs.pk).update(contact=keep)


def _pour(drop: int, keep: int) -> None:
    """Everything said in one conversation goes on in the other."""
    with connection.cursor() as cursor:
        for table in _MOVE:
            cursor.execute(f"UPDATE {table} SET conversation_id = %s WHERE conversation_id = %s", [keep, drop])  # noqa: S608
        cursor.execute("DELETE FROM inbox_readmark WHERE conversation_id = %s", [drop])
        cursor.execute(
            """UPDATE inbox_block SET conversation_id = %(keep)s WHERE conversation_id = %(drop)s
               AND NOT EXISTS (SELECT FROM inbox_block WHERE conversation_id = %(keep)s)""",
            {"keep": keep, "drop": drop},
        )
        cursor.execute("DELETE FROM inbox_block WHERE conversation_id = %s", [drop])
    sum_up(drop, keep)


def sum_up(drop: int, keep: int) -> None:
    """The row of `keep` tells of both, and `drop` is gone."""
    with connection.cursor() as cursor:
        # What was unread in either is unread now, so the older counts are added up and the marks of `keep` stay.
        cursor.execute(
            """UPDATE inbox_conversation k SET
                 inbound_count = k.inbound_count + d.inbound_count,
                 receipted_count = k.receipted_count + d.receipted_count,
                 last_inbound_at = greatest(k.last_inbound_at, d.last_inbound_at),
                 window_closes_at = greatest(k.window_closes_at, d.window_closes_at),
                 peer_id = CASE WHEN d.last_message_at > k.last_message_at
                     THEN coalesce(d.peer_id, k.peer_id) ELSE coalesce(k.peer_id, d.peer_id) END,
                 assignee_id = coalesce(k.assignee_id, d.assignee_id),
                 state = CASE WHEN d.state = 'open' THEN 'open' ELSE k.state END,
                 preview = CASE WHEN d.last_message_at > k.last_message_at THEN d.preview ELSE k.preview END,
                 preview_kind = CASE WHEN d.last_message_at > k.last_message_at
                     THEN d.preview_kind ELSE k.preview_kind END,
                 preview_direction = CASE WHEN d.last_message_at > k.last_message_at
                     THEN d.preview_direction ELSE k.preview_direction END,
                 last_status = CASE WHEN d.last_message_at > k.last_message_at
                     THEN d.last_status ELSE k.last_status END,
                 last_message_at = greatest(k.last_message_at, d.last_message_at)
               FROM inbox_conversation d WHERE k.id = %s AND d.id = %s""",
            [keep, drop],
        )
        cursor.execute("INSERT INTO inbox_poured (id, conversation_id) VALUES (%s, %s)", [drop, keep])
        cursor.execute("DELETE FROM inbox_conversation WHERE id = %s", [drop])
    find_holders([keep])


def readdress_people(contacts: Sequence[int]) -> None:
    """Their conversations answer to an id that is theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.id FROM inbox_conversation c LEFT JOIN contacts_identity i ON i.id = c.peer_id
               WHERE c.contact_id = ANY(%s::bigint[]) AND i.contact_id IS DISTINCT FROM c.contact_id ORDER BY c.id""",
            [list(contacts)],
        )
        _find_peers(cursor, "c.id", [conversation for (conversation,) in cursor.fetchall()])


def _readdress(retired: Sequence[int]) -> None:
    """A phone is no longer this contact's: their conversation answers to another id of theirs, or to none."""
    if retired:
        with connection.cursor() as cursor:
            _find_peers(cursor, "c.peer_id", retired)


def _find_peers(cursor: CursorWrapper, column: str, ids: Sequence[int]) -> None:
    cursor.execute(
        f"""UPDATE inbox_conversation c SET peer_id = (
               SELECT i.id FROM contacts_identity i WHERE i.contact_id = c.contact_id AND i.replaced_by_id IS NULL
               AND i.kind IN ('wa_id', 'bsuid', 'phone') AND i.scope IN ('', a.waba_id)
               ORDER BY i.kind = 'wa_id' DESC, i.kind = 'bsuid' DESC, i.last_seen DESC LIMIT 1)
           FROM whatsapp_number n JOIN whatsapp_account a ON a.id = n.account_id
           WHERE n.id = c.number_id AND {column} = ANY(%s::bigint[])""",  # noqa: S608
        [list(ids)],
    )
