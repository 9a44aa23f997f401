"""Reports on two messages come in any order, early, late, twice and in groups: each ends where a plain model says."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, lists, sampled_from, tuples

from contacts.models import Contact, Identity
from inbox import delivery, receiving, services, settling
from inbox.models import Conversation, Message, StatusFact
from nxtchat.whatsapp.client import GraphUnknown, Sent
from tests.webhooks.bodies import NOON, envelope, reported, status

ORDER = ("sending", "unknown", "sent", "failed", "delivered", "read", "played")
WORDS = ("sent", "delivered", "read", "played", "failed", "in_orbit")
MEMBERS = ("", "5511900000001", "5511900000002")  # nobody in particular, or of a group
ONE_REPORT = tuples(integers(0, 1), sampled_from(WORDS), sampled_from(MEMBERS), booleans())


@dataclass
class Model:
    """What should be known of one message."""

    message: Message
    wamid: str
    own: str = "sending"  # by our own account
    is_named: bool = False  # we know its wamid
    heard: dict[tuple[str, str], bool] = field(default_factory=dict)  # (word, member): was it ever echoed

    @property
    def known(self) -> set[tuple[str, str]]:
        return {fact for fact, is_echoed in self.heard.items() if is_echoed or self.is_named}

    @property
    def status(self) -> str:
        words = {word for word, _member in self.known if word in ORDER}
        return max({self.own, *words}, key=ORDER.index)

    def first(self, word: str) -> datetime | None:
        times = [at(*fact) for fact in self.known if fact[0] == word]
        return datetime.fromtimestamp(min(times), UTC) if times else None


def at(word: str, member: str) -> int:
    """Meta's time of a report, the same however often it is told."""
    return NOON + 10 * WORDS.index(word) + MEMBERS.index(member)


class StatusLife(RuleBasedStateMachine):
    conversations: list[Conversation]
    bruno = arrives = None

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.models = [Model(self.post(conversation), f"wamid.{uuid4()}") for conversation in self.conversations]
        self.bodies: list[bytes] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def post(self, conversation: Conversation) -> Message:
        """A message whose bytes are on their way."""
        message = services.reply(conversation=conversation, text="Olá", client_id=uuid4(), by=self.bruno)
        assert delivery.claim(message) and delivery.begin(message)
        return message

    @rule(told=lists(ONE_REPORT, min_size=1, max_size=4))
    def meta_reports(self, told):
        statuses = [self.one(*each) for each in told]
        self.bodies.append(envelope(reported(*statuses)))
        self.arrives(self.bodies[-1])

    def one(self, place, word, member, is_echoed):
        model = self.models[place]
        model.heard[word, member] = model.heard.get((word, member), False) or is_echoed
        model.is_named = model.is_named or is_echoed
        more = {"biz_opaque_callback_data": model.message.callback_data} if is_echoed else {}
        if member:
            more |= {"recipient_type": "group", "recipient_participant_id": member}
        if word == "failed":
            more |= {"errors": [{"code": 131026, "title": "No"}]}
        return status(model.wamid, word, at=at(word, member), **more)

    @precondition(lambda self: self.bodies)
    @rule(place=integers(0, 20), rewrapped=booleans())
    def meta_says_it_again(self, place, rewrapped):
        body = self.bodies[place % len(self.bodies)]
        self.arrives(json.dumps(json.loads(body) | {"again": str(uuid4())}).encode() if rewrapped else body)

    @rule(place=integers(0, 1))
    def the_answer_comes(self, place):
        model = self.models[place]
        settling.settle(model.message, Sent(wamid=model.wamid))
        model.is_named = True
        model.own = "sent"

    @rule(place=integers(0, 1))
    def no_answer_comes(self, place):
        model = self.models[place]
        settling.settle(model.message, GraphUnknown(title="silence"))
        if model.own == "sending":
            model.own = "unknown"

    @rule()
    def the_timetable_looks(self):
        receiving.settle_waiting()

    @invariant()
    def each_message_is_where_the_model_says(self):
        for model in self.models:
            ours = Message.objects.select_related("conversation").get(pk=model.message.pk)
            assert ours.status == model.status
            assert ours.conversation.last_status == model.status or model.status == "sending"
            assert ours.wamid == (model.wamid if model.is_named else "")
            assert (ours.lease_until is None) == (model.status != "sending")
            assert (ours.error_code == 131026) == (model.status == "failed")
            for word in ("sent", "delivered", "read", "played"):
                assert getattr(ours, f"{word}_at") == model.first(word), word

    @invariant()
    def every_report_is_on_file_once(self):
        on_file = list(StatusFact.objects.values_list("wamid", "status", "participant"))
        heard = [(model.wamid, *fact) for model in self.models for fact in model.heard]
        assert sorted(on_file) == sorted(heard)
        open_attempts = sum(
            model.message.attempts.filter(outcome="").exists() and model.status != "sending" for model in self.models
        )
        assert not open_attempts


@pytest.fixture
def two_conversations(conversation):
    carla = Contact.objects.create(profile_name="Carla Dias")
    peer = Identity.objects.create(contact=carla, kind=Identity.Kind.WA_ID, value="5511912345678")
    facts = {"last_inbound_at": conversation.last_inbound_at, "window_closes_at": conversation.window_closes_at}
    other = Conversation.objects.create(number=conversation.number, contact=carla, peer=peer, **facts)
    return [conversation, other]


@pytest.mark.django_db
def test_reports_in_any_order_end_where_the_model_says(bruno, two_conversations, arrives):
    StatusLife.conversations = two_conversations
    StatusLife.bruno, StatusLife.arrives = bruno, staticmethod(arrives)
    quick = settings(
        max_examples=20, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(StatusLife, settings=quick)
