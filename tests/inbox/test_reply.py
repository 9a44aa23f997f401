from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.models import Contact, Identity
from inbox import services
from inbox.models import Conversation, Direction, Message, Status, Turn
from nxtchat.whatsapp import circuit


def say(bruno, conversation, text="Olá", once=None, **more):
    return services.reply(conversation=conversation, text=text, client_id=once or uuid4(), by=bruno, **more)


@pytest.fixture
def other_conversation(number):
    davi = Contact.objects.create(profile_name="Davi")
    peer = Identity.objects.create(contact=davi, kind=Identity.Kind.WA_ID, value="5511900000002")
    return Conversation.objects.create(
        number=number, contact=davi, peer=peer, window_closes_at=timezone.now() + timedelta(hours=5)
    )


def test_an_answer_waits_to_be_sent_and_shows_in_the_list(bruno, conversation):
    message = say(bruno, conversation, "  Olá,\r\nAna!\0  ")
    conversation.refresh_from_db()
    assert message.text == "Olá,\nAna!"
    assert (message.status, message.direction, message.author) == (Status.QUEUED, Direction.OUT, bruno)
    assert (conversation.preview, conversation.preview_direction) == ("Olá, Ana!", "out")
    assert conversation.last_status == Status.QUEUED
    assert conversation.last_message_at == message.created_at
    assert conversation.waiting_since is None


def test_pressing_send_twice_says_it_once(bruno, conversation):
    once = uuid4()
    assert say(bruno, conversation, "Olá", once) == say(bruno, conversation, "Olá", once)
    assert Message.objects.count() == 1


def test_pressing_send_again_after_the_window_closed_shows_what_was_said(bruno, conversation):
    once = uuid4()
    message = say(bruno, conversation, "Olá", once)
    Conversation.objects.update(window_closes_at=timezone.now())
    assert say(bruno, conversation, "Olá", once) == message


def test_an_id_that_was_used_elsewhere_is_refused(bruno, conversation, other_conversation):
    once = uuid4()
    say(bruno, conversation, "Olá", once)
    with pytest.raises(services.ClientIdTaken):
        say(bruno, other_conversation, "Olá", once)


def test_an_id_of_something_the_customer_said_is_refused(bruno, conversation):
    theirs = Message.objects.create(
        conversation=conversation, number=conversation.number, direction=Direction.IN, status=Status.RECEIVED
    )
    with pytest.raises(services.ClientIdTaken):
        say(bruno, conversation, "Olá", theirs.client_id)


@pytest.mark.parametrize("text", ["", "  \n ", "\0"])
def test_nothing_is_not_said(text, bruno, conversation):
    with pytest.raises(services.Unsayable):
        say(bruno, conversation, text)


def test_whatsapp_takes_4096_characters_and_not_one_more(bruno, conversation):
    assert say(bruno, conversation, "é" * 4096)
    with pytest.raises(services.Unsayable) as refusal:
        say(bruno, conversation, "é" * 4097)
    [fault] = refusal.value.faults
    assert (fault.limit, fault.found) == (4096, 4097)


def test_half_an_emoji_is_kept_as_a_sign_that_something_was_there(bruno, conversation):
    assert say(bruno, conversation, "Hi \ud83d!").text == "Hi \ufffd!"
    assert say(bruno, conversation, "Hi \ud83d\ude00!").text == "Hi 😀!"


def test_a_closed_window_is_said_with_its_time(bruno, conversation):
    closed = timezone.now() - timedelta(minutes=1)
    Conversation.objects.update(window_closes_at=closed)
    with pytest.raises(services.WindowClosed) as refusal:
        say(bruno, conversation)
    assert refusal.value.closed_at == closed
    assert refusal.value.code == "window_closed" and refusal.value.reason
    assert not Message.objects.exists()


def test_a_stopped_number_takes_no_new_answers_until_it_goes_on(bruno, conversation, number):
    circuit.stop(number, code=190)
    with pytest.raises(services.NumberUnavailable) as refusal:
        say(bruno, conversation)
    assert refusal.value.code == "number_unavailable"
    assert "expired" in refusal.value.reason
    circuit.resume(number)
    assert say(bruno, conversation)


def test_a_banned_number_takes_no_answers(bruno, conversation, number):
    number.status = "BANNED"
    number.save()
    with pytest.raises(services.NumberUnavailable):
        say(bruno, conversation)


def test_whoever_answers_what_nobody_has_takes_it(bruno, conversation):
    say(bruno, conversation)
    conversation.refresh_from_db()
    assert conversation.assignee == bruno
    turn = Turn.objects.get()
    assert (turn.kind, turn.by, turn.to) == (Turn.Kind.ASSIGNED, bruno, bruno)


def test_answering_for_a_colleague_does_not_take_it_away(bruno, ada, conversation):
    services.assign(conversation=conversation, to=ada, by=ada)
    say(bruno, conversation)
    conversation.refresh_from_db()
    assert conversation.assignee == ada


def test_an_answer_can_quote_what_the_customer_said(bruno, conversation, other_conversation):
    theirs = Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.IN,
        status=Status.RECEIVED,
        wamid="wamid.question",
    )
    quote = str(theirs.client_id)
    assert say(bruno, conversation, reply_to=quote).reply_to_wamid == "wamid.question"
    with pytest.raises(services.NothingToQuote):
        say(bruno, other_conversation, reply_to=quote)
    with pytest.raises(services.NothingToQuote):
        say(bruno, conversation, reply_to="not an id")


def test_an_answer_stands_after_a_question_from_a_clock_ahead_of_ours(bruno, conversation):
    ahead = timezone.now() + timedelta(seconds=40)
    Conversation.objects.update(last_message_at=ahead)
    assert say(bruno, conversation).created_at >= ahead
