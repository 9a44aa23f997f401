"""What an admin should be told without looking: a number gone silent, events that wait too long or stay failed."""

from datetime import datetime, timedelta

from django.db.models import Q

from nxtchat.whatsapp import notices
from nxtchat.whatsapp.alarm_words import FAILED, REFUSED, SILENT, WAITING, standing
from nxtchat.whatsapp.models import Account, Notice, Number
from webhooks import hours, refusals
from webhooks.hours import DAY, HOUR, WEEK, History
from webhooks.models import WebhookEvent

TOO_LONG = timedelta(minutes=5)  # for an event to wait
TRIED = 3  # times; then a failed event does not mend by itself
SHORTEST = HOUR  # of a silence that says anything
SOME = 3  # with a wrong signature on a day; a single one may be a try
MISSED = 10  # events that would normally have come meanwhile


def watch(*, now: datetime) -> None:
    is_behind, forged = False, _forged(now)
    for account in Account.objects.order_by("pk"):
        theirs = WebhookEvent.objects.filter(account=account)
        late = theirs.filter(state=WebhookEvent.State.PENDING, next_attempt_at__lt=now - TOO_LONG)
        waits_since = late.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
        _see_to(account, code=WAITING, since=waits_since, now=now)
        hopeless = theirs.filter(state=WebhookEvent.State.FAILED, attempts__gte=TRIED)
        came_at = hopeless.order_by("-pk").values_list("received_at", flat=True).first()
        _see_to(account, code=FAILED, since=came_at, now=now)
        _see_to(account, code=REFUSED, since=forged.get(account.pk), now=now)
        is_behind |= waits_since is not None
    if not is_behind:  # else what seems to be missing may just wait
        _watch_numbers(now)


def _forged(now: datetime) -> dict[int, datetime]:
    """Accounts of which something says it is, lately and signed with another secret; and when the last came."""
    return {
        one.account: one.last_at
        for one in refusals.refused()
        if one.reason == "wrong_signature" and one.account and one.today >= SOME and now - one.last_at < HOUR
    }


def _see_to(account: Account, *, code: str, since: datetime | None, now: datetime) -> None:
    """Raise it once, and again only for what came after somebody put it away."""
    told = standing(code).filter(account=account)
    if since is None:
        if told.exists():
            notices.is_over(account=account, code=code, at=now)
    elif not told.filter(Q(put_away_at=None) | Q(put_away_at__gte=since)).exists():
        notices.raise_notice(account=account, code=code, at=since, weight=Notice.Weight.DANGER)


def _watch_numbers(now: datetime) -> None:
    last = hours.last_at()
    for number in (
        Number.objects.filter(pk__in=last, account__is_pretend=False).select_related("account").order_by("pk")
    ):
        last_at = last[number.pk]
        told = standing(SILENT).filter(number=number)
        if told.filter(at__lt=last_at).exists():
            notices.is_over(account=number.account, number=number, code=SILENT, at=last_at)
        if now - last_at < SHORTEST or not (facts := _silence(History.of(number), last_at=last_at, now=now)):
            continue
        if not Notice.objects.filter(code=SILENT, number=number, at=last_at).exists():
            notices.raise_notice(
                account=number.account,
                number=number,
                code=SILENT,
                at=last_at,
                weight=Notice.Weight.WARNING,
                facts=facts,
            )
        else:
            told.exclude(facts=facts).update(facts=facts)  # what is normal in this hour, while it lasts


def _silence(history: History, *, last_at: datetime, now: datetime) -> dict[str, int] | None:
    """What is normal, if nothing comes although it should. Where nothing comes at night, a night says nothing."""
    usual = history.usual(now)
    if usual is not None:
        missed = history.usual_between(max(last_at, now - WEEK), now)
        return {"usual": usual} if usual and missed >= MISSED else None
    # In the first weeks nobody knows what is usual: a whole day without anything is strange after a lively one.
    day_before = history.came_between(last_at - DAY, last_at)
    return {"day_before": day_before} if now - last_at >= DAY and day_before >= MISSED else None
