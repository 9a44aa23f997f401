"""A campaign in numbers. What the page of a running one shows costs the same for ten people and for a million."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Recipient
from campaigns.tallying import Sums
from contacts import access
from nxtchat.team.models import Agent
from nxtchat.whatsapp import errors

State = Recipient.State
MINUTE = timedelta(minutes=1)
PAGE = 50  # of those who answered
STEPS = {
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "read": _("Read"),
    "replied": _("Replied"),
    "clicked": _("Pressed a button"),
}


@dataclass(frozen=True)
class Step:
    """One line of the funnel, and what it is a part of."""

    name: str
    words: Any
    count: int
    of: int
    of_words: Any

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True)
class Failure:
    code: int | None
    count: int
    title: Any
    remedy: Any


@dataclass(frozen=True)
class Progress:
    """How far it is, how fast, and how long it takes yet."""

    done: int
    people: int
    per_minute: int
    minutes_left: int | None  # None: it does not move

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.people) if self.people else 0


def progress(campaign: Campaign, sums: Sums) -> Progress:
    """`people`: those who are to get it; who is left out is not waited for."""
    people = sums.people - sums.skipped
    done = people - sums.waiting
    begun = Recipient.objects.filter(campaign=campaign, begun_at__gte=timezone.now() - MINUTE)
    speed = begun.count() if campaign.state == Campaign.State.RUNNING else 0
    left = -(-sums.waiting // speed) if speed else None
    return Progress(done, people, speed, left)


def funnel(sums: Sums) -> list[Step]:
    """Each with what it is a share of: delivered of sent, read of delivered, replied of delivered."""
    counts = {"sent": sums.sent} | {name: sums.facts.get(name, 0) for name in STEPS if name != "sent"}
    wanted = sums.people - sums.skipped
    of = {
        "sent": (wanted, _("of those who were to get it")),
        "delivered": (sums.sent, _("of those sent")),
    }
    rest = (counts["delivered"], _("of those delivered"))
    return [Step(name, words, counts[name], *of.get(name, rest)) for name, words in STEPS.items()]


def failures(campaign: Campaign) -> list[Failure]:
    """By WhatsApp's reason, the most frequent first; with what can be done."""
    rows = Recipient.objects.filter(campaign=campaign, state=State.FAILED).order_by().values("error_code")
    found = rows.annotate(n=Count("pk")).order_by("-n").values_list("error_code", "n")
    return [_failure(code, count) for code, count in found[:50]]


def left_out(sums: Sums) -> list[tuple[str, Any, int]]:
    return [(rule.value, rule.label, sums.rules[rule]) for rule in Recipient.Rule if sums.rules.get(rule)]


def replied(campaign: Campaign, *, agent: Agent, after: int = 0) -> list[Recipient]:
    """Some of those who answered, with the message that they answered; only whom the agent may know of."""
    found = Recipient.objects.filter(campaign=campaign, state=State.REPLIED, rule="", pk__gt=after)
    seen = found.filter(contact__in=access.contacts(agent).values("pk")).order_by("pk")
    return list(seen.select_related("contact", "message").prefetch_related("contact__identities")[:PAGE])


def by_country(campaign: Campaign) -> list[tuple[str, dict[str, int]]]:
    return _by(campaign, "contact__country")


def by_language(campaign: Campaign) -> list[tuple[str, dict[str, int]]]:
    return _by(campaign, "contact__language")


def moments(campaign: Campaign, *, parts: int = 60) -> list[tuple[datetime, dict[str, int]]]:
    """How many were sent, delivered and read in each part of the time it took."""
    first = Recipient.objects.filter(campaign=campaign, begun_at__isnull=False).order_by("begun_at").first()
    if first is None or first.begun_at is None:
        return []
    start = first.begun_at.replace(second=0, microsecond=0)
    end = min(campaign.ended_at or timezone.now(), timezone.now())
    minutes = max(int((end - start) / MINUTE) + 1, 1)
    width = MINUTE * -(-minutes // parts)
    found: dict[datetime, dict[str, int]] = {}
    for name, column in (("sent", "begun_at"), ("delivered", "delivered_at"), ("read", "read_at")):
        for at, count in _binned(campaign, column, width, start):
            found.setdefault(at, {})[name] = count
    return sorted(found.items())


def _binned(campaign: Campaign, column: str, width: timedelta, start: datetime) -> list[tuple[datetime, int]]:
    bin_of = Func(Value(width), F(column), Value(start), function="date_bin", output_field=DateTimeField())
    rows = Recipient.objects.filter(campaign=campaign, **{f"{column}__isnull": False}).annotate(bin=bin_of)
    return list(rows.order_by().values("bin").annotate(n=Count("pk")).values_list("bin", "n"))


def _by(campaign: Campaign, column: str) -> list[tuple[str, dict[str, int]]]:
    rows = Recipient.objects.filter(campaign=campaign).exclude(state=State.SKIPPED).order_by().values(column)
    found = rows.annotate(
        people=Count("pk"),
        delivered=Count("pk", filter=Q(delivered_at__isnull=False)),
        read=Count("pk", filter=Q(read_at__isnull=False)),
        replied=Count("pk", filter=Q(replied_at__isnull=False)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
    ).order_by("-people")
    return [(row.pop(column) or "", row) for row in found[:100]]


def _failure(code: int | None, count: int) -> Failure:
    known = errors.explain(code)
    return Failure(code, count, known.title, known.remedy)
