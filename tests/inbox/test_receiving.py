"""What customers do: they write, and it is in the inbox, once."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from contacts.models import Contact
from inbox import services
from inbox.models import Conversation, Message, Status, Turn
from tests.webhooks.bodies import NOON, envelope, message, person, said, value

pytestmark = pytest.mark.django_db(transaction=True)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_a_first_message_makes_a_contact_and_a_conversation(number, arrives):
    event = arrives(envelope(said("Is this still available?")))
    assert event.state == "handled"
    conversation = Conversation.objects.get()
    assert conversation.contact.profile_name == "Ana Souza"
    assert conversation.contact.address == "+5511987654321"
    assert conversation.contact.last_heard_at == at(NOON)
    assert conversation.peer.value == "5511987654321"
    assert (conversation.inbound_count, conversation.preview) == (1, "Is this still available?")
    assert conversation.window_closes_at == at(NOON) + timedelta(hours=24)
    assert conversation.waiting_since == conversation.last_message_at == conversation.last_inbound_at == at(NOON)
    said_by_ana = Message.objects.get()
    assert (said_by_ana.direction, said_by_ana.status, said_by_ana.kind) == ("in", "received", "text")
    assert said_by_ana.created_at == at(NOON)
    assert said_by_ana.payload is None


def test_the_same_message_ten_times_is_one_message(number, arrives):
    for spaces in range(10):  # other bytes, so that each is an event of its own
        arrives(envelope(said("Once", wamid="wamid.ONCE")) + b" " * spaces)
    assert Message.objects.count() == 1
    assert Conversation.objects.get().inbound_count == 1


def test_twice_in_one_batch_is_one_message_too(number, arrives):
    once = message("Once", wa_id="5511987654321", wamid="wamid.ONCE")
    arrives(envelope(value(messages=[once, once]), value(messages=[once])))
    assert Message.objects.count() == 1
    assert Conversation.objects.get().inbound_count == 1


def test_messages_are_in_their_order_though_they_come_in_another(number, arrives):
    for minute in (3, 1, 2):
        arrives(envelope(said(f"word {minute}", at=NOON + 60 * minute)))
    texts = Message.objects.order_by("created_at", "pk").values_list("text", flat=True)
    assert list(texts) == ["word 1", "word 2", "word 3"]
    conversation = Conversation.objects.get()
    assert conversation.preview == "word 3"
    assert conversation.window_closes_at == at(NOON + 180) + timedelta(hours=24)
    assert conversation.inbound_count == 3


def test_a_batch_of_many_people_goes_to_each_ones_conversation(number, arrives):
    people = [f"55119876500{serial:02}" for serial in range(20)]
    contacts = [person(wa_id=wa_id, name=f"Person {wa_id}") for wa_id in people]
    messages = [message(f"from {wa_id}", wa_id=wa_id) for wa_id in people * 3]
    arrives(envelope(value(contacts=contacts, messages=messages)))
    assert Conversation.objects.count() == Contact.objects.count() == 20
    for one in Message.objects.select_related("conversation__contact"):
        assert one.conversation.contact.profile_name == f"Person {one.text.removeprefix('from ')}"
        assert one.conversation.inbound_count == 3


def test_a_message_reopens_what_was_resolved_and_says_so(conversation, bruno, arrives):
    services.resolve(conversation=conversation, by=bruno)
    arrives(envelope(said("One more thing")))
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.OPEN
    assert list(Turn.objects.order_by("pk").values_list("kind", flat=True)) == ["resolved", "reopened"]


def test_a_redelivered_message_does_not_reopen_anything(number, arrives):
    arrives(envelope(said("Hello", wamid="wamid.A")))
    Conversation.objects.update(state=Conversation.State.RESOLVED)
    arrives(envelope(said("Hello", wamid="wamid.A")) + b" ")
    assert Conversation.objects.get().state == Conversation.State.RESOLVED
    assert not Turn.objects.exists()


def test_an_old_message_that_comes_late_does_not_turn_the_clock_back(number, arrives):
    arrives(envelope(said("new", at=NOON)))
    arrives(envelope(said("old", at=NOON - 3600)))
    conversation = Conversation.objects.get()
    assert conversation.preview == "new"
    assert conversation.window_closes_at == at(NOON) + timedelta(hours=24)
    assert conversation.inbound_count == 2


def test_who_wrote_before_our_answer_arrived_late_is_not_waiting(conversation, arrives):
    ours = {"conversation": conversation, "number": conversation.number, "direction": "out", "status": Status.SENT}
    Message.objects.create(**ours, created_at=at(NOON))
    Conversation.objects.update(waiting_since=None, last_message_at=at(NOON), last_inbound_at=at(NOON - 60))
    arrives(envelope(said("before", at=NOON - 30)))
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    arrives(envelope(said("after", at=NOON + 30)))
    conversation.refresh_from_db()
    assert conversation.waiting_since == at(NOON + 30)


def test_a_name_typed_by_an_agent_stays_and_the_profile_name_follows(conversation, arrives):
    Contact.objects.update(name="Ana from accounting")
    arrives(envelope(said("Hi", name="Ana S.", at=int(time.time()) + 60)))
    ana = Contact.objects.get()
    assert (ana.name, ana.profile_name) == ("Ana from accounting", "Ana S.")


def test_an_answer_keeps_what_it_answers(number, arrives):
    arrives(envelope(said("Yes", context={"from": "15550783881", "id": "wamid.ASKED"})))
    assert Message.objects.get().reply_to_wamid == "wamid.ASKED"


@pytest.mark.parametrize(
    ("kind", "part", "words"),
    [
        ("image", {"id": "1", "mime_type": "image/jpeg", "caption": "My plant"}, "My plant"),
        ("audio", {"id": "1", "voice": True}, ""),
        ("button", {"payload": "STOP", "text": "Stop promotions"}, "Stop promotions"),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "a", "title": "Express"}}, "Express"),
        ("location", {"latitude": 1, "longitude": 2, "name": "The shop"}, "The shop"),
        ("reaction", {"message_id": "wamid.X", "emoji": "👍"}, "👍"),
        ("contacts", [{"name": {"formatted_name": "Barbara"}}], "Barbara"),
        ("hologram", {"from": "the future"}, ""),
    ],
)
def test_every_kind_is_kept_and_shown_as_what_it_is(number, arrives, kind, part, words):
    one = message(wa_id="5511987654321", type=kind, **{kind: part})
    del one["text"]
    assert arrives(envelope(value(messages=[one]))).state == "handled"
    kept = Message.objects.get(direction="in")
    assert (kept.kind, kept.text, kept.payload[kind]) == (kind, words, part)
    assert Conversation.objects.get().preview_kind == kind
    assert kept.status == Status.RECEIVED


def test_a_reaction_says_what_it_is_about(number, arrives):
    one = message(wa_id="5511987654321", type="reaction", reaction={"message_id": "wamid.X", "emoji": "👍"})
    arrives(envelope(value(messages=[one])))
    assert Message.objects.get().reply_to_wamid == "wamid.X"


def test_nul_in_a_text_is_left_out(number, arrives):
    assert arrives(envelope(said("a\0b", name="An\0a"))).state == "handled"
    assert Message.objects.get().text == "ab"
    assert Contact.objects.get().profile_name == "Ana"


def test_a_system_message_opens_no_window_and_is_nothing_to_read(number, arrives):
    one = message(
        wa_id="5511987654321", type="system", system={"type": "customer_identity_changed", "body": "New phone"}
    )
    del one["text"]
    arrives(envelope(value(messages=[one])))
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.window_closes_at) == (0, None)
    assert conversation.preview == "New phone"


def test_one_id_for_two_different_messages_keeps_both_and_each_once(number, arrives):
    """As in Meta's own examples, where eight messages share one id."""
    words = said("Does it come in another color?", wamid="wamid.SHARED")
    picture = value(messages=[message(wa_id="5511987654321", wamid="wamid.SHARED", type="image", image={"id": "1"})])
    somebody_else = said("Hello", wa_id="", bsuid="US.13491208655302741918", wamid="wamid.SHARED")
    bodies = [envelope(words, picture), envelope(words), envelope(picture), envelope(somebody_else)]
    for spaces in range(3):
        for body in bodies:
            arrives(body + b" " * spaces)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["image", "text", "text"]
    assert sorted(Conversation.objects.values_list("inbound_count", flat=True)) == [1, 2]
