"""A message is written, sent, reported on, retried and lost in any order, and workers die anywhere in between.

It stands where a plain model says, and nothing is said more often than somebody asked.
"""

from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from inbox import delivery, sending, services, settling, sweeping
from inbox.models import Attempt, Message
from nxtchat import redis
from nxtchat.whatsapp.client import GraphRefused, Sent
from nxtchat.whatsapp.posting import Poster
from tests.crash.message_model import ANSWERS, NOT_TAKEN, TAKEN, Model
from tests.webhooks.bodies import envelope, reported, status

ARRIVED = ("delivered", "read", "played")
ROUND = 0.05  # seconds in which a batch leaves once


class Killed(BaseException):
    """The worker is gone: nothing of ours that runs afterwards may mend it."""


class Whatsapp(httpx.BaseTransport, httpx.AsyncBaseTransport):
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
            case "talks nonsense":
                return httpx.Response(200, text="<html>")
            case "refuses for now":
                return httpx.Response(400, json={"error": {"code": 131056}})
            case "refuses for good":
                return httpx.Response(400, json={"error": {"code": 131030}})
        raise httpx.UnsupportedProtocol("nobody there")  # as every error that comes before a connection

    async def handle_async_request(self, request):
        return self.handle_request(request)


@contextmanager
def killed_at(count: int):
    """Before so many more statements reached the database; what was not committed by then never happened."""
    left = count

    def execute(run, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return run(sql, params, many, context)

    with suppress(Killed), connection.execute_wrapper(execute):
        yield
    connection.close()  # Postgres takes back what was not committed


class MessageLife(RuleBasedStateMachine):
    conversation = bruno = arrives = None

    def __init__(self) -> None:
        super().__init__()
        redis.client().flushdb()  # the pace of one life is nothing to the next
        self.model, self.whatsapp = Model(), Whatsapp()
        self.slow: list[tuple[Message, str]] = []
        self.message = services.reply(conversation=self.conversation, text="Olá", client_id=uuid4(), by=self.bruno)

    def teardown(self) -> None:
        Message.objects.all().delete()

    def now(self) -> Message:
        return Message.objects.get(pk=self.message.pk)

    def work(self, how: str, *, in_a_batch: bool) -> None:
        self.whatsapp.how = how
        if in_a_batch:
            sending.send_waiting(budget=ROUND, poster=partial(Poster, transport=self.whatsapp))
        else:
            delivery.deliver(self.message.pk, transport=self.whatsapp)

    @rule(how=sampled_from(ANSWERS), in_a_batch=booleans())
    def a_worker_takes_it(self, how, in_a_batch):
        self.work(how, in_a_batch=in_a_batch)
        if self.model.is_due:
            self.model.claimed(begun=True)
            self.model.taken += [self.model.attempt] * (how in TAKEN)
            self.model.answered(how)

    @precondition(lambda self: self.model.is_due)
    @rule(how=sampled_from(ANSWERS), in_a_batch=booleans(), count=integers(0, 30))
    def a_worker_dies_over_it(self, how, in_a_batch, count):
        """Anywhere: it got as far as the row says, and no further than it should have with that row."""
        before = self.whatsapp.taken
        with killed_at(count):
            self.work(how, in_a_batch=in_a_batch)
        was_taken, row = self.whatsapp.taken > before, self.now()
        if row.attempt == self.model.attempt:
            assert row.status == "queued" and not was_taken
            return
        self.model.claimed(begun=row.post_began_at is not None)
        self.model.taken += [self.model.attempt] * was_taken
        if row.status == "sending":
            assert row.post_began_at is not None or not was_taken
        else:
            self.model.answered(how)

    @rule(how=sampled_from(ANSWERS))
    def time_passes_and_the_sweep_comes(self, how):
        past = timezone.now() - timedelta(minutes=1)
        messages = Message.objects.filter(pk=self.message.pk)
        messages.update(created_at=past)
        messages.filter(lease_until__isnull=False).update(lease_until=past)
        messages.filter(next_attempt_at__isnull=False).update(next_attempt_at=past)
        sweeping.take_back()
        self.model.lease_ran_out()
        self.model.waits = False
        assert sweeping.overdue() == [self.message.pk] * self.model.is_due
        self.a_worker_takes_it(how, in_a_batch=False)

    @precondition(lambda self: self.model.is_due)
    @rule(how=sampled_from(("accepts", "refuses for now", "refuses for good")))
    def a_slow_worker_begins(self, how):
        message = Message.objects.select_related("conversation", "number__account").get(pk=self.message.pk)
        assert delivery.claim(message) and delivery.begin(message)
        self.slow.append((message, how))
        self.model.claimed(begun=True)
        self.whatsapp.taken += how in TAKEN
        self.model.taken += [self.model.attempt] * (how in TAKEN)

    @precondition(lambda self: self.slow)
    @rule()
    def its_answer_comes_at_last(self):
        message, how = self.slow.pop(0)
        code = 131056 if how == "refuses for now" else 131030
        settling.settle(message, GraphRefused(code=code) if how in NOT_TAKEN else Sent(wamid=f"wamid.{uuid4()}"))
        self.model.answered_late(message.attempt, how)

    @precondition(lambda self: self.model.taken)
    @rule(word=sampled_from(("sent", *ARRIVED, "failed")), which=integers(0, 5))
    def whatsapp_reports(self, word, which):
        attempt = self.model.taken[which % len(self.model.taken)]
        row = self.now()
        wamid = row.wamid if row.wamid and attempt == row.attempt else f"wamid.{self.message.pk}.{attempt}"
        errors = {"errors": [{"code": 131030, "title": "No"}]} if word == "failed" else {}
        echo = f"{self.message.client_id}:{attempt}"
        self.arrives(envelope(reported(status(wamid, word, biz_opaque_callback_data=echo, **errors))))
        self.model.reported(attempt, word)

    @rule(sent=booleans())
    def a_person_settles_it(self, sent):
        if self.ask(lambda message: services.settle_unknown(message=message, sent=sent, by=self.bruno), when="unknown"):
            self.model.asked_again() if not sent else self.model._end("sent")

    @rule()
    def a_person_tries_again(self):
        if self.ask(lambda message: services.retry(message=message, by=self.bruno), when="failed"):
            self.model.asked_again()

    @rule()
    def a_person_takes_it_back(self):
        if self.ask(lambda message: services.cancel(message=message, by=self.bruno), when="queued"):
            self.model.status = "cancelled"

    def ask(self, what, *, when: str) -> bool:
        try:
            what(self.now())
        except services.NotPossible:
            assert self.model.status != when
            return False
        assert self.model.status == when
        return True

    @invariant()
    def no_time_passes_by_itself(self):
        later = timezone.now() + timedelta(hours=1)
        Message.objects.filter(pk=self.message.pk, next_attempt_at__isnull=False).update(next_attempt_at=later)

    @invariant()
    def it_stands_where_the_model_says(self):
        row = self.now()
        assert (row.status, row.attempt) == (self.model.status, self.model.attempt)
        assert (row.lease_until is not None) == (row.status == "sending")
        assert Attempt.objects.filter(message=row, outcome="").count() == (row.status == "sending")

    @invariant()
    def nothing_is_said_more_often_than_somebody_asked(self):
        assert self.whatsapp.taken <= self.model.asked


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_it_stands_where_the_model_says(bruno, conversation, arrives):
    MessageLife.conversation, MessageLife.bruno, MessageLife.arrives = conversation, bruno, staticmethod(arrives)
    quick = settings(
        max_examples=30,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(MessageLife, settings=quick)
