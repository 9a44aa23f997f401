"""Workers die at every point of a delivery. Afterwards nothing was said twice, and nothing is left lying."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from inbox import delivery, services, sweeping
from inbox.models import Attempt, Message, Status

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The worker is gone: nothing of ours that runs afterwards may mend it."""


class DiesBeforeTheBytesLeave(httpx.HTTPTransport):
    def handle_request(self, request):
        raise Killed


class DiesWithTheAnswerInHand(httpx.HTTPTransport):
    def handle_request(self, request):
        super().handle_request(request).read()
        raise Killed


@pytest.fixture
def message(transactional_db, bruno, conversation):
    return services.reply(conversation=conversation, text="Olá", client_id=uuid4(), by=bruno)


def time_passes():
    """Long enough for leases to run out and waits to end."""
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Message.objects.filter(status=Status.QUEUED).update(next_attempt_at=past)


def recover():
    """What the timetable does."""
    time_passes()
    sweeping.take_back()
    for message_id in sweeping.overdue():
        delivery.deliver(message_id)


def settled(message):
    """Nothing is leased and no attempt is without an end."""
    message.refresh_from_db()
    assert message.lease_until is None
    assert not Attempt.objects.filter(outcome="").exists()
    return message


def test_killed_after_the_claim_it_is_sent_by_another(message, graph):
    assert delivery.claim(message)
    recover()
    assert settled(message).status == Status.SENT
    assert len(graph.bodies) == 1
    assert list(message.attempts.order_by("count").values_list("outcome", flat=True)) == ["not_begun", "accepted"]


def test_killed_when_the_post_had_begun_it_is_unknown_even_if_no_byte_left(message, graph):
    with pytest.raises(Killed):
        delivery.deliver(message.pk, transport=DiesBeforeTheBytesLeave())
    recover()
    assert settled(message).status == Status.UNKNOWN
    assert not graph.bodies


def test_killed_with_the_answer_in_hand_it_is_unknown_and_said_once(message, graph):
    with pytest.raises(Killed):
        delivery.deliver(message.pk, transport=DiesWithTheAnswerInHand())
    recover()
    recover()
    assert settled(message).status == Status.UNKNOWN
    assert len(graph.bodies) == 1


def test_a_worker_that_was_only_slow_does_not_begin_what_was_taken_back(message, graph):
    assert delivery.claim(message)
    time_passes()
    sweeping.take_back()
    assert not delivery.begin(message)


def test_the_late_answer_of_a_worker_given_up_on_still_counts(message, graph):
    class TakenForDead(httpx.HTTPTransport):
        def handle_request(self, request):
            answer = super().handle_request(request)
            time_passes()
            sweeping.take_back()
            assert Message.objects.get().status == Status.UNKNOWN
            return answer

    delivery.deliver(message.pk, transport=TakenForDead())
    assert settled(message).status == Status.SENT
    assert message.attempts.get().outcome == "accepted"


def test_the_late_answer_of_an_older_attempt_changes_nothing(message, graph, bruno):
    class OvertakenByAPerson(httpx.HTTPTransport):
        def handle_request(self, request):
            super().handle_request(request).read()
            time_passes()
            sweeping.take_back()
            services.settle_unknown(message=Message.objects.get(), sent=False, by=bruno)
            delivery.deliver(message.pk)
            refusal = {"error": {"code": 131026, "message": "No"}}
            return httpx.Response(400, json=refusal)

    delivery.deliver(message.pk, transport=OvertakenByAPerson())
    assert settled(message).status == Status.SENT
    assert message.attempt == 2


def test_two_workers_on_one_message_send_it_once(message, graph):
    start = threading.Barrier(4)

    def work():
        start.wait()
        delivery.deliver(message.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert settled(message).status == Status.SENT
    assert len(graph.bodies) == 1


def test_kill_9_while_whatsapp_thinks(message, graph):
    asked = threading.Event()

    def think(heard):
        asked.set()
        time.sleep(30)

    graph.answers = [think]
    program = f"import django; django.setup(); from inbox import delivery; delivery.deliver({message.pk})"
    url = connection.settings_dict
    place = f"postgresql://{url['USER']}@{url['HOST'].replace('/', '%2F')}/{url['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": place,
        "GRAPH_URL": graph.url,
        "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
    }
    worker = subprocess.Popen([sys.executable, "-c", program], env=environment)
    assert asked.wait(30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    message.refresh_from_db()
    assert message.status == Status.SENDING
    recover()
    recover()
    assert settled(message).status == Status.UNKNOWN
    assert len(graph.bodies) == 1
