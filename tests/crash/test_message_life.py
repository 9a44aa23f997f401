"""A message is written, sent, reported on, retried and lost in any order: nothing is said twice unasked."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from inbox import delivery, receiving, services, sweeping
from inbox.models import REPORTED_ORDER, Attempt, Message, Status
from nxtchat.whatsapp.events_types import Party, StatusReport

TAKEN = ("accepts", "hangs up", "fails", "kills the worker")  # WhatsApp may have the message after these
NOT_TAKEN = ("refuses for now", "refuses for good", "is down", "kills the worker early")
ARRIVED = (Status.DELIVERED, Status.READ, Status.PLAYED)


class Killed(BaseException):
    pass


class Whatsapp(httpx.BaseTransport):
    """Answers each POST in the given way, and counts what it may have taken."""

    def __init__(self) -> None:
        self.how = "accepts"
        self.taken = 0

    def handle_request(self, request):
        self.taken += self.how in TAKEN
        match self.how:
            case "accepts":
                return httpx.Response(200, json={"messages": [{"id": f"wamid.{uuid4()}"}]})
            case "hangs up":
                raise httpx.ReadError("cut")
            case "fails":
                return httpx.Response(503, text="oops")
            case "refuses for now":
                return httpx.Response(400, json={"error": {"code": 131056}})
            case "refuses for good":
                return httpx.Response(400, json={"error": {"code": 131030}})
            case "is down":
                raise httpx.ConnectError("nobody there")
        raise Killed


class MessageLife(RuleBasedStateMachine):
    conversation = None
    agent = None

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.whatsapp = Whatsapp()
        self.asked = 1  # how often a person wanted it said
        self.furthest = 0
        self.message = services.reply(conversation=self.conversation, text="Olá", client_id=uuid4(), by=self.agent)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(how=sampled_from(TAKEN + NOT_TAKEN))
    def a_worker_takes_it(self, how):
        self.whatsapp.how = how
        with suppress(Killed):
            delivery.deliver(self.message.pk, transport=self.whatsapp)

    @rule()
    def a_worker_dies_over_it_and_is_found(self):
        self.a_worker_takes_it(how="kills the worker")
        self.time_passes_and_the_sweep_comes()

    @rule()
    def a_worker_dies_after_the_claim(self):
        message = Message.objects.get(pk=self.message.pk)
        if message.status == Status.QUEUED:
            delivery.claim(message)

    @rule()
    def time_passes_and_the_sweep_comes(self):
        past = timezone.now() - timedelta(seconds=1)
        Message.objects.filter(lease_until__isnull=False).update(lease_until=past)
        Message.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=past)
        sweeping.take_back()
        self.whatsapp.how = "accepts"
        for message_id in sweeping.overdue():
            delivery.deliver(message_id, transport=self.whatsapp)

    @precondition(lambda self: self.whatsapp.taken)
    @rule(status=sampled_from(["sent", "delivered", "read", "played", "failed"]))
    def whatsapp_reports(self, status):
        self.message.refresh_from_db()
        wamid = self.message.wamid or f"wamid.echo.{self.message.attempt}"
        (line,) = receiving.lines([self.message.number.phone_number_id]).values()
        told = StatusReport(
            waba_id="",
            phone_number_id="",
            recipient=Party(wa_id="", bsuid="", parent_bsuid="", username="", name=""),
            wamid=wamid,
            status=status,
            at=timezone.now(),
            participant="",
            callback_data=str(self.message.client_id),
            fault=None,
            errors=[{"code": 131030}] if status == "failed" else None,
            pricing=None,
        )
        receiving.report([receiving.Told(line, told)])

    @rule(sent=sampled_from([True, False]))
    def a_person_settles_it(self, sent):
        self._ask(lambda message: services.settle_unknown(message=message, sent=sent, by=self.agent), again=not sent)

    @rule()
    def a_person_tries_again(self):
        self._ask(lambda message: services.retry(message=message, by=self.agent), again=True)

    @rule()
    def a_person_takes_it_back(self):
        self._ask(lambda message: services.cancel(message=message, by=self.agent), again=False)

    def _ask(self, what, *, again):
        try:
            what(Message.objects.get(pk=self.message.pk))
        except services.NotPossible:
            return
        self.asked += again
        self.furthest = 0

    @invariant()
    def nothing_is_said_more_often_than_somebody_asked(self):
        assert self.whatsapp.taken <= self.asked

    @invariant()
    def what_arrived_stays_arrived(self):
        self.message.refresh_from_db()
        rank = REPORTED_ORDER.index(self.message.status) if self.message.status in ARRIVED else 0
        assert rank >= self.furthest
        self.furthest = max(rank, self.furthest)

    @invariant()
    def only_what_is_on_its_way_is_leased(self):
        assert (self.message.lease_until is not None) == (self.message.status == Status.SENDING)
        open_attempts = Attempt.objects.filter(message=self.message, outcome="").count()
        assert open_attempts <= 1


@pytest.mark.django_db
def test_whatever_happens_nothing_is_said_twice_unasked(bruno, conversation, graph):
    MessageLife.conversation, MessageLife.agent = conversation, bruno
    quick = settings(
        max_examples=50, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(MessageLife, settings=quick)
