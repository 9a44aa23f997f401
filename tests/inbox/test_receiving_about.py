"""What is said about another message: reactions, edits, and taking back."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from inbox.models import Conversation, Message
from tests.webhooks.bodies import NOON, envelope, message, said, value

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "5511987654321"


def about(kind: str, part: dict, *, minute: int, wamid: str) -> bytes:
    one = message(wa_id=ANA, type=kind, at=NOON + 60 * minute, wamid=wamid, **{kind: part})
    del one["text"]
    return envelope(value(messages=[one]))


SAID = envelope(said("Two, please", wamid="wamid.SAID"))
EDITED = about(
    "edit",
    {
        "original_message_id": "wamid.SAID",
        "message": {"type": "text", "text": {"body": "Three, please"}, "context": {"id": "M0"}},
    },
    minute=1,
    wamid="wamid.EDIT",
)
TAKEN_BACK = about("revoke", {"original_message_id": "wamid.SAID"}, minute=2, wamid="wamid.REVOKE")
LIKED = about("reaction", {"message_id": "wamid.OURS", "emoji": "👍"}, minute=3, wamid="wamid.LIKE")
UNLIKED = about("reaction", {"message_id": "wamid.OURS"}, minute=4, wamid="wamid.UNLIKE")
ALL = (SAID, EDITED, TAKEN_BACK, LIKED, UNLIKED)


@pytest.mark.parametrize(
    ("body", "kind", "text", "of"),
    [
        (EDITED, "edit", "Three, please", "wamid.SAID"),
        (TAKEN_BACK, "revoke", "", "wamid.SAID"),
        (LIKED, "reaction", "👍", "wamid.OURS"),
        (UNLIKED, "reaction", "", "wamid.OURS"),
    ],
)
def test_it_is_kept_with_what_it_is_about(number, arrives, body, kind, text, of):
    assert arrives(body).state == "handled"
    one = Message.objects.get()
    assert (one.kind, one.text, one.reply_to_wamid) == (kind, text, of)


def test_a_thumb_opens_the_window_but_is_nothing_to_answer(number, arrives):
    arrives(LIKED)
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.waiting_since, conversation.state) == (0, None, "resolved")
    assert conversation.window_closes_at == datetime.fromtimestamp(NOON + 180, UTC) + timedelta(hours=24)


@pytest.mark.parametrize("body", [EDITED, TAKEN_BACK])
def test_mending_what_was_said_opens_no_window(number, arrives, body):
    arrives(body)
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.waiting_since, conversation.window_closes_at) == (0, None, None)


def test_nothing_about_a_message_reopens_what_was_resolved(number, arrives):
    arrives(SAID)
    Conversation.objects.update(state=Conversation.State.RESOLVED)
    for body in ALL[1:]:
        arrives(body)
    assert Conversation.objects.get().state == Conversation.State.RESOLVED


def test_in_whatever_order_they_come_the_conversation_ends_the_same(number, arrives):
    ends = set()
    for order in list(permutations(ALL))[::13]:
        for body in order:
            arrives(body)
        row = Conversation.objects.values_list(
            "state", "inbound_count", "waiting_since", "window_closes_at", "preview", "preview_kind", "last_message_at"
        ).get()
        ends.add((row, *sorted(Message.objects.values_list("kind", "text", "reply_to_wamid"))))
        Conversation.objects.all().delete()
        type(arrives(SAID, handle=False)).objects.all().delete()
    assert len(ends) == 1
