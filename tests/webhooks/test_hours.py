"""How much comes in on a number is counted while it is handled, each update once, in the hour in which it came."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from nxtchat.whatsapp.models import Account
from tests.webhooks.bodies import envelope, message, reported, said, status, value
from webhooks import hours, services
from webhooks.handling import handle_waiting
from webhooks.models import HourCount, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def received(event, at) -> None:
    WebhookEvent.objects.filter(pk=event.pk).update(received_at=at)


def test_every_update_counts_in_the_hour_in_which_it_came(number, arrives):
    three = value(messages=[message(f"{serial}", wa_id="5511987654321") for serial in range(3)])
    received(arrives(envelope(three), handle=False), TEN + timedelta(minutes=5))
    received(arrives(envelope(reported(status("wamid.X", "read"))), handle=False), TEN + timedelta(minutes=50))
    received(arrives(envelope(said("later")), handle=False), TEN + timedelta(minutes=61))
    handle_waiting()
    assert list(HourCount.objects.order_by("hour").values_list("number", "hour", "count", "last_at")) == [
        (number.pk, TEN, 4, TEN + timedelta(minutes=50)),
        (number.pk, TEN + timedelta(hours=1), 1, TEN + timedelta(minutes=61)),
    ]


def test_what_is_told_again_or_tried_again_counts_once(number, arrives):
    event = arrives(envelope(said("Hello"), said("bad", wa_id="9" * 300)))
    arrives(envelope(said("More")))
    services.replay(WebhookEvent.objects.filter(pk=event.pk))
    handle_waiting()
    assert sum(HourCount.objects.values_list("count", flat=True)) == 3


def test_what_is_not_of_our_numbers_does_not_count(number, arrives):
    arrives(envelope(said("Hello", phone_number_id="55501")))
    other = Account.objects.create(waba_id="2", app_id="2", app_secret="x", token="x", verify_token="x")
    event = arrives(envelope(said("I am not from here")), handle=False)
    WebhookEvent.objects.filter(pk=event.pk).update(account=other)
    handle_waiting()
    assert not HourCount.objects.exists()


def test_after_some_weeks_the_counts_are_forgotten(number):
    now = timezone.now()
    for weeks in (1, 7, 9):
        at = now - timedelta(weeks=weeks)
        HourCount.objects.create(number=number, hour=at, count=1, last_at=at)
    hours.forget()
    assert HourCount.objects.count() == 2


def test_machines_are_told_how_long_a_number_has_been_silent(client, number, arrives):
    event = arrives(envelope(said("Hello")), handle=False)
    assert "nxtchat_number_silent_seconds{" not in client.get("/metrics").content.decode()
    received(event, timezone.now() - timedelta(hours=2))
    handle_waiting()
    told = client.get("/metrics").content.decode()
    [line] = [line for line in told.splitlines() if line.startswith("nxtchat_number_silent_seconds{")]
    assert line.startswith(f'nxtchat_number_silent_seconds{{number="{number.pk}"}} 72')
    assert number.phone_number_id not in told


def test_machines_are_told_how_long_an_event_waits(client, number, arrives):
    arrives(envelope(said("Hello")), handle=False)
    old = timezone.now() - timedelta(days=3)
    WebhookEvent.objects.update(received_at=old, next_attempt_at=timezone.now() - timedelta(minutes=10))
    told = client.get("/metrics").content.decode()
    [line] = [line for line in told.splitlines() if line.startswith("nxtchat_oldest_pending_event_seconds ")]
    assert 600 <= float(line.split()[1]) < 660  # it was to be tried again ten minutes ago
