"""The same once more: as a draft to change, or by itself when it repeats."""

from datetime import datetime, timedelta
from itertools import batched
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Listed, Variant
from nxtchat.team.models import Agent

KEPT = (
    *("name", "template", "number", "values", "audience", "zone", "in_their_zone", "repeats", "quiet_from"),
    *("quiet_until", "per_second", "per_day", "stop_percent", "stop_among", "cap_messages", "cap_days", "held_back"),
    *("hold_out", "needs_second"),
)


@transaction.atomic
def copy(campaign: Campaign, *, by: Agent, **more) -> Campaign:
    """A new draft with the same words, people and limits."""
    kept = {name: getattr(campaign, name) for name in KEPT} | more
    new = Campaign.objects.create(**kept, created_by=by, copied_from=campaign)
    Variant.objects.bulk_create(
        Variant(campaign=new, place=one.place, template=one.template, values=one.values, percent=one.percent)
        for one in campaign.variants.all()
    )
    for contacts in batched(campaign.listed.values_list("contact", flat=True).iterator(), 2000, strict=False):
        Listed.objects.bulk_create(Listed(campaign=new, contact_id=contact) for contact in contacts)
    return new


def again(campaign: Campaign) -> Campaign:
    """The next one of a campaign that repeats, confirmed as this one was."""
    confirmed = {name: getattr(campaign, name) for name in ("confirmed_by", "confirmed_at", "category")}
    seconded = {name: getattr(campaign, name) for name in ("seconded_by", "seconded_at")}
    at = next_time(campaign.starts_at or campaign.started_at or timezone.now(), campaign)
    state = Campaign.State.SCHEDULED
    return copy(campaign, by=campaign.created_by, state=state, starts_at=at, **confirmed, **seconded)


def next_time(last: datetime, campaign: Campaign) -> datetime:
    """At the same time of day by the clock of whoever wrote it, and never one that has passed."""
    local = last.astimezone(ZoneInfo(campaign.zone))
    while local <= timezone.now():
        local = _step(local, campaign.repeats)
    return local


def _step(local: datetime, repeats: str) -> datetime:
    if repeats == Campaign.Repeats.DAILY:
        return local + timedelta(days=1)
    if repeats == Campaign.Repeats.WEEKLY:
        return local + timedelta(days=7)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    for day in range(local.day, 0, -1):  # the last day of a shorter month
        try:
            return local.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise AssertionError("a month has days")
