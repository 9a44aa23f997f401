"""What stops a campaign by itself, and whom it spares."""

from datetime import UTC, datetime, time

import pytest
from django.utils import timezone

from campaigns import capping, guards, quiet, services
from campaigns.copying import copy, next_time
from campaigns.models import Campaign, Recipient
from nxtchat.whatsapp import pace
from tests.campaigns.crowd import named, people, start

pytestmark = pytest.mark.django_db
Guard, State = Campaign.Guard, Recipient.State


@pytest.fixture
def running(campaign, mara):
    return start(named(campaign, people(40)), by=mara)


def test_nothing_stops_one_that_goes_well(running):
    assert guards.why(running) is None


def test_a_number_that_cannot_send_or_is_reported_stops_it(running, number):
    running.number.stopped_at, running.number.stopped_code = timezone.now(), 131042
    assert guards.why(running)[0] == Guard.NUMBER
    running.number.stopped_at = None
    pace.pause_bulk(number=number.pk, seconds=60)
    assert guards.why(running)[0] == Guard.SPAM


def test_low_quality_stops_it_until_somebody_lets_it_go_on(running, mara):
    running.number.quality = "RED"
    assert guards.stopped(running) and running.stopped_for == Guard.QUALITY
    services.resume(campaign=running, by=mara)
    running.number.quality = "RED"
    assert guards.why(running) is None


@pytest.mark.parametrize(
    "column, word, guard",
    [
        ("status", "PAUSED", Guard.TEMPLATE),
        ("category", "MARKETING", Guard.CATEGORY),
        ("components", None, Guard.FILLING),
    ],
)
def test_a_template_that_meta_changed_stops_it(running, template, mara, column, word, guard):
    two = [{"type": "BODY", "text": "Olá {{1}}, o pedido {{2}} está pronto."}]
    type(template).objects.update(**{column: word or two})
    guards.hear_of_templates([template.pk])
    running.refresh_from_db()
    assert (running.state, running.stopped_for) == (Campaign.State.PAUSED, guard)
    if guard == Guard.CATEGORY:
        services.resume(campaign=running, by=mara)
        assert running.category == "MARKETING" and guards.why(running) is None


def test_too_many_failures_stop_it_and_those_before_a_resume_do_not_count(running, mara):
    ids = list(Recipient.objects.values_list("pk", flat=True))
    Recipient.objects.filter(pk__in=ids[:30]).update(state=State.SENT, begun_at=timezone.now())
    assert guards.why(running) is None
    Recipient.objects.filter(pk__in=ids[:2]).update(state=State.FAILED)
    assert guards.stopped(running) and running.stopped_for == Guard.FAILURES
    services.resume(campaign=running, by=mara)
    assert guards.why(running) is None


def test_nobody_gets_more_offers_than_the_cap(campaign, mara, template):
    template.category = "MARKETING"
    template.save()
    ana, bo = people(2)
    before = start(named(campaign, [ana]), by=mara)
    Recipient.objects.filter(campaign=before).update(state=State.READ, begun_at=timezone.now())
    again = copy(campaign, by=mara)
    assert capping.capped(again, [ana.pk, bo.pk]) == set()
    again.cap_messages = 1
    assert capping.capped(again, [ana.pk, bo.pk]) == {ana.pk}


@pytest.mark.parametrize(
    "country, hour, hours_left",
    [("DE", 22, 10), ("DE", 8, 0), ("IN", 2, 0.5), ("US", 12, 10), ("US", 19, 0)],  # UTC; quiet from 21 to 8 there
)
def test_people_are_left_in_peace_by_the_clock_where_they_live(campaign, country, hour, hours_left):
    campaign.quiet_from, campaign.quiet_until = time(21), time(8)
    now = datetime(2026, 1, 15, hour, tzinfo=UTC)
    left = quiet.seconds_left(campaign, country=country, now=now) / 3600
    assert (
        left > 0
        if country == "US" and hours_left
        else left == pytest.approx(hours_left - (1 if hours_left == 10 else 0))
    )


def test_a_monthly_one_keeps_its_time_of_day(campaign):
    campaign.repeats, campaign.zone = Campaign.Repeats.MONTHLY, "Europe/Berlin"
    last = datetime(2099, 1, 31, 8, tzinfo=UTC)
    assert next_time(last, campaign) == last
    past = timezone.now()
    assert next_time(past, campaign) > past
