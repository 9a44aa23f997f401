"""Every kind of message through the API: kept as asked for, or refused by field and limit before anything is kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.models import Contact, Identity
from inbox.models import Conversation, Message
from templates_app.models import Template
from tests.whatsapp.sayings import SAYINGS


@pytest.fixture
def address(conversation):
    return f"conversations/{conversation.pk}/messages/"


def body(kind, content, **more):
    field = "media" if kind in {"image", "video", "audio", "document", "sticker"} else kind
    if kind == "text":
        return {"client_id": str(uuid4()), "text": content["body"], "preview_url": content["preview_url"], **more}
    return {"client_id": str(uuid4()), "kind": kind, field: content, **more}


@pytest.mark.parametrize("name", [name for name, (kind, _content) in SAYINGS.items() if kind != "template"])
def test_every_kind_is_taken_and_the_same_again_changes_nothing(asks, address, name):
    kind, content = SAYINGS[name]
    asked = body(kind, content)
    once, again = asks.post(address, asked), asks.post(address, asked)
    assert (once.status_code, again.status_code) == (201, 200), once.content
    assert once.json()["id"] == again.json()["id"] == asked["client_id"]
    message = Message.objects.get()
    assert once.json()["kind"] == message.kind == kind
    assert message.payload["type"] == kind
    if kind != "text":
        assert message.payload[kind] == content


def test_one_id_stands_for_one_content(asks, address, is_problem):
    asked = body(*SAYINGS["location"])
    asks.post(address, asked)
    moved = asked | {"location": asked["location"] | {"latitude": 1}}
    is_problem(asks.post(address, moved), 409, "client_id_taken")
    is_problem(asks.post(address, {"client_id": asked["client_id"], "text": "Hi"}), 409, "client_id_taken")


def buttons(title):
    reply = {"type": "reply", "reply": {"id": "a", "title": title}}
    return {"type": "button", "body": {"text": "Well?"}, "action": {"buttons": [reply]}}


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        (
            {"kind": "interactive", "interactive": buttons("x" * 21)},
            "interactive.action.buttons.0.reply.title",
            "max_length",
        ),
        ({"kind": "interactive"}, "interactive", "required"),
        ({"kind": "interactive", "interactive": "x"}, "interactive", "invalid"),
        ({"kind": "location", "location": {"latitude": 91, "longitude": 0}}, "location.latitude", "invalid"),
        ({"kind": "contacts", "contacts": []}, "contacts", "min_length"),
        ({"kind": "image", "media": {}}, "media.id", "required"),
        ({"kind": "image", "media": {"id": str(uuid4())}}, "media.id", "does_not_exist"),
        (
            {"kind": "image", "media": {"link": "https://example.org/a", "caption": "x" * 1025}},
            "media.caption",
            "max_length",
        ),
        ({"kind": "image", "media": {"link": "https://example.org/a"}, "text": "x"}, "text", "unknown"),
        (
            {"kind": "reaction", "reaction": {"message_id": str(uuid4()), "emoji": "x"}},
            "reaction.message_id",
            "does_not_exist",
        ),
        ({"text": "x", "preview_url": "perhaps"}, "preview_url", "invalid"),
    ],
)
def test_what_whatsapp_would_not_take_is_named_by_field(asks, address, is_problem, asked, field, code):
    answer = asks.post(address, {"client_id": str(uuid4()), **asked})
    assert is_problem(answer, 400, "invalid") == {field: code}
    assert not Message.objects.exists()


def test_the_limit_stands_in_the_words(asks, address):
    asked = {"client_id": str(uuid4()), "kind": "interactive", "interactive": buttons("x" * 23)}
    [error] = asks.post(address, asked).json()["errors"]
    assert error["detail"] == "A button's title may have 20 characters; this one has 23."


def test_a_reaction_is_put_on_and_taken_back(asks, address, says):
    thanks = says("Thanks")
    for emoji, shown in (("👍", ["👍"]), ("", [])):
        reaction = {"message_id": str(thanks.client_id), "emoji": emoji}
        answer = asks.post(address, {"client_id": str(uuid4()), "kind": "reaction", "reaction": reaction})
        assert answer.status_code == 201, answer.content
        found = next(row for row in asks.get(address).json()["results"] if row["id"] == str(thanks.client_id))
        assert [each["emoji"] for each in found["reactions"]] == shown
    assert answer.json()["reply_to"] == str(thanks.client_id)


@pytest.fixture
def template(account):
    components = [{"type": "BODY", "text": "Hello {{1}}, spring is here."}]
    return Template.objects.create(
        account=account, meta_id="1", name="spring_offer", language="en", status="APPROVED", components=components
    )


def first(to, **more):
    kind, content = SAYINGS["template"]
    return body(kind, content, to=to, **more)


def test_somebody_new_is_written_to_with_a_template(asks, number, template):
    answer = asks.post("messages/", first("+49 151 12345678"))
    assert answer.status_code == 201, answer.content
    message = Message.objects.get()
    assert message.text == "Hello Ana, spring is here."
    assert message.conversation.peer.value == "4915112345678"
    assert asks.post("messages/", first("+49 151 12345678")).json()["conversation"] == message.conversation_id
    assert asks.post("messages/", first("DE.13491208655302741918")).json()["conversation"] != message.conversation_id


def test_who_is_on_file_keeps_their_conversation(asks, conversation, contact, template):
    for to in ("+55 11 98765-4321", contact.pk):
        assert asks.post("messages/", first(to)).json()["conversation"] == conversation.pk
    assert Conversation.objects.count() == 1


def test_who_is_not_written_to_after_all_is_not_put_on_file(asks, number, template, is_problem):
    words = {"client_id": str(uuid4()), "text": "Hi", "to": "+49 151 12345678"}
    is_problem(asks.post("messages/", words), 409, "window_closed")
    Template.objects.update(status="PAUSED")
    is_problem(asks.post("messages/", first("+49 151 12345678")), 409, "template_unavailable")
    assert not Contact.objects.exists() and not Identity.objects.exists() and not Conversation.objects.exists()


@pytest.mark.parametrize("to", ["49151", "015112345678", "nobody", "", None, True, 0, 2**70, {"phone": "+1"}])
def test_an_address_is_a_number_with_plus_a_user_id_or_a_contact(asks, number, template, is_problem, to):
    assert list(is_problem(asks.post("messages/", first(to)), 400, "invalid")) == ["to"]


def test_a_stranger_writes_from_no_number_that_is_not_theirs(program, chitra, number, contact, template, is_problem):
    asks = program(chitra)
    for more in ({}, {"number": number.pk}):
        assert list(is_problem(asks.post("messages/", first("+4915112345678", **more)), 400, "invalid")) == ["number"]


def test_a_template_goes_though_the_window_is_closed_and_words_do_not(asks, address, template, is_problem):
    Conversation.objects.update(window_closes_at=timezone.now() - timedelta(days=2))
    assert asks.post(address, body(*SAYINGS["template"])).status_code == 201
    is_problem(asks.post(address, body(*SAYINGS["location"])), 409, "window_closed")


@pytest.fixture
def named_offer(number, contact):
    Contact.objects.filter(pk=contact.pk).update(name="Ana Souza")
    body = "Hello {{first_name}}, your order {{order}} is ready for you."
    url = {"type": "URL", "text": "Shop", "url": "https://shop.example/{{1}}", "example": ["a"]}
    return Template.objects.create(
        account=number.account,
        meta_id="9",
        name="order_ready",
        language="en",
        category="UTILITY",
        status="APPROVED",
        is_named=True,
        components=[{"type": "BODY", "text": body}, {"type": "BUTTONS", "buttons": [url]}],
    )


VALUES = {
    "body_first_name": {"from": "first_name", "fallback": "there"},
    "body_order": "A-17",
    "button_0": {"from": "fixed", "value": "spring"},
}


def filled(contact, **values):
    template = {"name": "order_ready", "language": {"code": "en"}, "values": VALUES | values}
    return {"client_id": str(uuid4()), "kind": "template", "to": contact.pk, "template": template}


def test_a_program_names_values_and_where_they_come_from(asks, contact, named_offer):
    asked = filled(contact)
    once, again = asks.post("messages/", asked), asks.post("messages/", asked)
    assert (once.status_code, again.status_code) == (201, 200), once.content
    assert once.json()["text"] == "Hello Ana, your order A-17 is ready for you."
    sent = Message.objects.get().payload["template"]
    assert "values" not in sent and [each["type"] for each in sent["components"]] == ["body", "button"]
    other = asked | {"template": filled(contact, body_order="B-2")["template"]}
    assert asks.post("messages/", other).status_code == 409


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"body_order": "two\nlines"}, "template.values.body_order"),
        ({"body_order": {"from": "field", "field": "gone", "fallback": "x"}}, "template.values.body_order"),
        ({"body_first_name": {"from": "first_name"}}, "template.values.body_first_name"),
        ({"body_order": ""}, "template.values.body_order"),
        ({"body_more": "x"}, "template.values.body_more"),
        ({"body_order": {"from": "the moon"}}, "template.values"),
        ({"body_order": "x" * 1020}, "template.values.body_first_name"),
    ],
)
def test_values_that_cannot_be_sent_are_refused_by_their_place(asks, contact, named_offer, values, field):
    answer = asks.post("messages/", filled(contact, **values))
    assert answer.status_code == 400 and field in answer.content.decode(), answer.content
    assert not Message.objects.exists()


def test_values_of_a_template_that_is_not_there_are_refused_like_the_template(asks, contact, number):
    answer = asks.post("messages/", filled(contact))
    assert (answer.status_code, answer.json()["code"]) == (409, "template_unavailable")
