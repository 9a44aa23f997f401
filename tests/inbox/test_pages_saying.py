"""What the composer posts besides plain words."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from inbox.models import Conversation, Direction, Message, Status
from tests.inbox.desk import ana_says, at_desk  # noqa: F401  (fixtures)

PLACE = {"latitude": 38.7, "longitude": -9.1, "name": "Shop"}


@pytest.fixture
def post(at_desk, bruno):  # noqa: F811
    browser = at_desk(bruno)

    def post(name, pk, body, **headers):
        body, kind = (json.dumps(body), "application/json") if not isinstance(body, str) else (body, "application/json")
        return browser.post(reverse(f"inbox:{name}", args=[pk]), body, content_type=kind, headers=headers)

    return post


def test_a_place_is_said_as_json_and_comes_back_as_a_fragment(post, conversation):
    answer = post("messages", conversation.pk, {"client_id": str(uuid4()), "kind": "location", "location": PLACE})
    message = Message.objects.get()
    assert answer.status_code == 201
    assert f'id="message-{message.client_id}"' in answer.content.decode()
    assert (message.kind, message.text, message.status) == ("location", "Shop", Status.QUEUED)
    assert message.payload == {"type": "location", "location": PLACE}


def test_a_form_says_it_too(at_desk, bruno, conversation):  # noqa: F811
    browser, address = at_desk(bruno), reverse("inbox:messages", args=[conversation.pk])
    form = {"client_id": uuid4(), "kind": "location", "content": json.dumps(PLACE)}
    assert browser.post(address, form, headers={"HX-Request": "true"}).status_code == 201
    assert browser.post(address, {"kind": "text", "text": "Olá"}).status_code == 302
    assert set(Message.objects.values_list("kind", flat=True)) == {"location", "text"}


def test_what_whatsapp_would_refuse_is_refused_with_its_limit(post, conversation):
    titles = [{"type": "reply", "reply": {"id": "a", "title": "x" * 21}}]
    asked = {"type": "button", "body": {"text": "Well?"}, "action": {"buttons": titles}}
    answer = post("messages", conversation.pk, {"kind": "interactive", "interactive": asked})
    assert answer.status_code == 422
    assert "20 characters; this one has 21" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", '"x"', '{"location": NaN}', {"client_id": "x"}])
def test_what_cannot_be_read_is_refused(post, conversation, body):
    assert post("messages", conversation.pk, body).status_code == 422
    assert not Message.objects.exists()


def test_an_id_stands_for_one_message_whatever_else_comes_with_it(post, conversation):
    asked = {"client_id": str(uuid4()), "kind": "location", "location": PLACE}
    assert [post("messages", conversation.pk, asked).status_code for _press in range(2)] == [201, 201]
    for change in ({"reply_to": "garbage"}, {"location": PLACE | {"name": "Other"}}):
        assert post("messages", conversation.pk, asked | change).status_code == 409
    assert Message.objects.count() == 1


def test_a_closed_window_is_told(post, conversation):
    Conversation.objects.update(window_closes_at=timezone.now() - timedelta(minutes=5))
    answer = post("messages", conversation.pk, {"kind": "location", "location": PLACE})
    assert answer.status_code == 409 and "24-hour window" in answer.content.decode()


def test_a_reaction_shows_the_message_it_is_on(post, ana_says):  # noqa: F811
    message = ana_says("Thank you!")
    Message.objects.update(wamid="wamid.thanks")
    answer = post("reactions", message.pk, {"client_id": str(uuid4()), "emoji": "👍"})
    assert answer.status_code == 201 and f'id="message-{message.client_id}"' in answer.content.decode()
    reaction = Message.objects.get(kind="reaction")
    assert (reaction.text, reaction.reply_to_wamid, reaction.direction) == ("👍", "wamid.thanks", Direction.OUT)


@pytest.mark.parametrize(("emoji", "status"), [("ok", 422), ("👍👍", 422), ("", 201)])
def test_a_reaction_is_one_emoji_or_none(post, ana_says, emoji, status):  # noqa: F811
    message = ana_says("Thank you!")
    Message.objects.update(wamid="wamid.thanks")
    assert post("reactions", message.pk, {"emoji": emoji}).status_code == status


def test_strangers_say_react_and_type_nothing(at_desk, chitra, conversation, ana_says):  # noqa: F811
    browser, message = at_desk(chitra), ana_says("Hi")
    for name, pk in (("messages", conversation.pk), ("typing", conversation.pk), ("reactions", message.pk)):
        assert browser.post(reverse(f"inbox:{name}", args=[pk]), {"text": "x", "emoji": "👍"}).status_code == 404
    assert Message.objects.count() == 1
