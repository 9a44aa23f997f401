"""Telling WhatsApp that we have read, or are writing: the customer sees blue ticks, or "typing"."""

from datetime import timedelta

import structlog
from django.utils import timezone

from inbox.models import Conversation, Direction, Message, Origin
from nxtchat.whatsapp import circuit
from nxtchat.whatsapp.client import Graph, GraphRefused
from nxtchat.whatsapp.models import Number

OLDEST = timedelta(days=30)  # of a message that can still be marked as read

log = structlog.get_logger(__name__)


def tell(conversation_id: int, *, is_typing: bool = False) -> None:
    """Have the blue ticks shown, for the newest message and so for all before it. Saying it twice does no harm."""
    found = Conversation.objects.select_related("number__account").filter(pk=conversation_id).first()
    if found is None or not (is_typing or has_news(found)) or not may_tell(found):
        return
    message = _newest(found)
    if message is None:
        return
    try:
        Graph(found.number.account).mark_read(number=found.number, wamid=message.wamid, is_typing=is_typing)
    except GraphRefused as refusal:
        log.info("inbox.not_marked_read", conversation=found.pk, code=refusal.code)  # nor would it be later
    behind = Conversation.objects.filter(pk=found.pk, receipted_count__lt=found.inbound_count)
    behind.update(receipted_count=found.inbound_count)


def has_news(conversation: Conversation) -> bool:
    """The customer has said more than they were told that we read."""
    return conversation.receipted_count < conversation.inbound_count


def may_tell(conversation: Conversation) -> bool:
    """Whoever else holds the conversation reads for themselves."""
    number = conversation.number
    return number.receipts != Number.Receipts.NEVER and not conversation.held_by and circuit.is_open(number)


def _newest(conversation: Conversation) -> Message | None:
    """The customer's last message that WhatsApp gave to us and still knows."""
    theirs = conversation.messages.filter(
        direction=Direction.IN, origin=Origin.HERE, created_at__gt=timezone.now() - OLDEST
    )
    return theirs.exclude(wamid="").order_by("-created_at", "-pk").first()
