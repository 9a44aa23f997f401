"""Stopping a number that cannot send, and letting it go on: while it is stopped its messages wait."""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from nxtchat.whatsapp import notices
from nxtchat.whatsapp.errors import CATALOGUE
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.problems_accounts import OF_THE_WHOLE_ACCOUNT

# What Meta says of numbers that cannot send whatever we try. Other words are left for the send itself to find out.
DEAD = frozenset({"BANNED", "DELETED", "MIGRATED", "DISCONNECTED"})

STOPPED = "sending_stopped"  # the notice that admins get


@transaction.atomic
def stop(number: Number, *, code: int) -> list[int]:
    """Send nothing more until an admin mended it. Returns the ids of the numbers this stopped."""
    ids = _locked(_concerned(number, code).filter(stopped_at__isnull=True))
    Number.objects.filter(pk__in=ids).update(stopped_code=code, stopped_at=Now())
    return ids


@transaction.atomic
def resume(number: Number) -> list[int]:
    """It was mended: send again. The waiting messages leave with the next sweep. Returns the numbers that go on."""
    number.refresh_from_db(fields=["stopped_code", "stopped_at"])
    if number.stopped_at is None:
        return []
    about = subject(number, number.stopped_code)
    notices.is_over(account=number.account, number=about, code=STOPPED, at=timezone.now())
    ids = _locked(_concerned(number, number.stopped_code).filter(stopped_code=number.stopped_code))
    Number.objects.filter(pk__in=ids).update(stopped_code=None, stopped_at=None)
    number.refresh_from_db(fields=["stopped_code", "stopped_at"])
    return ids


def subject(number: Number, code: int | None) -> Number | None:
    """Whom admins are told about: the number, or with None its whole account."""
    return None if code in OF_THE_WHOLE_ACCOUNT else number


def _concerned(number: Number, code: int | None) -> QuerySet[Number]:
    if code in OF_THE_WHOLE_ACCOUNT:
        return Number.objects.filter(account=number.account_id)
    return Number.objects.filter(pk=number.pk)


def _locked(numbers: QuerySet[Number]) -> list[int]:
    return list(numbers.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def is_open(number: Number) -> bool:
    """May anything be sent from this number?"""
    return number.stopped_at is None and number.status.upper() not in DEAD


def why_stopped(number: Number) -> str:
    """In plain words, for whoever wanted to send."""
    problem = CATALOGUE.get(number.stopped_code) if number.stopped_code is not None else None
    return str(problem.title) if problem else ""
