"""Another app may have a conversation: we hear what is said, and know who answers."""

import time
from datetime import UTC, datetime
from itertools import permutations
from uuid import uuid4

import pytest

from inbox import delivery, services
from inbox.models import Conversation, Message, Turn
from tests.inbox.desk import address, at_desk  # noqa: F401  (a fixture)
from tests.small_graph import refuse
from tests.webhooks.bodies import NOON, envelope, message, person, said, status, value
from tests.webhooks.bodies_phone import ANA, echo, handover, standby
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

TO_AGENT = {"new_owner_role": "ai_agent", "previous_owner_role": "escalation"}
TO_US = {"new_owner_role": "escalation", "previous_owner_role": "ai_agent"}


def held_by() -> str:
    return Conversation.objects.get().held_by


def test_what_is_said_to_the_other_app_is_heard_and_is_not_ours_to_answer(number, arrives):
    asked = message("Is it open?", wa_id=ANA, wamid="wamid.1", at=NOON)
    answer = {"id": "wamid.2", "message": echo("Until six.", wamid="wamid.2", at=NOON + 5)}
    told = status("wamid.2", "read", at=NOON + 9)
    arrives(standby(contacts=(person(wa_id=ANA),), messages=[asked], message_echoes=[answer], statuses=[told]))
    rows = Message.objects.order_by("wamid").values_list("direction", "text", "origin", "status")
    assert list(rows) == [("in", "Is it open?", "standby", "received"), ("out", "Until six.", "standby", "read")]
    conversation = Conversation.objects.get()
    assert (conversation.inbound_count, conversation.waiting_since, conversation.held_by) == (1, None, "other")
    assert conversation.window_closes_at is not None


@pytest.mark.parametrize(
    ("body", "holder"),
    [
        (handover(**TO_AGENT), "ai_agent"),
        (handover(**TO_US), ""),
        (handover(previous_owner_app_role="meta_business_agent"), ""),
        (handover(metadata="nothing more"), ""),
        (handover("control_taken", new_owner_role="ai_agent"), "ai_agent"),
        (handover("control_taken"), "other"),
        (handover("control_taken", previous_owner_role="ai_agent"), ""),
        (handover(new_owner_app_id="670843887433847"), ""),
        (handover(new_owner_app_id="1", new_owner_role="marketing"), "marketing"),
        (handover(previous_owner_app_id="670843887433847"), "other"),
    ],
)
def test_who_answers_after_a_handover(number, arrives, body, holder):
    assert arrives(body).state == "handled"
    assert held_by() == holder
    assert Turn.objects.get().kind == ("handed_over" if holder else "handed_back")


def test_the_last_handover_holds_in_whatever_order_they_come(number, arrives):
    bodies = [
        handover(at=NOON, **TO_AGENT),
        handover(at=NOON + 60, **TO_US),
        handover(at=NOON + 120, **TO_AGENT),
        envelope(said(at=NOON - 60)),
    ]
    for order in permutations(bodies):
        for body in (*order, order[0] + b" "):
            arrives(body)
        conversation = Conversation.objects.get()
        assert conversation.held_by == "ai_agent"
        assert conversation.handed_over_at == datetime.fromtimestamp(NOON + 120, UTC)
        assert Turn.objects.count() == 3
        Conversation.objects.all().delete()
        WebhookEvent.objects.all().delete()


def test_who_waits_when_we_get_it_back(number, arrives):
    arrives(handover(at=NOON, **TO_AGENT))
    arrives(standby(messages=[message("A person, please", wa_id=ANA, at=NOON + 60)]))
    assert Conversation.objects.get().waiting_since is None
    arrives(handover(at=NOON + 90, **TO_US))
    assert Conversation.objects.get().waiting_since == datetime.fromtimestamp(NOON + 60, UTC)


def test_what_comes_the_usual_way_later_is_ours_again(number, arrives):
    arrives(handover(at=NOON, **TO_AGENT))
    arrives(envelope(said("an older word", at=NOON - 60)))
    assert held_by() == "ai_agent"
    arrives(envelope(said("a newer word", at=NOON + 60)))
    assert held_by() == ""


def test_who_writes_takes_the_conversation_over(number, arrives, bruno, graph):
    now = int(time.time())
    given_away = handover(at=now - 60, **TO_AGENT)
    arrives(envelope(said(at=now - 90)))
    arrives(given_away)
    graph.answers = [refuse(131026)]
    for text, holder in (("refused", "ai_agent"), ("heard", "")):
        message = services.reply(conversation=Conversation.objects.get(), text=text, client_id=uuid4(), by=bruno)
        delivery.deliver(message.pk)
        assert held_by() == holder
    arrives(given_away + b" ")
    assert held_by() == ""
    arrives(handover(at=now + 60, **TO_AGENT))
    assert held_by() == "ai_agent"


def test_what_the_other_app_tells_of_the_conversation_stands_in_the_thread_once(number, arrives, at_desk, bruno):  # noqa: F811
    context = {"type": "summary", "summary": {"text": "Wants to change the order."}}
    body = handover(conversation_context=context, **TO_US)
    beside = value(messages=[message("Hello?", wa_id=ANA)], conversation_context=context)
    for spaces in range(2):
        arrives(body + b" " * spaces)
        arrives(envelope(beside) + b" " * spaces)
    assert Turn.objects.filter(kind="summary").count() == 1
    page = at_desk(bruno).get(address(Conversation.objects.get()))
    assert "Wants to change the order." in page.content.decode()


def test_a_handover_that_names_nobody_is_kept_as_not_understood(number, arrives):
    event = arrives(handover(wa_id="", **TO_US))
    assert (event.state, event.error) == ("unrouted", "no_sender")
