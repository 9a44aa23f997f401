"""What stays among colleagues: notes, and who has read what."""

from uuid import UUID

from django.db import connection, transaction

from inbox.contents import clean
from inbox.models import Conversation, Note
from inbox.services import receipts
from inbox.services.refusals import ClientIdTaken, EmptyText, TextTooLong
from inbox.taking import locked
from nxtchat.live.stream import publish_on_commit
from nxtchat.team.models import Agent

LIMIT = 10_000


@transaction.atomic
def add_note(*, conversation: Conversation, text: str, client_id: UUID, by: Agent) -> Note:
    """Say something that only colleagues see. Pressing the button twice still notes it once."""
    text = clean(text)
    if not text:
        raise EmptyText
    if len(text) > LIMIT:
        raise TextTooLong(LIMIT)
    conversation = locked(conversation)
    note, is_new = Note.objects.get_or_create(
        client_id=client_id, defaults={"conversation": conversation, "author": by, "text": text}
    )
    if note.conversation_id != conversation.pk or note.author_id != by.pk:
        raise ClientIdTaken
    if is_new:
        publish_on_commit("note.added", number=conversation.number_id, c=conversation.pk)
    return note


@transaction.atomic
def mark_read(*, conversation: Conversation, by: Agent) -> None:
    """The agent has seen the customer's messages up to those counted on `conversation`. Never goes back.

    What was poured into another conversation meanwhile is read there.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH there AS (SELECT id FROM inbox_conversation WHERE id = %s FOR KEY SHARE)
               INSERT INTO inbox_readmark AS r (agent_id, conversation_id, seen_count, seen_at)
               SELECT %s, id, %s, now() FROM there
               ON CONFLICT (agent_id, conversation_id) DO UPDATE
                   SET seen_count = excluded.seen_count, seen_at = excluded.seen_at
                   WHERE r.seen_count < excluded.seen_count""",
            [conversation.pk, by.pk, conversation.inbound_count],
        )
    if by.may("conversations.reply"):  # who only looks on is not seen
        receipts.opened(conversation)
