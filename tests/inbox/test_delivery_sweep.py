import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from inbox import delivery, services, sweeping, tasks
from inbox.models import Message, Status
from nxtchat import redis


@pytest.fixture
def say(bruno, conversation):
    return lambda text="Olá": services.reply(conversation=conversation, text=text, client_id=uuid4(), by=bruno)


def some_time_later():
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=10))


def nudges():
    """The ids that workers are told to deliver."""
    found = []
    while raw := redis.client().lpop("celery:live"):
        args, *_more = json.loads(base64.b64decode(json.loads(raw)["body"]))
        found += args
    return found


def test_an_answer_whose_nudge_was_lost_is_found(say, graph):
    message = say()
    assert sweeping.overdue() == []  # its nudge is probably under way
    some_time_later()
    assert sweeping.overdue() == [message.pk]
    tasks.deliver(message.pk)
    assert sweeping.overdue() == []
    message.refresh_from_db()
    assert message.status == Status.SENT


def test_only_the_first_of_a_conversation_is_overdue(say):
    first, _second = say("1"), say("2")
    some_time_later()
    assert sweeping.overdue() == [first.pk]


def test_what_has_to_wait_is_not_overdue_before_its_time(say):
    message = say()
    some_time_later()
    Message.objects.update(next_attempt_at=timezone.now() + timedelta(seconds=30))
    assert sweeping.overdue() == []
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert sweeping.overdue() == [message.pk]


def test_a_lease_that_runs_is_left_alone(say):
    assert delivery.claim(say())
    assert sweeping.take_back() == 0


@pytest.mark.django_db(transaction=True)
def test_saying_something_nudges_a_worker_with_nothing_but_the_id(say, graph):
    nudges()
    message = say("a secret")
    assert nudges() == [message.pk]


@pytest.mark.django_db(transaction=True)
def test_one_delivery_nudges_the_next_of_the_conversation(say, graph):
    first, second = say("1"), say("2")
    nudges()
    tasks.deliver(first.pk)
    assert nudges() == [second.pk]


@pytest.mark.django_db(transaction=True)
def test_the_sweep_nudges_what_is_overdue(say, graph):
    message = say()
    nudges()
    some_time_later()
    tasks.sweep()
    assert nudges() == [message.pk]


@pytest.mark.django_db(transaction=True)
def test_taking_one_back_lets_the_next_go(say, bruno, graph):
    first, second = say("1"), say("2")
    nudges()
    services.cancel(message=first, by=bruno)
    assert nudges() == [second.pk]
