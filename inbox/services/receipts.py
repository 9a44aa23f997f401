"""Blue ticks, and that somebody is typing: what the customer sees of our reading. The number says when they may."""

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from inbox import gate, reading, tasks
from inbox.models import Conversation
from nxtchat import redis
from nxtchat.whatsapp.models import Number

TYPING = 20  # seconds; WhatsApp shows it for 25

log = structlog.get_logger(__name__)


def opened(conversation: Conversation) -> None:
    """An agent sees what the customer said."""
    if conversation.number.receipts == Number.Receipts.OPENED:
        _nudge(conversation)


def answered(conversation: Conversation) -> None:
    """An agent answers what the customer said."""
    if conversation.number.receipts == Number.Receipts.ANSWERED:
        _nudge(conversation)


def typing(conversation: Conversation) -> None:
    """An agent writes. WhatsApp marks everything as read with it, so it is told only where that may be."""
    if not _may_show_typing(conversation):
        return
    try:
        is_new = redis.client().set(f"typing:{conversation.pk}", 1, nx=True, ex=TYPING)
        if is_new:
            tasks.show_typing.apply_async((conversation.pk,), expires=5, retry=False)
    except (RedisError, OperationalError) as error:  # nobody misses it
        log.warning("inbox.typing_not_shown", conversation=conversation.pk, error=type(error).__name__)


def _nudge(conversation: Conversation) -> None:
    if reading.has_news(conversation) and reading.may_tell(conversation):
        tasks.tell_read_on_commit(conversation.pk)


def _may_show_typing(conversation: Conversation) -> bool:
    receipts = conversation.number.receipts
    is_told_anyway = receipts == Number.Receipts.OPENED or not reading.has_news(conversation)
    return reading.may_tell(conversation) and is_told_anyway and gate.why_not(conversation) is None
