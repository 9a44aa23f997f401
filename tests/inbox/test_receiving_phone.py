"""A number that is used in the WhatsApp Business app, too: what is said there is in the inbox as ours."""

from datetime import UTC, datetime, timedelta

import pytest

from inbox.models import Conversation, Media, Message, StatusFact
from tests.webhooks.bodies import NOON, envelope, reported, said, status
from tests.webhooks.bodies_phone import echo, echoes

pytestmark = pytest.mark.django_db(transaction=True)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_what_was_said_on_the_phone_is_ours_and_answers_the_customer(number, arrives):
    arrives(envelope(said("Is it in stock?")))
    assert arrives(echoes(echo("Yes!", wamid="wamid.ECHO", at=NOON + 60))).state == "handled"
    ours = Message.objects.get(wamid="wamid.ECHO")
    assert (ours.direction, ours.origin, ours.status, ours.author, ours.text) == ("out", "phone", "sent", None, "Yes!")
    assert (ours.created_at, ours.sent_at, ours.payload) == (at(NOON + 60), at(NOON + 60), None)
    conversation = Conversation.objects.get()
    assert (conversation.waiting_since, conversation.inbound_count, conversation.state) == (None, 1, "open")
    assert (conversation.preview, conversation.preview_direction, conversation.last_status) == ("Yes!", "out", "sent")
    assert conversation.window_closes_at == at(NOON) + timedelta(hours=24)


def test_what_was_said_on_the_phone_opens_no_window_and_is_nothing_to_read(number, arrives):
    arrives(echoes(echo(wamid="wamid.ECHO")))
    conversation = Conversation.objects.get()
    assert (conversation.window_closes_at, conversation.inbound_count, conversation.state) == (None, 0, "resolved")
    assert conversation.contact.address == "+5511987654321"


@pytest.mark.parametrize("to", [{"to": "", "to_user_id": "BR.1349"}, {"to": "BR.1349"}])
def test_it_may_go_to_somebody_who_hides_their_number(number, arrives, to):
    arrives(echoes(echo(wamid="wamid.ECHO") | to))
    assert Conversation.objects.get().peer.value == "BR.1349"


def test_an_echo_that_was_late_stands_where_it_belongs(number, arrives):
    arrives(envelope(said("Hello?", at=NOON)))
    arrives(envelope(said("Anybody?", at=NOON + 120)))
    arrives(echoes(echo("One moment", wamid="wamid.ECHO", at=NOON + 60)))
    conversation = Conversation.objects.get()
    assert (conversation.preview, conversation.waiting_since) == ("Anybody?", at(NOON + 120))


def test_an_echo_told_ten_times_is_there_once(number, arrives):
    for spaces in range(10):
        arrives(echoes(echo(wamid="wamid.ECHO"), echo(wamid="wamid.ECHO")) + b" " * spaces)
    assert Message.objects.count() == 1


def test_pictures_edits_and_what_was_taken_back_come_along(number, arrives):
    arrives(
        echoes(
            echo(wamid="wamid.1", type="image", image={"id": "77", "mime_type": "image/png", "caption": "Look"}),
            echo(
                wamid="wamid.2",
                type="edit",
                edit={"original_message_id": "wamid.1", "message": {"type": "image", "image": {"caption": "See"}}},
            ),
            echo(wamid="wamid.3", type="revoke", revoke={"original_message_id": "wamid.1"}),
        )
    )
    told = Message.objects.order_by("wamid").values_list("direction", "kind", "text", "reply_to_wamid")
    assert list(told) == [
        ("out", "image", "Look", ""),
        ("out", "edit", "See", "wamid.1"),
        ("out", "revoke", "", "wamid.1"),
    ]
    assert Media.objects.get().meta_id == "77"


@pytest.mark.parametrize("is_early", [True, False])
def test_reports_about_it_move_its_tick_whenever_they_come(number, arrives, is_early):
    bodies = [echoes(echo(wamid="wamid.ECHO")), envelope(reported(status("wamid.ECHO", "read", at=NOON + 5)))]
    for body in reversed(bodies) if is_early else bodies:
        arrives(body)
    ours = Message.objects.get()
    assert (ours.status, ours.read_at) == ("read", at(NOON + 5))
    assert StatusFact.objects.get().message == ours
    assert Conversation.objects.get().last_status == "read"


def test_an_echo_without_a_recipient_is_kept_as_not_understood(number, arrives):
    event = arrives(echoes(echo(wamid="wamid.ECHO", to="")))
    assert (event.state, event.error) == ("unrouted", "no_sender")
