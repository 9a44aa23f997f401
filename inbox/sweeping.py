"""Finding by query what was left lying: dead workers' messages, overdue ones, statuses that came too early."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from inbox import delivery, telling
from inbox.models import Attempt, Message, Status
from nxtchat.whatsapp.models import Number

GRACE = timedelta(seconds=5)  # the nudge of a fresh message is probably under way
BATCH = 500
FEW = 30  # messages of one number: each by a task of its own, what is more leaves in batches


def overdue() -> list[int]:
    """Queued messages whose time has come and whose number may send; of each number only the first few."""
    late = Q(next_attempt_at=None, created_at__lt=Now() - GRACE) | Q(next_attempt_at__lte=Now())
    waiting = delivery.first_in_line().filter(late).order_by("pk")
    numbers = Number.objects.filter(stopped_at=None).order_by("pk").values_list("pk", flat=True)
    return [
        message for number in numbers for message in waiting.filter(number=number).values_list("pk", flat=True)[:FEW]
    ]


def take_back() -> int:
    """Settle the messages of workers that died. Before its POST nothing was sent; after it, nobody knows."""
    ran_out = Message.objects.filter(status=Status.SENDING, lease_until__lt=Now())
    return sum(_take_back(message) for message in ran_out.order_by("pk")[:BATCH])


@transaction.atomic
def _take_back(message: Message) -> bool:
    telling.hold(message)
    dead = Message.objects.filter(
        pk=message.pk, status=Status.SENDING, attempt=message.attempt, lease_until__lt=Now()
    )  # all of it again: its worker may be alive after all
    if dead.filter(post_began_at=None).update(status=Status.QUEUED, lease_until=None, next_attempt_at=Now()):
        outcome = "not_begun"
    elif dead.update(status=Status.UNKNOWN, lease_until=None):
        outcome = "unknown"
    else:
        return False
    Attempt.objects.filter(message=message, count=message.attempt).update(ended_at=Now(), outcome=outcome)
    message.refresh_from_db()
    telling.moved(message)
    return True
