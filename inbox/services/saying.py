"""Saying something to the customer, in every way WhatsApp knows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inbox import contents, tasks
from inbox.models import Conversation, Direction, Message, Status, Turn
from inbox.services import receipts
from inbox.services.files import claim
from inbox.services.refusals import ClientIdTaken, NothingToQuote, Unsayable, check_gate
from inbox.services.templates import filled
from inbox.taking import locked
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.team.models import Agent
from nxtchat.whatsapp import limits


def reply(*, conversation: Conversation, text: str, client_id: UUID, by: Agent, reply_to: str = "") -> Message:
    """Answer the customer in words."""
    return say(
        conversation=conversation, kind="text", content={"body": text}, client_id=client_id, by=by, reply_to=reply_to
    )


@transaction.atomic
def say(
    *,
    conversation: Conversation,
    kind: str,
    content: Any,
    client_id: UUID,
    by: Agent,
    reply_to: str = "",
    media: Sequence[str] = (),
) -> Message:
    """Say it once, however often this is called with the same `client_id`.

    `content`: the Cloud API's own object of this kind, without ids of files; those are in `media`, as we name them.
    `reply_to`: client_id of the message to quote.
    """
    conversation = locked(conversation)
    if said := Message.objects.filter(client_id=client_id).first():
        return the_same(said, conversation)
    content = contents.tidy(content)
    if found := limits.faults(kind, content, files=len(media)):
        raise Unsayable(found)
    template = check_gate(conversation, kind=kind, content=content).template
    text = filled(template, content) if template else contents.text_of(kind, content)
    message, is_new = Message.objects.get_or_create(
        client_id=client_id,
        defaults={
            "conversation": conversation,
            "number": conversation.number,
            "direction": Direction.OUT,
            "status": Status.QUEUED,
            "kind": kind,
            "text": text,
            "payload": contents.payload_of(kind, content),
            "author": by,
            "reply_to_wamid": _quoted(conversation, reply_to),
            # WhatsApp's clock may be ahead of ours, and an answer stands after the question.
            "created_at": max(timezone.now(), conversation.last_message_at),
        },
    )
    if not is_new:  # the same id, at the same moment, in another conversation
        return the_same(message, conversation)
    claim(message, kind, content, media)
    _note_in_list(conversation, message, by)
    publish_many_on_commit(
        [
            ("message.added", conversation.number_id, {"c": conversation.pk, "m": message.pk}),
            ("conversation.changed", conversation.number_id, {"c": conversation.pk}),
        ]
    )
    tasks.deliver_on_commit(message.pk)
    receipts.answered(conversation)
    return message


def the_same(message: Message, conversation: Conversation) -> Message:
    if message.conversation_id != conversation.pk or message.direction != Direction.OUT:
        raise ClientIdTaken
    return message


def _quoted(conversation: Conversation, client_id: str) -> str:
    if not client_id:
        return ""
    try:
        wamid = conversation.messages.values_list("wamid", flat=True).get(client_id=UUID(str(client_id)))
    except (ValueError, Message.DoesNotExist) as error:
        raise NothingToQuote from error
    if not wamid:
        raise NothingToQuote
    return wamid


def _note_in_list(conversation: Conversation, message: Message, by: Agent) -> None:
    """Show the answer in the list; whoever answers what nobody has, takes it."""
    conversation.last_message_at = message.created_at
    conversation.preview = " ".join(message.text.split())[:160]
    conversation.preview_kind = message.kind
    conversation.preview_direction = Direction.OUT
    conversation.last_status = message.status
    conversation.waiting_since = None
    if conversation.assignee_id is None:
        conversation.assignee = by
        Turn.objects.create(conversation=conversation, kind=Turn.Kind.ASSIGNED, by=by, to=by)
    conversation.save(
        update_fields=[
            "last_message_at",
            "preview",
            "preview_kind",
            "preview_direction",
            "last_status",
            "waiting_since",
            "assignee",
        ]
    )
