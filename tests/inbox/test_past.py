"""The page of a contact tells what happened in their conversations, to whoever may read those."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact
from inbox import services
from inbox.models import Conversation, Status
from nxtchat.team.roles import Role
from tests.inbox.desk import ana_says, at_desk, we_say, words
from tests.webhooks.bodies import envelope, said

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db(transaction=True)
OFFER = {"template": {"name": "spring_offer", "language": {"code": "en"}}}


def told(browser, contact, tail=""):
    page = browser.get(reverse("contacts:contact", args=[contact.pk]) + tail).text
    return page.split('id="history-heading"')[1]


def test_it_begins_with_the_first_message_and_goes_on_with_what_became_of_it(
    at_desk, bruno, contact, conversation, ana_says, we_say
):
    first = ana_says("Hello", at=timezone.now() - timedelta(hours=3))
    ana_says("Anybody there?")
    services.assign(conversation=conversation, to=bruno, by=bruno)
    services.resolve(conversation=conversation, by=bruno)
    services.reopen(conversation=conversation, by=bruno)
    past = told(at_desk(bruno), contact)
    assert f'#message-{first.client_id}">First wrote to Lucky Shrub' in past and past.count("First wrote") == 1
    spoken = words(past)
    order = ["Conversation reopened", "Conversation resolved", "Conversation assigned to Bruno Lima", "First wrote"]
    assert sorted(order, key=spoken.index) == order


def test_templates_are_told_with_what_became_of_them(at_desk, bruno, contact, we_say):
    sent = we_say("Hello Ana, all is 20% off.", kind="template", payload=OFFER, by=bruno)
    we_say("Hello again", kind="template", payload=OFFER, by=bruno, status=Status.FAILED)
    past = told(at_desk(bruno), contact)
    assert f'#message-{sent.client_id}">Template: spring_offer</a>' in past and "Hello Ana, all is 20% off." in past
    assert "Template: spring_offer (Not sent)" in past


def test_a_stop_leads_to_the_message_that_says_it(at_desk, bruno, number, arrives):
    arrives(envelope(said("STOP")))
    contact = Contact.objects.get()
    stop = Conversation.objects.get().messages.get(direction="in")
    past = told(at_desk(bruno), contact)
    assert (
        past.count(f"#message-{stop.client_id}") == 3
    )  # no offers, nothing more at all, and the first thing they wrote


def test_whoever_may_not_read_the_conversation_is_told_nothing_of_it(at_desk, agent_of, bruno, contact, ana_says):
    ana_says("Hello")
    paula = agent_of("Paula", Role.PRIVACY)
    assert "First wrote" in told(at_desk(bruno), contact)
    assert "First wrote" not in told(at_desk(paula), contact)


def test_the_earlier_page_goes_on_where_the_first_ends(at_desk, bruno, contact, conversation):
    for _n in range(16):
        services.resolve(conversation=conversation, by=bruno)
        services.reopen(conversation=conversation, by=bruno)
    desk = at_desk(bruno)
    first = told(desk, contact)
    rest = desk.get(
        reverse("contacts:history", args=[contact.pk])
        + "?before="
        + desk.get(reverse("contacts:contact", args=[contact.pk])).context["older"].isoformat().replace("+", "%2B")
    ).text
    assert [first.count(one) + rest.count(one) for one in ("Conversation resolved", "Conversation reopened")] == [
        16,
        16,
    ]
