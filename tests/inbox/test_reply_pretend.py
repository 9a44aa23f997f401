"""The whole way of an answer: from the service to the phone of the customer, and the ticks back."""

from uuid import uuid4

import pytest

from inbox import delivery, services
from inbox.models import Message, Status
from nxtchat.whatsapp import circuit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def send(bruno, conversation):
    """Bruno answers, and a worker delivers it."""

    def send(text: str = "Olá, Ana!") -> Message:
        message = services.reply(conversation=conversation, text=text, client_id=uuid4(), by=bruno)
        delivery.deliver(message.pk)
        message.refresh_from_db()
        return message

    return send


@pytest.fixture
def ticks(whatsapp, arrives):
    """Everything that the pretend WhatsApp reported up to now is taken in."""
    mailbox = whatsapp.mailbox()

    def take_in(message: Message) -> Message:
        whatsapp.settle()
        for posted in mailbox.posts:
            arrives(posted.raw)
        message.refresh_from_db()
        return message

    return take_in


def on_the_phone(whatsapp):
    return [bubble["text"] for bubble in whatsapp.chat()["messages"] if not bubble["mine"]]


def test_an_answer_is_seen_on_the_phone_and_its_ticks_come_back(send, ticks, whatsapp):
    message = send()
    assert message.status == Status.SENT
    assert ticks(message).status == Status.DELIVERED
    whatsapp.read()
    assert ticks(message).status == Status.READ
    assert message.sent_at <= message.delivered_at <= message.read_at
    assert on_the_phone(whatsapp) == ["Olá, Ana!"]
    message.number.refresh_from_db()
    assert message.number.first_reply_delivered_at is not None


@pytest.mark.parametrize("trick", ["reset_after", "fail_after", "garbage"])
def test_an_answer_that_got_lost_is_settled_by_the_echo(trick, send, ticks, whatsapp):
    whatsapp.misbehave(**{trick: 1})
    message = send()
    assert message.status == Status.UNKNOWN
    assert ticks(message).status == Status.DELIVERED
    assert message.wamid
    assert on_the_phone(whatsapp) == ["Olá, Ana!"] and len(whatsapp.heard) == 1


def test_what_was_refused_for_now_arrives_once_in_the_end(send, whatsapp):
    whatsapp.misbehave(error={"code": 131056, "times": 1})
    assert send().status == Status.QUEUED
    Message.objects.update(next_attempt_at=None)  # as if the wait were over
    delivery.deliver(Message.objects.get().pk)
    assert on_the_phone(whatsapp) == ["Olá, Ana!"]


def test_a_token_that_was_revoked_stops_the_number_until_it_is_mended(send, whatsapp, number):
    whatsapp.misbehave(error={"code": 190, "times": 1})
    message = send()
    number.refresh_from_db()
    assert number.stopped_code == 190 and message.status == Status.QUEUED
    circuit.resume(number)
    delivery.deliver(message.pk)
    assert on_the_phone(whatsapp) == ["Olá, Ana!"]


def test_meta_closing_the_window_before_we_do_fails_with_its_code(send, whatsapp, bruno):
    whatsapp.misbehave(error={"code": 131047, "times": 1})
    message = send()
    assert (message.status, message.error_code) == (Status.FAILED, 131047)
    services.retry(message=message, by=bruno)
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.status == Status.SENT
