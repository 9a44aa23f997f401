"""How much comes in on each number, hour by hour: counted while it is handled, and what is usual."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from nxtchat.unnesting import columns
from nxtchat.whatsapp.models import Number
from webhooks.models import HourCount

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
KEPT = 8 * WEEK
COMPARED, ENOUGH = 6, 2  # weeks that are looked at, and how many there must be at least

COUNT = """
INSERT INTO webhooks_hourcount AS counted (number_id, hour, count, last_at)
SELECT n.id, date_trunc('hour', h.at, 'UTC'), sum(h.count), max(h.at)
FROM unnest(%s::text[], %s::timestamptz[], %s::int[]) AS h(phone_number_id, at, count)
JOIN whatsapp_number n USING (phone_number_id)
GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (number_id, hour) DO UPDATE
SET count = counted.count + excluded.count, last_at = greatest(counted.last_at, excluded.last_at)
"""


def count(came: Iterable[tuple[str, datetime]]) -> None:
    """One for each (Meta's id of the number, moment of arrival), in one statement."""
    rows = [(phone_number_id, at, many) for (phone_number_id, at), many in Counter(came).items()]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, columns(rows, width=3))


def last_at() -> dict[int, datetime]:
    """When the last event of each number came; numbers of which none is remembered are left out."""
    newest = HourCount.objects.filter(number=OuterRef("pk")).order_by("-hour").values("last_at")[:1]
    found = Number.objects.annotate(last=Subquery(newest)).filter(last__isnull=False)
    return dict(found.values_list("pk", "last"))


def forget() -> None:
    HourCount.objects.filter(hour__lt=timezone.now() - KEPT).delete()


@dataclass(frozen=True)
class History:
    """What came on one number, by the hour in which it came."""

    counts: dict[datetime, int]

    @classmethod
    def of(cls, number: Number) -> "History":
        return cls(dict(HourCount.objects.filter(number=number).values_list("hour", "count")))

    def usual(self, at: datetime) -> int | None:
        """How much comes in this hour of the week, in the middle of the past weeks; None before there are enough."""
        hour, first = _hour(at), min(self.counts, default=at)
        past = [hour - WEEK * weeks for weeks in range(1, COMPARED + 1)]
        found = [self.counts.get(then, 0) for then in past if then >= first]
        return int(median(found)) if len(found) >= ENOUGH else None

    def usual_between(self, start: datetime, end: datetime) -> float:
        """How much comes between two moments; of the hours in which they lie, as much as lies between them."""
        total, hour = 0.0, _hour(start)
        while hour < end:
            part = min(end, hour + HOUR) - max(start, hour)
            total += (self.usual(hour) or 0) * (part / HOUR)
            hour += HOUR
        return total

    def came_between(self, start: datetime, end: datetime) -> int:
        return sum(count for hour, count in self.counts.items() if _hour(start) <= hour <= end)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
