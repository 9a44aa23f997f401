"""What stays among colleagues: notes, and who has read what."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from inbox.contents import clean
from inbox.models import Conversation, Note, ReadMark
from inbox.services import receipts
from inbox.services.refusals import ClientIdTaken, EmptyText, TextTooLong
from inbox.services.words import locked
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
    """The agent has seen the customer's messages up to those counted on `conversation`. Never goes back."""
    mark, _is_new = ReadMark.objects.get_or_create(agent=by, conversation=conversation)
    behind = ReadMark.objects.filter(pk=mark.pk, seen_count__lt=conversation.inbound_count)
    behind.update(seen_count=conversation.inbound_count, seen_at=Now())
    if by.may("conversations.reply"):  # who only looks on is not seen
        receipts.opened(conversation)
