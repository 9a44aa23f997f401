"""What the page of events shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from webhooks.models import WebhookEvent

PAGE = 50
MOST = 10_000  # who has more failed ones presses again


@dataclass(frozen=True)
class Page:
    events: list[WebhookEvent]
    before: int | None  # the next, older page begins below this id


def events(state: str = "") -> QuerySet[WebhookEvent]:
    """The newest first, without their bodies."""
    found = WebhookEvent.objects.annotate(size=Length("body")).defer("body").select_related("account")
    return (found.filter(state=state) if state in WebhookEvent.State else found).order_by("-id")


def failed() -> QuerySet[WebhookEvent]:
    """The oldest that failed, as many as one press of the button tries again."""
    return WebhookEvent.objects.filter(state=WebhookEvent.State.FAILED).order_by("pk")[:MOST]


def page(state: str, *, before: int | None) -> Page:
    found = events(state)
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return Page(events=rows[:PAGE], before=rows[PAGE - 1].pk if len(rows) > PAGE else None)


def longest_wait() -> timedelta:
    """For how long the event has been waiting that waits longest: since it came, or since it was to be tried again."""
    waiting = WebhookEvent.objects.filter(state=WebhookEvent.State.PENDING).order_by("next_attempt_at", "pk")
    since = waiting.values_list("next_attempt_at", flat=True).first()
    return max(timedelta(0), timezone.now() - since) if since else timedelta(0)
