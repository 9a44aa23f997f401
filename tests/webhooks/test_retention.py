"""Raw events go when they are not needed any more; those that are nowhere else stay."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webhooks import retention, tasks
from webhooks.models import ParkedUpdate, WebhookEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    def make(state: str, *, days: float, handled_days: float | None = None) -> WebhookEvent:
        at = timezone.now() - timedelta(days=days)
        handled = timezone.now() - timedelta(days=days if handled_days is None else handled_days)
        serial = WebhookEvent.objects.count().to_bytes(32, "big")
        return WebhookEvent.objects.create(
            body=b"{}",
            sha256=serial,
            state=state,
            received_at=at,
            handled_at=handled if state in ("handled", "unrouted") else None,
        )

    return make


def test_each_is_kept_as_long_as_its_state_says(event):
    event("unrouted", days=31)
    stays = [event("failed", days=90), event("pending", days=80), event("handled", days=70, handled_days=6)]
    event("handled", days=8)
    stays += [event("unrouted", days=8), event("handled", days=6)]
    tasks.forget_events()
    assert list(WebhookEvent.objects.order_by("pk")) == stays


def test_what_is_left_of_its_trouble_goes_with_it(event):
    gone = event("unrouted", days=31)
    ParkedUpdate.objects.create(event=gone, position=0, field="messages", error="X")
    event("handled", days=0)
    assert retention.forget(now=timezone.now()) == 1
    assert not ParkedUpdate.objects.exists()


def test_many_go_batch_by_batch(event, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _one in range(5):
        event("handled", days=8)
    last = event("handled", days=0)
    assert retention.forget(now=timezone.now()) == 5
    assert WebhookEvent.objects.get() == last


def test_who_asks_for_one_that_is_gone_is_told_so(client, ada):
    client.force_login(ada)
    answer = client.get("/webhooks/events/4711/")
    assert answer.status_code == 404 and "7 days after they were handled" in answer.text
