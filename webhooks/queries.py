"""What the desk of events shows. A table of any size: pages go on by key, and nobody counts further than a glance."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet, TextChoices
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webhooks.models import BodyReading, WebhookEvent

PAGE = 50
MOST = 10_000  # who has more to replay presses again
GLANCE = 200  # counted at most


class Age(TextChoices):
    HOUR = "hour", _("Last hour")
    DAY = "day", _("Last day")
    WEEK = "week", _("Last week")
    OLDER = "older", _("Older than a week")


SPANS = {Age.HOUR: timedelta(hours=1), Age.DAY: timedelta(days=1), Age.WEEK: timedelta(weeks=1)}

# Ids are given in the order in which events come, so the moment is found between them like a word in a dictionary:
# some twenty steps along the primary key, and no index more that every webhook would have to pay for.
FIRST_SINCE = """
WITH RECURSIVE halving (low, high) AS (
    SELECT min(id), max(id) + 1 FROM webhooks_webhookevent
    UNION ALL
    SELECT CASE WHEN found.received_at < %(at)s THEN found.id + 1 ELSE low END,
           CASE WHEN found.received_at < %(at)s THEN high ELSE (low + high) / 2 END
    FROM halving, LATERAL (
        SELECT id, received_at FROM webhooks_webhookevent WHERE id >= (low + high) / 2 ORDER BY id LIMIT 1
    ) AS found
    WHERE low < high
)
SELECT low FROM halving WHERE low >= high
"""


@dataclass(frozen=True)
class Page:
    events: list[WebhookEvent]
    before: int | None  # the next, older page begins below this id


@dataclass(frozen=True)
class Count:
    """How many, up to a glance."""

    found: int

    def __str__(self) -> str:
        return f"{GLANCE}+" if self.found > GLANCE else str(self.found)


def events(
    state: str = "", *, since: datetime | None = None, before: datetime | None = None, among: QuerySet | None = None
) -> QuerySet[WebhookEvent]:
    """The newest first, without their bodies. `since` and `before` are moments; `among` are ids."""
    found = _within(WebhookEvent.objects.order_by("-id"), since=since, before=before)
    if among is not None:
        found = found.filter(pk__in=among)
    if state in WebhookEvent.State:
        found = found.filter(state=state)
    return found.annotate(size=Length("body")).defer("body").select_related("account")


def of_age(age: str) -> dict[str, datetime]:
    """The moments between which events of this age came, as the other questions here take them."""
    now = timezone.now()
    if age == Age.OLDER:
        return {"before": now - SPANS[Age.WEEK]}
    return {"since": now - SPANS[Age(age)]} if age in SPANS else {}


def page(found: QuerySet[WebhookEvent], *, below: int | None) -> Page:
    rows = list((found.filter(pk__lt=below) if below else found)[: PAGE + 1])
    return Page(events=rows[:PAGE], before=rows[PAGE - 1].pk if len(rows) > PAGE else None)


def counts(*, since: datetime | None = None, before: datetime | None = None) -> dict[str, Count]:
    found = _within(WebhookEvent.objects.all(), since=since, before=before)
    return {state: Count(len(_some(found.filter(state=state), state))) for state in WebhookEvent.State}


def _some(found: QuerySet[WebhookEvent], state: str) -> QuerySet:
    """As many as a glance takes. Most are handled, so the newest are; the others have indexes of their own."""
    order = ["-pk"] if state == WebhookEvent.State.HANDLED else []
    return found.order_by(*order).values("pk")[: GLANCE + 1]


def in_trouble(state: str) -> QuerySet[WebhookEvent]:
    """The oldest that failed, or were not understood: as many as one press of the button tries again."""
    wanted = state if state in (WebhookEvent.State.FAILED, WebhookEvent.State.UNROUTED) else WebhookEvent.State.FAILED
    return WebhookEvent.objects.filter(state=wanted).order_by("pk")[:MOST]


def readings(*, below: int | None = None) -> list[BodyReading]:
    """Who looked at which body, the newest first; one more than a page, if there are more."""
    found = BodyReading.objects.select_related("agent").order_by("-pk")
    return list((found.filter(pk__lt=below) if below else found)[: PAGE + 1])


def waiting_since() -> datetime | None:
    """Since when the event has been waiting that waits longest: since it came, or was to be tried again."""
    waiting = WebhookEvent.objects.filter(state=WebhookEvent.State.PENDING).order_by("next_attempt_at", "pk")
    since = waiting.values_list("next_attempt_at", flat=True).first()
    return since if since and since <= timezone.now() else None


def _within(
    found: QuerySet[WebhookEvent], *, since: datetime | None, before: datetime | None
) -> QuerySet[WebhookEvent]:
    if since and (first := first_since(since)) is not None:
        found = found.filter(pk__gte=first)
    if before and (first := first_since(before)) is not None:
        found = found.filter(pk__lt=first)
    return found


def first_since(at: datetime) -> int | None:
    """The id of the first event received then or later, or the one that the next will have; None if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_SINCE, {"at": at})
        row = cursor.fetchone()
    return row[0] if row else None
