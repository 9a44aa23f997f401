"""Writing down how an attempt to send ended. Only the attempt that holds the message may say so."""

import logging
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now

from contacts import noting
from inbox import receiving, telling
from inbox.models import Attempt, Message, Status
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import circuit, pace, patience
from nxtchat.whatsapp.client import GraphError, GraphRefused, Sent
from nxtchat.whatsapp.errors import Action, Problem, explain

WINDOW_CLOSED = 131047  # Meta's code for what we refused ourselves: the same words, the same remedy
PAIR_LIMIT = 131056  # too fast for one person; all other speed limits concern the whole number
PASSING = ("put_off", "not_begun")  # outcomes after which we try again by ourselves

log = logging.getLogger(__name__)


@transaction.atomic
def accepted(message: Message, sent: Sent) -> None:
    """WhatsApp took it and gave it an id. A status may have come before this answer, and moved it further."""
    contact, scope = message.conversation.contact, message.number.account.identity_scope
    noting.note_ids(contact=contact, wa_id=sent.wa_id, bsuid=sent.bsuid, scope=scope)
    telling.hold(message)
    _end(message, "accepted")
    _keep_wamid(message, sent.wamid)
    if message.move_to(Status.SENT, lease_until=None, error_code=None, error=None):
        telling.moved(message)
    receiving.apply_waiting([message])


@transaction.atomic
def refused(message: Message, refusal: GraphRefused) -> None:
    """WhatsApp said no: what follows depends on which no it was."""
    telling.hold(message)
    problem = explain(refusal.code, http_status=refusal.http_status)
    if problem.action == Action.RETRY:
        _refused_for_now(message, refusal, problem)
    elif problem.action == Action.STOP and refusal.code is not None:
        _end(message, "put_off", refusal)
        _back_to_queue(message, wait=0, error=refusal)
        stopped = circuit.stop(message.number, code=refusal.code)
        publish_many_on_commit([("number.changed", number, {}) for number in stopped])
    else:
        _fail(message, refusal)


@transaction.atomic
def not_begun(message: Message) -> None:
    """There was no connection, so nothing was said: try again, for as long as the window is open."""
    telling.hold(message)
    tries = _tries(message)
    _end(message, "not_begun")
    _back_to_queue(message, wait=patience.without_connection(tries=tries))


@transaction.atomic
def unknown(message: Message, silence: GraphError | None = None) -> None:
    """It may have been sent. An echoed status settles it, or a person; we never send it again by ourselves."""
    telling.hold(message)
    _end(message, "unknown", silence)
    if message.move_to(Status.UNKNOWN, lease_until=None, **_facts(silence)):
        telling.moved(message)


@transaction.atomic
def closed(message: Message) -> None:
    """The window closed while the message waited, so it was never sent."""
    telling.hold(message)
    error = {"title": "", "details": "", "trace_id": ""}
    if message.move_to(Status.FAILED, failed_at=Now(), error_code=WINDOW_CLOSED, error=error, next_attempt_at=None):
        telling.moved(message)


def _refused_for_now(message: Message, refusal: GraphRefused, problem: Problem) -> None:
    wait = patience.after_refusal(refusal.code, tries=_tries(message))
    if wait is None:
        _fail(message, refusal)
        return
    if refusal.code != PAIR_LIMIT:
        pace.hold(number=message.number_id, seconds=wait)
    _end(message, "put_off", refusal)
    _back_to_queue(message, wait=wait, error=refusal)


def _fail(message: Message, refusal: GraphRefused) -> None:
    _end(message, "refused", refusal)
    if message.move_to(Status.FAILED, failed_at=Now(), lease_until=None, **_facts(refusal)):
        telling.moved(message)


def _back_to_queue(message: Message, *, wait: float, error: GraphRefused | None = None) -> None:
    facts = {"lease_until": None, "post_began_at": None, "next_attempt_at": Now() + timedelta(seconds=wait)}
    if message.move_to(Status.QUEUED, **facts, **_facts(error)):
        telling.moved(message)


def _facts(error: GraphError | None) -> dict[str, object]:
    if error is None:
        return {"error_code": None, "error": None}
    words = {"title": error.title, "details": error.details, "trace_id": error.trace_id}
    return {"error_code": error.code, "error": words}


def _end(message: Message, outcome: str, error: GraphError | None = None) -> None:
    attempt = Attempt.objects.filter(message=message, count=message.attempt)
    facts = {"error_code": error.code, "trace_id": error.trace_id} if error else {}
    attempt.update(ended_at=Now(), outcome=outcome, **facts)


def _tries(message: Message) -> int:
    """How often in a row we have tried by ourselves, this attempt included."""
    before = message.attempts.exclude(outcome__in=PASSING).filter(count__lt=message.attempt)
    return message.attempt - (before.aggregate(last=Max("count"))["last"] or 0)


def _keep_wamid(message: Message, wamid: str) -> None:
    ours = Message.objects.filter(pk=message.pk, attempt=message.attempt)
    try:
        with transaction.atomic():
            ours.update(wamid=wamid)
    except IntegrityError:
        # Two messages with one id: statuses then find ours by the callback data that they echo.
        log.warning("message %s was given an id that another one has", message.pk)
