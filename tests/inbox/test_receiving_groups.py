"""A group has a conversation of its own: what one of its people says there is not said in theirs."""

import pytest

from contacts.models import Contact
from inbox import gate
from inbox.models import Conversation, Message, StatusFact
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value

pytestmark = pytest.mark.django_db(transaction=True)

GROUP, ANA, RUI = "HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA", "5511987654321", "351911111111"


def in_group(text: str, *, wa_id: str, **more) -> bytes:
    one = message(text, wa_id=wa_id, group_id=GROUP, **more)
    return envelope(value(contacts=[person(wa_id=wa_id, name=f"Person {wa_id}")], messages=[one]))


def test_the_group_speaks_in_a_conversation_of_its_own(number, arrives):
    for spaces in range(2):
        arrives(in_group("What does everyone think?", wa_id=ANA, wamid="wamid.1") + b" " * spaces)
        arrives(in_group("Fine by me", wa_id=RUI, wamid="wamid.2", at=NOON + 5) + b" " * spaces)
    arrives(envelope(said("And between us?", name=f"Person {ANA}")))
    group = Conversation.objects.get(peer__kind="group")
    assert (group.inbound_count, group.contact.display_name) == (2, "Group on WhatsApp")
    speakers = [one.speaker.display_name for one in group.messages.order_by("created_at")]
    assert speakers == [f"Person {ANA}", f"Person {RUI}"]
    ours = Conversation.objects.exclude(pk=group.pk).get()
    assert (ours.inbound_count, ours.messages.get().speaker) == (1, None)


def test_what_is_said_in_a_group_opens_no_window_to_the_one_who_said_it(number, arrives):
    arrives(in_group("Hello all", wa_id=ANA))
    assert Conversation.objects.get().contact != Contact.objects.get(identities__value=ANA)
    assert gate.recipient(Conversation.objects.get()) is None  # never to one of them by mistake


def test_each_of_the_group_reports_for_themselves_and_the_first_moves_the_tick(number, arrives):
    arrives(in_group("Hello all", wa_id=ANA))
    group = Conversation.objects.get()
    ours = Message.objects.create(
        conversation=group, number=number, direction="out", status="sent", wamid="wamid.OURS", text="Hello Ana, Rui"
    )
    to_group = {"recipient_id": GROUP, "recipient_type": "group"}
    arrives(envelope(reported(status("wamid.OURS", "delivered", recipient_participant_id=ANA, **to_group))))
    arrives(envelope(reported(status("wamid.OURS", "read", participant_recipient_id=RUI, **to_group))))
    arrives(envelope(reported(status("wamid.OURS", "delivered", recipient_participant_id=RUI, **to_group))))
    ours.refresh_from_db()
    assert ours.status == "read"
    facts = StatusFact.objects.order_by("participant", "status").values_list("participant", "status")
    assert list(facts) == [(RUI, "delivered"), (RUI, "read"), (ANA, "delivered")]
