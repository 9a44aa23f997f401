"""When people are left in peace, by the clocks of where they live.

All that is known is their country. One with several clocks is quiet while any of them says so.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.models import Campaign


def seconds_left(campaign: Campaign, *, country: str, now: datetime | None = None) -> float:
    """Seconds until somebody of this country may be written to; 0: now."""
    start, end = campaign.quiet_from, campaign.quiet_until
    if start is None or end is None or start == end:
        return 0.0
    now = now or timezone.now()
    return max((_left(now.astimezone(zone), start, end) for zone in zones(country, usual=campaign.zone)), default=0.0)


def _left(local: datetime, start: time, end: time) -> float:
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return 0.0
    over = local.replace(hour=end.hour, minute=end.minute, second=end.second, microsecond=0)
    if over <= local:
        over += timedelta(days=1)
    return (over - local).total_seconds()


def same_hour(campaign: Campaign, *, now: datetime | None = None) -> list[tuple[str, datetime]]:
    """When it is the hour of `starts_at` in each country: from now on, and in all of it."""
    now = now or timezone.now()
    assert campaign.starts_at is not None
    hour = campaign.starts_at.astimezone(ZoneInfo(campaign.zone)).replace(tzinfo=None)
    found = []
    for country in _table():
        latest = max(hour.replace(tzinfo=zone) for zone in zones(country, usual=campaign.zone))
        while latest < now:
            latest += timedelta(days=1)
        found.append((country, latest))
    return found


def zones(country: str, *, usual: str) -> Iterable[ZoneInfo]:
    """The clocks of a country; of an unknown one that of whoever wrote the campaign."""
    return [ZoneInfo(name) for name in _table().get(country, (usual,))]


@cache
def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, _place, name, *_more = line.split("\t")
            found[country] = (*found.get(country, ()), name)
    return found
