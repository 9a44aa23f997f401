"""What a person may decide about a message that is on its way, or that did not arrive."""

import structlog
from django.db import transaction

from inbox import delivery, tasks, telling
from inbox.models import Message, Status
from inbox.services.refusals import NotPossible, check_gate
from nxtchat.team.models import Agent
from nxtchat.whatsapp.errors import explain

log = structlog.get_logger(__name__)

_FRESH = {"error_code": None, "error": None, "failed_at": None, "next_attempt_at": None, "post_began_at": None}
# What was told about the attempt that failed, and its id, which would keep reports about the new one away.
_ANEW = {**_FRESH, "sent_at": None, "wamid": ""}


def may_retry(message: Message) -> bool:
    """Whether sending it again can help; the button shows only then."""
    return message.status == Status.FAILED and explain(message.error_code).retry_helps


@transaction.atomic
def retry(*, message: Message, by: Agent) -> None:
    """Try once more, as a new attempt of the same message."""
    if not may_retry(message):
        raise NotPossible
    _queue_again(message)
    log.info("inbox.tried_again", message=message.pk, by=by.pk)


@transaction.atomic
def settle_unknown(*, message: Message, sent: bool, by: Agent) -> None:
    """Somebody asked the customer: it arrived, or it did not and is sent again."""
    if message.status != Status.UNKNOWN:
        raise NotPossible
    if not sent:
        _queue_again(message)
    else:
        telling.hold(message)
        if not message.move_to(Status.SENT, **_FRESH):
            raise NotPossible
        telling.moved(message)
    log.info("inbox.unknown_settled", message=message.pk, arrived=sent, by=by.pk)


@transaction.atomic
def cancel(*, message: Message, by: Agent) -> None:
    """Take it back, which is possible only while it waits."""
    telling.hold(message)
    if not message.move_to(Status.CANCELLED, next_attempt_at=None):
        raise NotPossible
    telling.moved(message)
    if following := delivery.next_in_line(message.conversation_id):
        tasks.deliver_on_commit(following)
    log.info("inbox.cancelled", message=message.pk, by=by.pk)


def _queue_again(message: Message) -> None:
    telling.hold(message)
    message.refresh_from_db(fields=["conversation"])  # the window as it is now
    check_gate(message.conversation, kind=message.kind, content=(message.payload or {}).get(message.kind))
    if not message.move_to(Status.QUEUED, **_ANEW):
        raise NotPossible
    telling.moved(message)
    tasks.deliver_on_commit(message.pk)
