"""Somebody's yes is written down with when, where, in which words, and the message that proves it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import consent
from contacts.models import Contact, Wording
from inbox.models import Conversation
from nxtchat.team.roles import Role
from tests.inbox.desk import ana_says, at_desk, we_say

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "I want to hear of offers on WhatsApp, at most twice a month."


def page(contact, **asked):
    return reverse("contacts:consent", args=[contact.pk], query=asked)


def said(**more):
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    return {"purpose": "marketing", "is_given": "yes", "at": now, "channel": "chat", "wording": "Yes"} | more


def test_a_message_of_theirs_is_taken_as_proof_with_its_words_and_its_time(at_desk, bruno, contact, ana_says):
    yes = ana_says("Yes, offers please", at=datetime(2026, 5, 4, 10, 30, tzinfo=UTC))
    ana_says("By the way, what is new?")
    desk = at_desk(bruno)
    form = desk.get(page(contact, message=yes.client_id)).context["form"]
    assert (form["wording"].value(), form["channel"].value()) == ("Yes, offers please", "chat")
    assert form["message"].value() == str(yes.client_id) and f"{form['at'].value():%H:%M}" == "10:30"
    assert desk.post(page(contact), said(message=yes.client_id, wording="")).status_code == 302
    event = contact.consent_events.get()
    assert (event.message, event.wording, event.channel) == (yes.pk, "Yes, offers please", "chat")
    for address in (page(contact), reverse("contacts:contact", args=[contact.pk])):
        assert f"#message-{yes.client_id}" in desk.get(address).text


def test_the_message_may_be_older_than_those_to_choose_from(at_desk, bruno, contact, ana_says):
    yes = ana_says("Yes", at=timezone.now() - timedelta(days=90))
    for n in range(31):
        ana_says(f"Question {n}")
    assert "Question 0<" not in at_desk(bruno).get(page(contact)).text
    at_desk(bruno).post(page(contact), said(message=yes.client_id))
    assert contact.consent_events.get().message == yes.pk


def test_what_somebody_else_wrote_or_we_did_proves_nothing(at_desk, bruno, conversation, contact, number, we_say):
    rui = Conversation.objects.create(number=number, contact=Contact.objects.create(name="Rui"))
    theirs = rui.messages.create(number=number, direction="in", status="received", text="Yes", wamid="wamid.rui")
    for other in (theirs.client_id, we_say("Do you agree?").client_id, uuid4(), "1"):
        assert at_desk(bruno).post(page(contact), said(message=other)).status_code == 422
    assert not contact.consent_events.exists()


def test_what_the_agent_may_not_read_is_not_offered(at_desk, chitra, agent_of, contact, ana_says):
    ana_says("Only for sales")
    paula = agent_of("Paula", Role.PRIVACY)  # finds everybody, reads no conversation
    assert "Only for sales" not in at_desk(paula).get(page(contact)).text


def test_the_time_is_meant_in_the_time_zone_of_the_reader(at_desk, bruno, contact):
    at_desk(bruno).post(page(contact), said(at="2026-05-04T10:30", offset="180"))  # São Paulo
    assert contact.consent_events.get().at == datetime(2026, 5, 4, 13, 30, tzinfo=UTC)
    nearly = timezone.now() + timedelta(hours=2)
    ahead = said(at=nearly.strftime("%Y-%m-%dT%H:%M"))
    assert at_desk(bruno).post(page(contact), ahead).status_code == 422
    assert at_desk(bruno).post(page(contact), ahead | {"offset": "-120"}).status_code == 302  # it is now, in Athens


def test_an_older_yes_does_not_undo_a_later_no_and_this_is_said(at_desk, bruno, contact):
    no = consent.Said(contact=contact.pk, purpose="marketing", is_given=False, at=timezone.now(), source="word")
    consent.record([no])
    answer = at_desk(bruno).post(page(contact), said(at="2020-01-01T00:00"), follow=True)
    assert "What they said later still holds." in answer.text
    assert not consent.state(contact)["marketing"].is_given


def test_a_yes_in_the_minute_of_the_no_holds(at_desk, bruno, contact, ana_says):
    noon = timezone.now().replace(second=10, microsecond=0) - timedelta(hours=1)
    no = consent.Said(contact=contact.pk, purpose="marketing", is_given=False, at=noon, source="word")
    consent.record([no])
    yes = ana_says("Yes", at=noon + timedelta(seconds=20))
    at_desk(bruno).post(page(contact), said(at=f"{noon:%Y-%m-%dT%H:%M}", message=yes.client_id))
    assert consent.state(contact)["marketing"].is_given and contact.consent_events.first().at == yes.created_at


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara", Role.MARKETER)


def publish(desk, **more):
    given = {"name": "Form at the till", "purpose": "marketing", "text": SENTENCE, "language": "en"} | more
    return desk.post(reverse("contacts:wordings"), given)


def test_a_sentence_is_published_in_versions_and_said_by_its_version(at_desk, mara, bruno, contact):
    desk = at_desk(mara)
    assert publish(desk).status_code == 302
    assert publish(desk, text="Offers, please.").status_code == 302
    first, second = Wording.objects.order_by("number")
    assert (str(first), str(second)) == ("Form at the till 1", "Form at the till 2")
    assert first.retired_at and not second.retired_at and first.text == SENTENCE
    at_desk(bruno).post(page(contact), said(version=first.pk, wording="whatever"))
    event = contact.consent_events.get()
    assert (event.version, event.wording, event.language) == ("Form at the till 1", SENTENCE, "en")
    assert "Form at the till 1" in at_desk(bruno).get(page(contact)).text


def test_a_retired_sentence_stays_with_whom_it_was_said(at_desk, mara, contact):
    desk = at_desk(mara)
    publish(desk)
    kept = Wording.objects.get()
    desk.post(reverse("contacts:wording_retirement", args=[kept.pk]))
    assert "Not shown any more" in desk.get(reverse("contacts:wordings")).text


@pytest.mark.parametrize("change", [{"text": " "}, {"name": ""}, {"purpose": "spam"}, {"language": "xx"}])
def test_what_nobody_can_agree_to_is_not_published(at_desk, mara, change):
    assert publish(at_desk(mara), **change).status_code == 422
    assert not Wording.objects.exists()


def test_a_sentence_is_not_noted_for_something_else(at_desk, bruno, mara, contact):
    publish(at_desk(mara))
    refused = at_desk(bruno).post(page(contact), said(purpose="service", version=Wording.objects.get().pk))
    assert refused.status_code == 422 and not contact.consent_events.exists()


def test_who_only_answers_publishes_nothing(at_desk, bruno):
    assert publish(at_desk(bruno)).status_code == 404
    assert not Wording.objects.exists()
