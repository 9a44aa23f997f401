"""The numbers of ours on which a batch came in."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from nxtchat.whatsapp import pace
from nxtchat.whatsapp.models import Number

NEEDED = (
    "phone_number_id",
    "first_reply_delivered_at",
    "throughput",
    "is_on_phone",
    "account__waba_id",
    "account__app_id",
)


class Line(NamedTuple):
    """What receiving needs to know about one of our numbers."""

    id: int
    scope: str  # in which business user ids mean something
    app_id: str  # the app whose secret must have signed what comes in here
    has_delivered: bool  # a reply of ours was delivered before
    rate: int  # messages a second, in and out


def lines(phone_number_ids: Iterable[str]) -> dict[str, Line]:
    """The connected ones among these, by Meta's id."""
    return {number.phone_number_id: _line(number) for number in _numbers(phone_number_id__in=set(phone_number_ids))}


def lines_of(waba_ids: Iterable[str]) -> dict[str, Line]:
    """One line of each account: for what is about people, where Meta does not name the number."""
    wanted = set(waba_ids) - {""}
    numbers = _numbers(account__waba_id__in=wanted).order_by("-pk") if wanted else []
    return {number.account.waba_id: _line(number) for number in numbers}


def _numbers(**which) -> QuerySet[Number]:
    return Number.objects.filter(**which).select_related("account").only(*NEEDED)


def _line(number: Number) -> Line:
    return Line(
        id=number.pk,
        scope=number.account.identity_scope,
        app_id=number.account.app_id,
        has_delivered=number.first_reply_delivered_at is not None,
        rate=pace.rate(number),
    )
