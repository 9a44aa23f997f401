"""The past of a number, told when it is connected: it is there to be read, and stirs nothing."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from inbox.models import Conversation, Media, Message, Turn
from nxtchat import redis
from nxtchat.live import stream
from tests.webhooks.bodies import NOON, envelope, said, value
from tests.webhooks.bodies_phone import ANA, OURS, echo, echoes, history, history_files, past
from webhooks.handling import handle_waiting
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

MONTHS_AGO = NOON - 90 * 24 * 3600
PICTURE = {"type": "image", "image": {"id": "24230790383178626", "mime_type": "image/jpeg", "caption": "My plant"}}


def test_it_is_there_to_be_read_and_stirs_nothing(number, arrives):
    before = stream.head()
    event = arrives(
        history(
            past("Do you have succulents?", wamid="wamid.1", at=MONTHS_AGO),
            past("Sure!", wamid="wamid.2", at=MONTHS_AGO + 60, by=OURS, status="DELIVERED"),
            past("Thanks", wamid="wamid.3", at=MONTHS_AGO + 120),
        )
    )
    assert event.state == "handled"
    told = Message.objects.order_by("created_at").values_list("direction", "text", "status", "origin")
    assert list(told) == [
        ("in", "Do you have succulents?", "received", "history"),
        ("out", "Sure!", "delivered", "history"),
        ("in", "Thanks", "received", "history"),
    ]
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.window_closes_at, conversation.waiting_since) == (0, None, None)
    assert (conversation.state, conversation.preview) == ("resolved", "Thanks")
    assert not redis.client().xrange(stream.STREAM, min=f"({before}")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("READ", "read"),
        ("PLAYED", "played"),
        ("SENT", "sent"),
        ("PENDING", "sent"),
        ("ERROR", "failed"),
        ("IN_ORBIT", "sent"),
        ("", "sent"),
    ],
)
def test_what_became_of_ours_is_as_the_history_says(number, arrives, told, status):
    arrives(history(past("Sure!", wamid="wamid.1", at=MONTHS_AGO, by=OURS, status=told)))
    assert Message.objects.get().status == status


@pytest.mark.parametrize("past_first", [True, False])
def test_what_came_live_wins_over_what_the_history_says_of_it(number, arrives, past_first):
    live = envelope(said("Hello", wamid="wamid.1", at=NOON))
    old = history(past(wamid="wamid.1", at=NOON), past("Before", wamid="wamid.0", at=NOON - 60))
    for body in (old, live) if past_first else (live, old):
        arrives(body)
    told = Message.objects.order_by("created_at").values_list("text", "origin", "kind")
    assert list(told) == [("Before", "history", "text"), ("Hello", "", "text")]
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.state, conversation.preview) == (1, "open", "Hello")
    assert conversation.waiting_since == datetime.fromtimestamp(NOON, UTC)
    assert not Turn.objects.exists()


@pytest.mark.parametrize("past_first", [True, False])
def test_an_echo_keeps_the_tick_that_the_history_knows(number, arrives, past_first):
    live = echoes(echo("Sure!", wamid="wamid.1"))
    old = history(past("Sure!", wamid="wamid.1", at=NOON, by=OURS, status="READ"))
    for body in (old, live) if past_first else (live, old):
        arrives(body)
    ours = Message.objects.get()
    assert (ours.origin, ours.status) == ("phone", "read")
    assert Conversation.objects.get().last_status == "read"


def test_it_reopens_nothing(number, arrives):
    arrives(envelope(said("Hello", wamid="wamid.1")))
    Conversation.objects.update(state="resolved")
    arrives(history(past("Thanks", wamid="wamid.2", at=NOON + 60)))
    assert Conversation.objects.get().state == "resolved"


@pytest.mark.parametrize("by", [ANA, OURS])
def test_a_file_takes_the_place_that_was_kept_for_it(number, arrives, by):
    kept = history(past(wamid="wamid.1", at=NOON - 60, by=by), past("And?", wamid="wamid.2", at=NOON))
    files = history_files(past(wamid="wamid.1", at=NOON - 60, by=by) | PICTURE)
    for order in permutations([kept, files, kept + b" ", files + b" "]):
        for body in order:
            arrives(body)
        handle_waiting()
        picture = Message.objects.get(wamid="wamid.1")
        assert (picture.kind, picture.text, picture.direction) == ("image", "My plant", "in" if by == ANA else "out")
        assert Media.objects.get().message == picture
        assert Message.objects.count() == 2
        assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"handled"}
        Conversation.objects.all().delete()
        WebhookEvent.objects.all().delete()


def test_placeholder_and_file_in_one_body(number, arrives):
    both = value(
        history=[{"threads": [{"id": ANA, "messages": [past(wamid="wamid.1", at=NOON)]}]}],
        messages=[past(wamid="wamid.1", at=NOON) | PICTURE],
    )
    assert arrives(envelope(both, field="history")).state == "handled"
    assert Message.objects.get().kind == "image"


def test_somebody_declined_to_share_it(number, arrives):
    error = {"code": 2593109, "title": "History sync is turned off", "message": "History sync is turned off"}
    event = arrives(envelope(value(history=[{"errors": [error]}]), field="history"))
    assert (event.state, event.error) == ("unrouted", "problem:2593109")


def test_thousands_in_one_body(number, arrives):
    people = [f"55119{serial:08}" for serial in range(100)]
    threads = [
        {
            "id": wa_id,
            "messages": [past("word", wamid=f"wamid.{wa_id}.{at}", at=MONTHS_AGO + at, by=wa_id) for at in range(30)],
        }
        for wa_id in people
    ]
    assert arrives(envelope(value(history=[{"threads": threads}]), field="history")).state == "handled"
    assert (Message.objects.count(), Conversation.objects.count()) == (3000, 100)
    assert set(Conversation.objects.values_list("inbound_count", "state")) == {(0, "resolved")}
