"""Answering with a sign instead of words."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from inbox import tasks
from inbox.contents import clean
from inbox.models import Direction, Message, Status
from inbox.services.refusals import CannotReact, Unsayable, check_gate
from inbox.services.saying import the_same
from inbox.taking import locked
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.team.models import Agent
from nxtchat.whatsapp import limits

OLDEST = timedelta(days=30)  # then WhatsApp does not know the message any more
NOT_REACTED_TO = ("reaction", "edit", "revoke", "system", "unsupported")


@transaction.atomic
def react(*, message: Message, emoji: str, client_id: UUID, by: Agent) -> Message:
    """Put this emoji on the message, instead of the one that our side put there before; none takes that back."""
    conversation = locked(message.conversation)
    if said := Message.objects.filter(client_id=client_id).first():
        return the_same(said, conversation)
    emoji = clean(emoji)
    if found := limits.faults("reaction", {"emoji": emoji}):
        raise Unsayable(found)
    if not may_react(message):
        raise CannotReact
    check_gate(conversation, kind="reaction")
    reaction, is_new = Message.objects.get_or_create(
        client_id=client_id,
        defaults={
            "conversation": conversation,
            "number": conversation.number,
            "direction": Direction.OUT,
            "status": Status.QUEUED,
            "kind": "reaction",
            "text": emoji,
            "payload": {"type": "reaction", "reaction": {"emoji": emoji}},
            "author": by,
            "reply_to_wamid": message.wamid,
            "created_at": max(timezone.now(), conversation.last_message_at),
        },
    )
    if not is_new:
        return the_same(reaction, conversation)
    ids = {"c": conversation.pk, "m": reaction.pk}
    shown_at = {"c": conversation.pk, "m": message.pk}
    publish_many_on_commit(
        [("message.added", conversation.number_id, ids), ("message.changed", conversation.number_id, shown_at)]
    )
    tasks.deliver_on_commit(reaction.pk)
    return reaction


def may_react(message: Message) -> bool:
    """Whether WhatsApp takes a reaction to this message."""
    is_known = bool(message.wamid) and message.created_at > timezone.now() - OLDEST
    return is_known and message.kind not in NOT_REACTED_TO
