"""Admins are told when a number falls silent, and when events wait or stay failed; and when that is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from nxtchat.whatsapp import notices
from nxtchat.whatsapp.alarm_words import FAILED, SILENT, WAITING, in_words
from nxtchat.whatsapp.checkup import State, run
from nxtchat.whatsapp.glance import glance
from nxtchat.whatsapp.models import Notice
from webhooks import alarms, tasks
from webhooks.models import HourCount, WebhookEvent

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # three weeks of history lie before it
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def counted(number, hour: datetime, count: int) -> None:
    HourCount.objects.update_or_create(
        number=number, hour=hour, defaults={"count": count, "last_at": hour + timedelta(minutes=59)}
    )


@pytest.fixture
def busy(number):
    """For three weeks customers have written from eight to eight, 40 times an hour; the last word was at 9:59."""
    for day in range(22):
        for hour in range(8, 20):
            at = MONDAY - timedelta(days=21) + timedelta(days=day, hours=hour)
            if at < MONDAY + timedelta(hours=10):
                counted(number, at, 40)
    return number


def standing() -> list[Notice]:
    return list(notices.standing())


def watch(hour: float, *, day: int = 0) -> list[str]:
    """The codes of what stands after a look at this hour of that Monday, or so many days later."""
    alarms.watch(now=MONDAY + timedelta(days=day, hours=hour))
    return [notice.code for notice in standing()]


def test_a_silence_in_a_busy_hour_is_told_and_says_what_is_normal(busy):
    assert watch(13) == [SILENT]
    [notice] = standing()
    assert (notice.number, notice.at, notice.weight) == (busy, MONDAY + timedelta(hours=9, minutes=59), "warning")
    notice.over_at = MONDAY + timedelta(hours=13)
    assert in_words(notice) == "No event for 3 h; normally 40 in this hour."


def test_a_short_silence_says_nothing(busy):
    assert watch(10.5) == []


def test_at_night_nothing_comes_and_nobody_is_woken(busy):
    for hour in range(10, 20):
        counted(busy, MONDAY + timedelta(hours=hour), 40)
    assert [watch(hour) for hour in (20.5, 23, 26, 31)] == [[], [], [], []]
    assert watch(8.1, day=1) == []  # the morning has only begun
    assert watch(9.2, day=1) == [SILENT]


def test_one_silence_is_told_once_and_put_away_for_good(busy, ada):
    watch(12)
    notices.put_away(standing()[0], by=ada.pk)
    assert watch(13) == []
    assert Notice.objects.count() == 1


def test_what_is_normal_is_kept_up_to_date_while_it_lasts(busy):
    counted(busy, MONDAY - timedelta(days=7) + timedelta(hours=15), 100)
    counted(busy, MONDAY - timedelta(days=14) + timedelta(hours=15), 100)
    watch(12)
    assert standing()[0].facts == {"usual": 40}
    watch(15.5)
    assert standing()[0].facts == {"usual": 100}
    assert Notice.objects.count() == 1


def test_it_is_over_when_events_come_and_the_next_silence_is_told_again(busy):
    watch(12)
    counted(busy, MONDAY + timedelta(hours=12), 5)
    assert watch(13.1) == []
    assert Notice.objects.get().over_at == MONDAY + timedelta(hours=12, minutes=59)
    assert watch(15) == [SILENT]
    assert Notice.objects.count() == 2


def test_the_night_does_not_end_a_silence_that_began_by_day(busy):
    watch(12)
    assert watch(23) == [SILENT]


def test_a_single_busy_week_is_not_what_is_usual(number):
    counted(number, MONDAY - timedelta(days=28), 1)
    for hour in range(8, 20):
        counted(number, MONDAY - timedelta(days=7) + timedelta(hours=hour), 400)
    assert watch(15) == []


def test_in_the_first_weeks_a_whole_day_without_anything_is_told(number):
    counted(number, MONDAY + timedelta(hours=9), 7)
    counted(number, MONDAY + timedelta(hours=12), 5)
    assert watch(30) == []
    assert watch(13.5, day=1) == [SILENT]
    [notice] = standing()
    notice.over_at = notice.at + timedelta(hours=25)
    assert in_words(notice) == "No event for 25 h; on the day before there were 12."


def test_a_number_with_little_to_do_may_be_silent(number):
    counted(number, MONDAY, 3)
    assert watch(12, day=3) == []


def test_a_pretend_number_is_never_missed(busy):
    busy.account.is_pretend = True
    busy.account.save()
    assert watch(13) == []


def test_the_setup_page_of_the_number_says_so(busy):
    busy.account.first_event_at = MONDAY
    busy.account.save()
    assert run(busy, "flow").state is State.OK
    watch(13)
    found = run(busy, "flow")
    assert found.state is State.WARN
    assert "normally 40 in this hour" in found.said
    assert glance(busy).state is State.WARN
    assert "normally 40 in this hour" in glance(busy).words


@pytest.fixture
def event(account):
    """An event of the account: `event(state="failed", attempts=3)`."""
    made = iter(range(100))

    def make(**fields) -> WebhookEvent:
        return WebhookEvent.objects.create(body=b"{}", sha256=bytes([next(made)]) * 32, account=account, **fields)

    return make


def test_events_that_wait_too_long_are_told_until_they_are_handled(event):
    waiting = event(next_attempt_at=MONDAY)
    assert watch(4 / 60) == []
    assert watch(6 / 60) == [WAITING]
    [notice] = standing()
    assert (notice.at, notice.weight) == (MONDAY, "danger")
    event(next_attempt_at=MONDAY)
    assert watch(1) == [WAITING]
    WebhookEvent.objects.update(state="handled")
    assert watch(2) == []
    waiting.refresh_from_db()
    assert Notice.objects.get().over_at == MONDAY + timedelta(hours=2)


def test_while_events_wait_no_number_is_called_silent(busy, event):
    event(next_attempt_at=MONDAY + timedelta(hours=10))
    assert watch(13) == [WAITING]


def test_what_failed_again_and_again_is_told_and_what_failed_once_is_not(event):
    event(state="failed", attempts=1, received_at=MONDAY)
    assert watch(1) == []
    event(state="failed", attempts=3, received_at=MONDAY)
    assert watch(1) == [FAILED]
    WebhookEvent.objects.update(state="pending", next_attempt_at=MONDAY + 2 * HOUR)  # replayed
    assert watch(2) == []


def test_who_put_failed_events_away_hears_of_new_ones_only(event, ada):
    now = timezone.now()
    event(state="failed", attempts=3, received_at=now - HOUR)
    alarms.watch(now=now)
    notices.put_away(standing()[0], by=ada.pk)
    alarms.watch(now=now)
    assert standing() == []
    event(state="failed", attempts=3, received_at=now + HOUR)
    alarms.watch(now=now + 2 * HOUR)
    assert [notice.code for notice in standing()] == [FAILED]


def test_the_page_of_notices_says_it_in_words(client, ada, busy, event):
    client.force_login(ada)
    now = timezone.now()
    event(state="failed", attempts=3, received_at=now)
    event(next_attempt_at=now - HOUR)
    watch(13)
    alarms.watch(now=now)
    page = client.get("/setup/notices/").content.decode()
    for words in (
        "normally 40 in this hour.",
        "Events have been waiting for 60 minutes.",
        "Events could not be handled, also not when",
    ):
        assert words in page


def test_the_timetable_watches(busy):
    tasks.watch()
    tasks.forget()
    assert not HourCount.objects.exists()  # of months ago
