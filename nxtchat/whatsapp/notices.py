"""What an admin should know: raised once however often it is told, over when newer news says so, put away by a person.

News comes late, twice and in any order, so nothing here asks what is written down already: of all notices about one
subject the newest by Meta's time counts, and each one before it was over when the next came.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from nxtchat.whatsapp.models import Account, Notice, Number

PAGE = 50
DANGER, WARNING, INFO = Notice.Weight.DANGER, Notice.Weight.WARNING, Notice.Weight.INFO
STANDS = (DANGER, WARNING)
PROBLEM = "problem"  # Meta reports an error of its catalogue

_tells: list[Callable[[], None]] = []


def on_change(tell: Callable[[], None]) -> None:
    """Called when the program starts, by an app that has open pages look again. We know nothing of the live stream."""
    _tells.append(tell)


@transaction.atomic
def raise_notice(
    *,
    account: Account,
    code: str,
    at: datetime,
    weight: Notice.Weight,
    number: Number | None = None,
    facts: dict[str, Any] | None = None,
    event_id: int | None = None,
    subject: str = "",
) -> bool:
    """Tell the admins. `at` is when it began to hold, not now. False: this was told before.

    `subject` is what it is about, where several codes are about the same: "quality" for its fall and its recovery.
    """
    facts, subject = facts or {}, (subject or code)[:200]
    told = [account.pk, number.pk if number else None, code, subject, int(at.timestamp()), facts]
    key = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    _notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "account": account,
            "number": number,
            "code": code,
            "subject": subject,
            "weight": weight,
            "facts": facts,
            "event_id": event_id,
            "at": at,
        },
    )
    if is_new:
        _end_older(account=account, number=number, subject=subject)
        _tell()
    return is_new


@transaction.atomic
def is_over(*, account: Account, code: str, at: datetime, number: Number | None = None, subject: str = "") -> int:
    """It was well again at `at`: what was raised until then stands no more. Returns how many notices that ends."""
    found = Notice.objects.filter(account=account, number=number, subject=(subject or code)[:200], at__lte=at)
    ended = found.filter(over_at=None).update(over_at=at)
    if ended:
        _tell()
    return ended


@transaction.atomic
def put_away(notice: Notice, *, by: int) -> None:
    """Somebody (`by`, the id of an agent) has seen to it. Who was first stays written down."""
    if Notice.objects.filter(pk=notice.pk, put_away_at=None).update(put_away_at=Now(), put_away_by=by):
        _tell()


def standing() -> QuerySet[Notice]:
    """What needs somebody, the worst first."""
    found = Notice.objects.filter(put_away_at=None, over_at=None, weight__in=STANDS)
    return found.select_related("account", "number__account").order_by("weight", "-at", "-pk")  # danger before warning


def earlier(*, before: int | None = None) -> QuerySet[Notice]:
    """What was over, was put away, or needed nobody; the newest first."""
    found = Notice.objects.exclude(put_away_at=None, over_at=None, weight__in=STANDS)
    if before is not None and (last := Notice.objects.filter(pk=before).values_list("at", "pk").first()):
        found = found.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1]))
    return found.select_related("account", "number__account", "put_away_by").order_by("-at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One thing that Meta told: of whom, when, and in which event. Notices about it are raised from here."""

    account: Account
    at: datetime
    event_id: int | None = None
    number: Number | None = None

    def of_number(self, code: str, weight: Notice.Weight, *, subject: str, **facts: Any) -> None:
        self._raise(code, weight, number=self.number, subject=subject, facts=facts)

    def of_account(self, code: str, weight: Notice.Weight, *, subject: str, **facts: Any) -> None:
        """About all its numbers, even if one was named."""
        self._raise(code, weight, number=None, subject=subject, facts=facts)

    def _raise(
        self, code: str, weight: Notice.Weight, *, number: Number | None, subject: str, facts: dict[str, Any]
    ) -> None:
        raise_notice(
            account=self.account,
            code=code,
            at=self.at,
            weight=weight,
            number=number,
            facts=facts,
            event_id=self.event_id,
            subject=subject,
        )


def _end_older(*, account: Account, number: Number | None, subject: str) -> None:
    """Whatever the order in which news comes, each is over when the next of its subject began."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE whatsapp_notice n SET over_at = least(later.at, n.over_at)
               FROM (SELECT id, lead(at) OVER (ORDER BY at, key) AS at FROM whatsapp_notice
                     WHERE account_id = %s AND number_id IS NOT DISTINCT FROM %s AND subject = %s) later
               WHERE later.id = n.id AND n.over_at IS DISTINCT FROM least(later.at, n.over_at)""",
            [account.pk, number.pk if number else None, subject],
        )


def _tell() -> None:
    for tell in _tells:
        tell()
