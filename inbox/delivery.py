"""Taking one message from the queue to WhatsApp: exactly one POST for each attempt, whatever dies on the way.

Before the POST: look at the row, ask the gate, keep the order and the pace, claim by compare-and-set, bring its file to
WhatsApp if it has one, note that the POST begins. A worker that dies before that note has sent nothing; one that dies
after it may have. How it ended is written in settling.py, and only for the attempt that holds the claim.

WhatsApp's 200 makes a message SENT: it was accepted, and one tick is what people expect then. `sent_at` stays empty
until WhatsApp itself reports `sent`, since all times under the ticks are Meta's own; ours are on the Attempt.
"""

import logging
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from inbox import endings, gate, lease, outgoing, settling
from inbox.endings import Ending
from inbox.models import Attempt, Direction, Message, Status
from nxtchat import stopping
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.client import Graph, GraphError, GraphRefused, Recipient, Transport

SHORT_WAIT = 1.0  # seconds of pace that a worker waits out by itself
LOOK_AGAIN = timedelta(seconds=60)  # after something that only an admin can mend

log = logging.getLogger(__name__)


def deliver(message_id: int, *, transport: Transport | None = None) -> int | None:
    """Send the message if it is its turn. Returns the id of the one whose turn comes next."""
    found = due().filter(pk=message_id).select_related("conversation__peer", "number__account")
    message = found.first()
    if message is None or stopping.asked.is_set() or not _may_leave(message):
        return None
    to = gate.recipient(message.conversation)
    graph = Graph(message.number.account, transport=transport)
    if to is None or not claim(message):
        return None
    if _prepare(message, graph=graph):
        _say(message, graph=graph, to=to)
    return next_in_line(message.conversation_id)


def claim(message: Message) -> bool:
    """Take the message for one attempt. False: another worker has it, or an older one must go first."""
    with transaction.atomic():
        claimed = first_in_line().filter(pk=message.pk, attempt=message.attempt)
        if not claimed.update(
            status=Status.SENDING,
            attempt=F("attempt") + 1,
            lease_until=Now() + lease.TIME,
            post_began_at=None,
            next_attempt_at=None,
        ):
            return False
        message.refresh_from_db(fields=["status", "attempt", "lease_until", "post_began_at", "next_attempt_at"])
        Attempt.objects.create(message=message, count=message.attempt)
    return True


def begin(message: Message) -> bool:
    """Note that the bytes leave now. False: the lease ran out meanwhile and the message is not ours any more."""
    ours = Message.objects.filter(
        pk=message.pk, status=Status.SENDING, attempt=message.attempt, lease_until__gt=Now(), post_began_at=None
    )
    return bool(ours.update(post_began_at=Now(), lease_until=Now() + lease.TIME))


def first_in_line() -> QuerySet[Message]:
    """Queued messages that would overtake nothing. What is `unknown` blocks nobody: it may stay so for days."""
    older = Message.objects.filter(
        conversation=OuterRef("conversation"),
        pk__lt=OuterRef("pk"),
        direction=Direction.OUT,
        status__in=(Status.QUEUED, Status.SENDING),
    )
    return Message.objects.filter(~Exists(older), direction=Direction.OUT, status=Status.QUEUED)


def next_in_line(conversation_id: int) -> int | None:
    """The message of this conversation that may go next, if any waits."""
    return due().filter(conversation=conversation_id).values_list("pk", flat=True).first()


def due() -> QuerySet[Message]:
    """Those whose turn and time it is."""
    return first_in_line().filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now()))


class Verdict(Enum):
    """What the gate's answer means for a message that waits."""

    GO = auto()
    LOOK_AGAIN = auto()  # after LOOK_AGAIN
    WAIT = auto()  # until its number goes on


def judge(message: Message, known: gate.Facts) -> Verdict | Ending:
    """Ask the gate, now that the message could leave. An ending: it never will."""
    message.conversation.number = message.number
    refusal = gate.why_not(message.conversation, kind=message.kind, known=known)
    if refusal is None:
        return Verdict.GO
    if ending := endings.refused_by_us(refusal):
        return ending
    return Verdict.LOOK_AGAIN if message.number.stopped_at is None else Verdict.WAIT


def _may_leave(message: Message) -> bool:
    """The gate, then the pace. What may not leave stays queued or fails, with its reason."""
    known = gate.facts_of_all([message], account=message.number.account_id)
    verdict = judge(message, known[message.pk])
    if isinstance(verdict, Ending):
        settling.end(message, verdict)
    elif verdict is Verdict.LOOK_AGAIN:
        _put_off(message, LOOK_AGAIN)
    return verdict is Verdict.GO and _has_a_slot(message)


def _has_a_slot(message: Message) -> bool:
    while wait := pace.wait(number=message.number_id, pair=message.conversation_id, rate=pace.rate(message.number)):
        if wait > SHORT_WAIT:
            _put_off(message, timedelta(seconds=wait))
            return False
        if stopping.asked.wait(wait):
            return False
    return True


def _put_off(message: Message, wait: timedelta) -> None:
    queued = Message.objects.filter(pk=message.pk, status=Status.QUEUED, attempt=message.attempt)
    queued.update(next_attempt_at=Now() + wait)


def _prepare(message: Message, *, graph: Graph) -> bool:
    """Bring what it needs to WhatsApp. No message has begun, so whatever goes wrong may be repeated."""
    try:
        with lease.kept(message):
            took_time = outgoing.prepare(message, graph=graph)
    except GraphError as problem:
        settling.unprepared(message, problem)
        return False
    if stopping.asked.is_set() or (took_time and not _still_may_leave(message)):
        settling.end(message, endings.HANDED_BACK)
        return False
    return True


def _still_may_leave(message: Message) -> bool:
    """The gate, once more: somebody may have said stop while a file went up. Its no is written down in the queue."""
    fresh = Message.objects.select_related("conversation__peer", "number__account").get(pk=message.pk)
    known = gate.facts_of_all([fresh], account=fresh.number.account_id)
    return judge(fresh, known[fresh.pk]) is Verdict.GO


def _say(message: Message, *, graph: Graph, to: Recipient) -> None:
    body = body_of(message, to=to)
    if isinstance(body, Ending):
        settling.end(message, body)
    elif begin(message):
        _post(message, graph=graph, body=body)


def body_of(message: Message, *, to: Recipient) -> dict[str, Any] | Ending:
    """How it is said to WhatsApp, built before anything leaves; or how it ends, where it cannot be said."""
    try:
        return outgoing.body(message, to=to)
    except GraphRefused as refusal:
        return Ending("refused", Status.FAILED, error=refusal)
    except Exception as fault:
        log.error("message %s cannot be said: %s", message.pk, type(fault).__name__)
        return endings.UNSAYABLE


def _post(message: Message, *, graph: Graph, body: dict[str, Any]) -> None:
    """The one POST of this attempt, and what came of it."""
    try:
        sent = graph.send(number=message.number, body=body)
    except GraphError as problem:
        if outgoing.is_mended(message, problem):
            settling.end(message, endings.file_gone(problem))
        else:
            settling.settle(message, problem)
    except Exception as fault:  # a fault of ours: the bytes may have left
        settling.settle(message, fault)
        raise
    else:
        settling.settle(message, sent)
