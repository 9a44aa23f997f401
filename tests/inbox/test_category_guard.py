"""Meta moves a template to marketing while messages of it wait: only who agreed to offers still gets theirs."""

import time
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts import consent
from contacts.models import Contact
from inbox import delivery, sending, services
from inbox.models import Conversation, Message, Status
from nxtchat.whatsapp import errors
from templates_app import above, syncing
from templates_app.models import Event, Template
from tests.inbox.crowd import owe
from tests.templates_app.test_templates import page, told
from tests.webhooks.news_bodies import news

pytestmark = pytest.mark.django_db(transaction=True)
AGREED, SILENT, REFUSED = "+5511900000000", "+5511900000001", "+5511900000002"
CONTENT = {"name": "order_ready", "language": {"code": "en"}}
NAMED = {
    "message_template_id": "806312974732579",
    "message_template_name": "order_ready",
    "message_template_language": "en",
}


@pytest.fixture
def template(account):
    body = [{"type": "BODY", "text": "Your order is ready."}]
    return Template.objects.create(
        account=account, meta_id="806312974732579", name="order_ready", language="en", category="UTILITY",
        status="APPROVED", components=body,
    )  # fmt: skip


@pytest.fixture
def waiting(number, template, bruno):
    """Word of an order waits for three people: one agreed to offers, one never said, one wants none."""
    owe(number, 3)
    Message.objects.all().delete()
    agreed, _silent, refused = Contact.objects.order_by("pk")
    at = timezone.now()
    consent.record(
        [
            consent.Said(contact=person.pk, purpose="marketing", is_given=is_given, at=at, source="form")
            for person, is_given in ((agreed, True), (refused, False))
        ]
    )
    return [
        services.say(conversation=conversation, kind="template", content=CONTENT, client_id=uuid4(), by=bruno)
        for conversation in Conversation.objects.order_by("pk")
    ]


def moved(**value) -> bytes:
    told = {"previous_category": "UTILITY", "new_category": "MARKETING"} | value
    return news("template_category_update", NAMED | told, at=int(time.time()))


def one_by_one(messages):
    for message in messages:
        delivery.deliver(message.pk)


def in_batches(_messages):
    sending.send_waiting(budget=5.0)


@pytest.mark.parametrize("leave", [one_by_one, in_batches])
def test_who_did_not_agree_to_offers_gets_nothing_and_it_is_said_why(
    waiting, arrives, graph, client, bruno, template, leave
):
    arrives(moved())
    leave(waiting)
    assert [body["to"] for body in graph.bodies] == [AGREED]
    ends = [(message.status, message.error_code) for message in Message.objects.order_by("conversation")]
    assert ends == [(Status.SENT, None), (Status.FAILED, errors.NO_CONSENT), (Status.FAILED, errors.OPTED_OUT)]
    client.force_login(bruno)
    shown = client.get(f"/inbox/c/{waiting[1].conversation_id}/").text
    assert str(errors.explain(errors.NO_CONSENT).title) in shown
    assert template.events.get(what="category").before == "UTILITY"


@pytest.mark.parametrize("leave", [one_by_one, in_batches])
def test_as_long_as_it_is_only_announced_everybody_gets_it(waiting, arrives, graph, leave):
    arrives(moved(new_category="UTILITY", correct_category="MARKETING"))
    leave(waiting)
    assert sorted(body["to"] for body in graph.bodies) == [AGREED, SILENT, REFUSED]


def test_it_holds_too_when_only_the_hourly_look_brings_it(waiting, graph, account):
    graph.answers = [page(told("order_ready", language="en") | {"category": "MARKETING"})]
    syncing.sync(account)
    in_batches(waiting)
    assert [body["to"] for body in graph.bodies] == [AGREED]


@pytest.fixture
def heard(monkeypatch):
    """What somebody hears who has planned to send templates."""
    found: list[Event] = []
    monkeypatch.setattr(above, "_listeners", [])
    above.hears_of_templates(found.extend)
    return found


def test_whoever_planned_to_send_it_hears_at_once(arrives, template, heard):
    arrives(moved())
    assert [(event.template_id, event.what, event.before, event.word) for event in heard] == [
        (template.pk, "category", "UTILITY", "MARKETING")
    ]
    arrives(news("message_template_status_update", NAMED | {"event": "PAUSED"}, at=int(time.time())))
    assert (heard[1].what, heard[1].word) == ("status", "PAUSED")
