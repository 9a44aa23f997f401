"""What became of a campaign: the page of one that runs, and the report. Every figure is counted again here."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns import tallying
from campaigns.models import Campaign, Recipient
from campaigns.rates import services as rates
from campaigns.reporting import chart, figures, money
from inbox.models import Conversation, Direction, Message, Status
from tests.campaigns.conftest import card
from tests.campaigns.people import person

State = Recipient.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def running(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(
        state=Campaign.State.RUNNING, started_at=timezone.now() - 10 * MINUTE, frozen_at=timezone.now() - 10 * MINUTE
    )
    campaign.refresh_from_db()
    return campaign


def recipient(campaign, name, state, *, country="BR", ago=5, **facts):
    """Somebody in the ledger, who was written to so many minutes ago."""
    at = timezone.now() - ago * MINUTE
    steps = {State.SENT: 1, State.DELIVERED: 2, State.READ: 3, State.REPLIED: 4}.get(state, 0)
    times = dict(zip(("sent_at", "delivered_at", "read_at", "replied_at")[:steps], [at] * steps, strict=True))
    begun = {} if state in {State.PENDING, State.SKIPPED} else {"begun_at": at}
    return Recipient.objects.create(
        campaign=campaign, contact=person(name, country=country), state=state, due_at=at, **begun, **times, **facts
    )


@pytest.fixture
def ledger(running):
    """Ten people, each at another point."""
    for name in ("Ana", "Bia"):
        recipient(running, name, State.READ, ago=8)
    recipient(running, "Caio", State.DELIVERED)
    recipient(running, "Davi", State.SENT)
    recipient(running, "Eva", State.REPLIED, country="UY")
    recipient(running, "Fabio", State.FAILED, error_code=131026)
    recipient(running, "Gil", State.FAILED, error_code=131049)
    recipient(running, "Hugo", State.FAILED, error_code=131026)
    recipient(running, "Ivo", State.PENDING)
    recipient(running, "Jana", State.SKIPPED, rule=Recipient.Rule.OPTED_OUT)
    return running


def test_each_step_says_what_it_is_a_share_of(ledger, marketer):
    rows = list(Recipient.objects.values("state", "delivered_at", "read_at", "replied_at"))
    delivered = sum(row["delivered_at"] is not None for row in rows)
    found = {step.name: (step.count, step.of) for step in figures.funnel(tallying.sums(ledger))}
    assert found["sent"] == (5, 9)  # of those who were to get it, whoever was left out aside
    assert found["delivered"] == (delivered, 5)
    assert found["read"] == (sum(row["read_at"] is not None for row in rows), delivered)
    assert found["replied"] == (sum(row["replied_at"] is not None for row in rows), delivered)
    page = marketer.get(f"/campaigns/{ledger.pk}/").text
    assert "56 % of those who were to get it" in page
    assert "8 of 9" in page


def test_failures_are_told_by_reason_with_what_helps(ledger, marketer):
    found = figures.failures(ledger)
    assert [(one.code, one.count) for one in found] == [(131026, 2), (131049, 1)]
    page = marketer.get(f"/campaigns/{ledger.pk}/").text
    assert str(found[0].remedy) in page
    assert 'Said stop: <span class="tabular">1</span>' in page


def test_the_rate_and_the_time_left_are_of_the_last_minute(ledger):
    for count in range(3):
        recipient(ledger, f"New {count}", State.SENT, ago=0)
    found = figures.progress(ledger, tallying.sums(ledger))
    assert (found.per_minute, found.minutes_left, found.done, found.people) == (3, 1, 11, 12)
    Campaign.objects.update(state=Campaign.State.PAUSED)
    ledger.refresh_from_db()
    assert figures.progress(ledger, tallying.sums(ledger)).minutes_left is None


def test_the_page_asks_the_same_for_ten_and_for_a_hundred(ledger, marketer, django_assert_max_num_queries):
    for count in range(90):
        recipient(ledger, f"More {count}", State.READ)
    for path, most in (("", 14), ("progress/", 12), ("report/", 15)):
        with django_assert_max_num_queries(most):
            assert marketer.get(f"/campaigns/{ledger.pk}/{path}").status_code == 200


def test_by_country_everybody_is_counted_once(ledger):
    found = dict(figures.by_country(ledger))
    assert sum(row["people"] for row in found.values()) == 9
    assert (found["BR"]["read"], found["UY"]["replied"], found["BR"]["failed"]) == (2, 1, 3)


def test_the_line_over_time_and_its_table_hold_the_same(ledger, marketer):
    moments = figures.moments(ledger)
    sent = Recipient.objects.filter(begun_at__isnull=False).count()
    assert sum(counts.get("sent", 0) for _at, counts in moments) == sent
    drawn = chart.draw(moments)
    assert all(len(line.points.split()) == len(moments) for line in drawn.lines)
    page = marketer.get(f"/campaigns/{ledger.pk}/report/").text
    assert page.count("<polyline") == 3
    assert "The same as a table" in page
    assert chart.draw([]) is None


def test_what_was_billed_stands_beside_what_was_estimated(ledger, mara, conversation, marketer):
    rates.bring(card(), starts_on=date(2020, 1, 1), by=mara)
    Campaign.objects.update(estimate={"table": "USD 2020-01-01", "currency": "USD", "low": 180_000, "high": 180_000})
    ledger.refresh_from_db()
    for one, pricing in zip(
        Recipient.objects.filter(delivered_at__isnull=False).order_by("pk"),
        ({"billable": True, "category": "utility"}, {"billable": True, "category": "utility"}, {"billable": False}),
        strict=False,
    ):
        message = Message.objects.create(
            conversation=conversation,
            number=ledger.number,
            direction=Direction.OUT,
            status=Status.READ,
            pricing=pricing,
        )
        Recipient.objects.filter(pk=one.pk).update(message=message)
    found = money.bill(ledger)
    assert (found.billed, found.free, found.untold) == (2, 1, 1)
    assert (str(found.high), str(found.actual.high)) == ("USD 0.18", "USD 0.04")
    page = marketer.get(f"/campaigns/{ledger.pk}/report/").text
    assert "USD 0.18" in page
    assert "2 messages: USD 0.04" in page


def test_everybody_stands_in_the_file_of_the_recipients(ledger, marketer):
    sheet = b"".join(marketer.get(f"/campaigns/{ledger.pk}/recipients.csv").streaming_content).decode()
    assert len(sheet.splitlines()) == 1 + Recipient.objects.count()
    assert "Fabio,,BR,,failed,,131026" in sheet


def test_a_copy_begins_as_a_draft_with_the_same_words_and_people(ledger, marketer, mara):
    Campaign.objects.update(audience={"groups": [7]}, values={"body_1": {"from": "fixed", "value": "you"}})
    answer = marketer.post(f"/campaigns/{ledger.pk}/copies/")
    made = Campaign.objects.get(copied_from=ledger)
    assert answer["Location"] == f"/campaigns/{made.pk}/audience/"
    assert (made.state, made.audience) == (Campaign.State.DRAFT, {"groups": [7]})
    assert (made.confirmed_at, made.starts_at, made.created_by) == (None, None, mara)
    assert not made.recipients.exists()


def test_only_what_is_possible_is_offered_and_done(ledger, marketer):
    url = f"/campaigns/{ledger.pk}"
    state = Campaign.State
    page = marketer.get(f"{url}/").text
    assert f"{url}/moves/pause/" in page
    assert f"{url}/moves/resume/" not in page
    for move, to in (("resume", state.RUNNING), ("pause", state.PAUSED), ("pause", state.PAUSED)):
        marketer.post(f"{url}/moves/{move}/")
        ledger.refresh_from_db()
        assert ledger.state == to
    assert f"{url}/moves/resume/" in marketer.get(f"{url}/").text
    marketer.post(f"{url}/moves/cancel/")
    ledger.refresh_from_db()
    assert ledger.state == state.CANCELLED
    assert ledger.recipients.filter(state=State.READ).count() == 2  # what was sent stays
    assert marketer.post(f"{url}/moves/explode/").status_code == 404


def test_a_draft_goes_on_where_it_was_left(campaign, marketer):
    assert marketer.get(f"/campaigns/{campaign.pk}/")["Location"] == f"/campaigns/{campaign.pk}/audience/"


def test_a_marketer_of_another_team_sees_no_report(ledger, marketer, chitra):
    for path in ("", "progress/", "report/", "recipients.csv"):
        assert marketer.get(f"/campaigns/{ledger.pk}/{path}").status_code == 404
    assert marketer.post(f"/campaigns/{ledger.pk}/copies/").status_code == 404


def test_whoever_answered_is_listed_with_the_way_to_what_they_said(running, marketer, number):
    ana = recipient(running, "Ana", State.REPLIED)
    recipient(running, "Rui", State.READ)
    conversation = Conversation.objects.create(number=number, contact=ana.contact, last_message_at=timezone.now())
    message = conversation.messages.create(number=number, direction=Direction.OUT, status=Status.READ, text="Hello")
    Recipient.objects.filter(pk=ana.pk).update(message=message)
    page = marketer.get(f"/campaigns/{running.pk}/replies/").text
    assert "Ana" in page and "Rui" not in page and f"/inbox/c/{conversation.pk}/" in page
    assert f"/campaigns/{running.pk}/replies/" in marketer.get(f"/campaigns/{running.pk}/").text
