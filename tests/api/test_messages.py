"""What was said, and saying something, for programs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from inbox.models import Conversation, Direction, Media, Message, Status


@pytest.fixture
def address(conversation):
    return f"conversations/{conversation.pk}/messages/"


def test_a_message_is_shown_in_its_documented_shape(asks, address, conversation, says):
    message = says("Olá")
    [shown] = asks.get(address).json()["results"]
    assert shown.pop("created_at").endswith("Z")
    assert shown == {
        "id": str(message.client_id),
        "client_id": str(message.client_id),
        "conversation": conversation.pk,
        "contact": conversation.contact_id,
        "direction": "in",
        "kind": "text",
        "text": "Olá",
        "status": "received",
        "error": None,
        "author": None,
        "reply_to": None,
        "media": [],
        "reactions": [],
        "pricing": None,
        "edited_at": None,
        "deleted_at": None,
        "sent_at": None,
        "delivered_at": None,
        "read_at": None,
        "failed_at": None,
    }


def test_a_wamid_is_shown_to_nobody_because_it_holds_the_phone_number(asks, address, says):
    says("Olá", wamid="wamid.HBgNNTUxMTk4NzY1NDMyMQ")
    assert "wamid" not in asks.get(address).content.decode()


def test_why_it_was_not_sent_is_told_with_what_helps(asks, address, bruno, says):
    says("No", direction=Direction.OUT, status=Status.FAILED, error_code=131026, author=bruno)
    error = asks.get(address).json()["results"][0]["error"]
    assert error["code"] == 131026 and error["title"] and error["remedy"] and error["retryable"] is False


def test_answers_and_reactions_lead_to_what_they_are_about(asks, address, says):
    question = says("How much?")
    says("5 €", direction=Direction.OUT, status=Status.SENT, reply_to_wamid=question.wamid)
    for wamid, emoji in [("a", "👍"), ("b", "")]:
        about = {"reaction": {"message_id": "wamid.5 €", "emoji": emoji}}
        says(emoji, kind="reaction", wamid=f"wamid.{wamid}", payload=about, reply_to_wamid="wamid.5 €")
        shown = {row["text"]: row for row in asks.get(address).json()["results"]}
        assert shown["5 €"]["reply_to"] == str(question.client_id)
        assert [reaction["emoji"] for reaction in shown["5 €"]["reactions"]] == ([emoji] if emoji else [])


def test_a_message_has_the_words_it_has_now_and_none_once_it_was_deleted(asks, address, says, conversation):
    message = says("At ten", wamid="wamid.p")
    Media.objects.create(public_id=uuid4(), conversation=conversation, message=message, kind="image")

    def now():
        return next(row for row in asks.get(address).json()["results"] if row["id"] == str(message.client_id))

    says("At noon", wamid="wamid.e", kind="edit", reply_to_wamid="wamid.p")
    assert now()["text"] == "At noon" and now()["edited_at"] and not now()["deleted_at"]
    says("", wamid="wamid.r", kind="revoke", reply_to_wamid="wamid.p")
    assert now()["text"] == "" and now()["deleted_at"] and now()["media"] == []


def test_a_long_thread_takes_as_many_queries_as_a_short_one(asks, address, says, django_assert_num_queries):
    first = says("first")
    for n in range(60):
        says(f"m{n}", reply_to_wamid=first.wamid)
    asks.get(address)
    with django_assert_num_queries(6):  # token, conversation, identities, messages, files, what stands around
        assert len(asks.get(f"{address}?limit=1").json()["results"]) == 1
    with django_assert_num_queries(6):
        assert len(asks.get(f"{address}?limit=100").json()["results"]) == 61


def test_bruno_answers_and_saying_it_again_says_it_once(asks, address, bruno, conversation):
    body = {"client_id": str(uuid4()), "text": "Olá, Ana"}
    once, again = asks.post(address, body), asks.post(address, body)
    assert (once.status_code, again.status_code) == (201, 200)
    assert once.json()["id"] == again.json()["id"] == body["client_id"]
    shown = once.json()
    assert (shown["direction"], shown["author"], shown["text"]) == ("out", bruno.pk, "Olá, Ana")
    assert conversation.messages.count() == 1


def test_an_answer_quotes(asks, address, says):
    question = says("How much?")
    answer = asks.post(address, {"client_id": str(uuid4()), "text": "5 €", "reply_to": str(question.client_id)})
    assert answer.json()["reply_to"] == str(question.client_id)


def test_a_client_id_stands_for_one_message_only(asks, address, number, conversation, says, is_problem):
    body, question = {"client_id": str(uuid4()), "text": "Olá"}, says("How much?")
    asks.post(address, body)
    is_problem(asks.post(address, {**body, "text": "Adeus"}), 409, "client_id_taken")
    is_problem(asks.post(address, {**body, "reply_to": str(question.client_id)}), 409, "client_id_taken")
    is_problem(asks.post(address, {**body, "client_id": str(question.client_id)}), 409, "client_id_taken")
    other = Conversation.objects.create(
        number=number,
        contact=conversation.contact.__class__.objects.create(name="Other"),
        window_closes_at=conversation.window_closes_at,
    )
    is_problem(asks.post(f"conversations/{other.pk}/messages/", body), 409, "client_id_taken")


def test_a_closed_window_is_told_by_its_code(asks, address, conversation, is_problem):
    closed = timezone.now() - timedelta(minutes=1)
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=closed)
    is_problem(asks.post(address, {"client_id": str(uuid4()), "text": "Olá"}), 409, "window_closed")
    assert not Message.objects.exists()


def test_a_stopped_number_is_told_by_its_code(asks, address, number, is_problem):
    number.stopped_at, number.stopped_code = timezone.now(), 190
    number.save()
    is_problem(asks.post(address, {"client_id": str(uuid4()), "text": "Olá"}), 409, "number_unavailable")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client_id": "x"}, "client_id"),
        ({"client_id": None}, "client_id"),
        ({"text": ""}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": "x" * 4097}, "text"),
        ({"text": {"body": "x"}}, "text"),
        ({"kind": "carrier-pigeon"}, "kind"),
        ({"media": []}, "media"),
        ({"reply_to": "x"}, "reply_to"),
        ({"reply_to": str(uuid4())}, "reply_to"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name(asks, address, is_problem, change, field):
    body = {"client_id": str(uuid4()), "text": "Olá", **change}
    assert list(is_problem(asks.post(address, body), 400, "invalid")) == [field]
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_exactly_one_is_the_first(program, bruno, address):
    asks, body = program(bruno), {"client_id": str(uuid4()), "text": "Olá"}

    def say(_):
        try:
            return asks.post(address, body).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(say, range(10))) == [200] * 9 + [201]
    assert Message.objects.count() == 1
