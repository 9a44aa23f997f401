"""A person sent it again; then WhatsApp reports on the attempt before."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import consent
from contacts.models import ConsentEvent
from inbox import delivery, services, tasks
from inbox.models import Message, Status
from inbox.services.numbers import resume_number
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices_words import in_words
from tests.small_graph import hang_up, refuse
from tests.webhooks.bodies import envelope, reported, status

FIRST = "wamid.OF-THE-FIRST-ATTEMPT"


@pytest.fixture
def message(bruno, conversation, graph):
    """Nobody knows whether the first attempt arrived."""
    said = services.reply(conversation=conversation, text="Olá", client_id=uuid4(), by=bruno)
    graph.answers = [hang_up]
    return deliver(said)


@pytest.fixture
def reports(arrives):
    """`reports(message, "failed", attempt=1)`: WhatsApp reports on one of its attempts."""

    def report(message, word, *, attempt=None, wamid=FIRST, code=131026, ago=0):
        ours = str(message.client_id) + (f":{attempt}" if attempt else "")
        at = int((datetime.now(UTC) - timedelta(seconds=ago)).timestamp())
        errors = {"errors": [{"code": code, "title": "No"}]} if word == "failed" else {}
        arrives(envelope(reported(status(wamid, word, at=at, biz_opaque_callback_data=ours, **errors))))
        message.refresh_from_db()
        return message

    return report


def deliver(message):
    delivery.deliver(message.pk)
    message.refresh_from_db()
    return message


def send_again(message, by) -> Message:
    services.settle_unknown(message=message, sent=False, by=by)
    message.refresh_from_db()
    return message


def test_the_first_attempt_failed_so_the_second_goes_on(message, graph, reports, bruno):
    send_again(message, bruno)
    assert reports(message, "failed", attempt=1).status == Status.QUEUED
    assert deliver(message).status == Status.SENT
    assert reports(message, "failed", attempt=1, code=131000).status == Status.SENT
    assert len(graph.bodies) == 2


def test_a_failure_of_the_attempt_that_counts_is_one(message, reports, bruno):
    deliver(send_again(message, bruno))
    assert reports(message, "failed", attempt=2, wamid=message.wamid).status == Status.FAILED


def test_the_first_attempt_arrived_so_the_second_is_not_sent(message, graph, reports, bruno):
    send_again(message, bruno)
    assert reports(message, "delivered", attempt=1).status == Status.DELIVERED
    assert deliver(message).status == Status.DELIVERED
    assert len(graph.bodies) == 1


def test_it_arrives_between_the_claim_and_the_post(message, graph, reports, bruno):
    assert delivery.claim(send_again(message, bruno))
    assert reports(message, "sent", attempt=1).status == Status.SENT
    assert not delivery.begin(message)


def test_after_both_were_sent_each_report_finds_the_message(message, graph, reports, bruno):
    graph.answers = [lambda heard: (200, {"messages": [{"id": "wamid.OF-THE-SECOND"}]})]
    deliver(send_again(message, bruno))
    assert reports(message, "delivered", attempt=1).status == Status.DELIVERED
    assert message.wamid == "wamid.OF-THE-SECOND"
    assert reports(message, "read", attempt=2, wamid="wamid.OF-THE-SECOND").status == Status.READ


def test_what_the_second_lost_is_told_though_the_first_gave_it_a_name(message, graph, reports, bruno):
    graph.answers = [hang_up]
    deliver(send_again(message, bruno))
    assert reports(message, "sent", attempt=1).status == Status.SENT
    assert reports(message, "delivered", attempt=2, wamid="wamid.OF-THE-SECOND").status == Status.DELIVERED


def test_a_report_in_the_old_manner_still_settles_it(message, reports):
    assert reports(message, "sent").status == Status.SENT
    assert message.wamid == FIRST


@pytest.mark.parametrize(("code", "stopped"), [(131042, 131042), (131026, None)])
def test_what_stops_a_number_stops_it_as_a_report_too(
    code, stopped, message, number, reports, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reports(message, "failed", attempt=1, code=code)
    number.refresh_from_db()
    assert (message.status, number.stopped_code) == (Status.FAILED, stopped)
    assert [each.facts for each in Notice.objects.all()] == ([{"code": stopped}] if stopped else [])


def test_admins_are_told_until_the_number_goes_on(bruno, ada, conversation, graph, number):
    graph.answers = [refuse(131037), refuse(131037)]
    first = services.reply(conversation=conversation, text="Oi", client_id=uuid4(), by=bruno)
    deliver(first)
    assert Notice.objects.get().number == number
    words = in_words(Notice.objects.get())
    assert "not approved" in words.meaning and words.url == reverse("whatsapp:number", args=[number.pk])
    resume_number(number=number, by=ada)
    assert Notice.objects.get().over_at
    Message.objects.update(next_attempt_at=None)
    time.sleep(1.1)  # it was well for a second at least
    deliver(first)
    assert Notice.objects.filter(over_at=None).count() == 1


def test_a_report_from_an_hour_ago_stops_nothing_now(message, number, reports, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reports(message, "failed", attempt=1, code=131042, ago=3600)
    number.refresh_from_db()
    assert (message.status, number.stopped_code) == (Status.FAILED, None)


def test_who_stopped_marketing_is_noted_from_a_report(message, contact, reports, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reports(message, "failed", attempt=1, code=131050)
    told = ConsentEvent.objects.get()
    assert (told.contact, told.purpose, told.is_given, told.source) == (contact, "marketing", False, "refusal")
    assert told.at == message.failed_at


def test_who_stopped_marketing_is_noted_though_the_worker_died_before_it_came_to_that(message, contact, reports):
    reports(message, "failed", attempt=1, code=131050)  # and nothing follows: its commit is the last that was heard
    assert not ConsentEvent.objects.exists()
    tasks.note_missed_opt_outs()
    told = ConsentEvent.objects.get()
    assert (told.contact, told.is_given, told.source, told.at) == (contact, False, "refusal", message.failed_at)
    consent.record(
        [consent.Said(contact=contact.pk, purpose="marketing", is_given=True, at=timezone.now(), source="word")]
    )
    tasks.note_missed_opt_outs()
    assert ConsentEvent.objects.count() == 2 and consent.state(contact)["marketing"].is_given


def test_other_failures_say_nothing_of_what_a_person_wants(message, reports):
    reports(message, "failed", attempt=1, code=131026)
    tasks.note_missed_opt_outs()
    assert not ConsentEvent.objects.exists()


def test_who_stopped_marketing_is_noted_from_an_answer(bruno, conversation, graph, contact):
    graph.answers = [refuse(131050)]
    said = services.reply(conversation=conversation, text="Buy!", client_id=uuid4(), by=bruno)
    assert deliver(said).status == Status.FAILED
    assert not ConsentEvent.objects.get(contact=contact).is_given


def test_a_number_reported_as_spam_sends_only_replies_for_a_while(bruno, conversation, graph, number):
    graph.answers = [refuse(131048)]
    deliver(services.reply(conversation=conversation, text="Buy!", client_id=uuid4(), by=bruno))
    assert pace.bulk_is_paused(number=number.pk)
    assert pace.reserve(number=number.pk, pairs=[1]).waits == [None]
    assert deliver(services.reply(conversation=conversation, text="Oi", client_id=uuid4(), by=bruno)).status == "sent"
