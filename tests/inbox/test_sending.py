"""What has piled up leaves in batches, by the same rules as a single answer."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from inbox import delivery, sending, sweeping, tasks
from inbox.models import Attempt, Conversation, Media, Message, Status
from nxtchat import redis, stopping
from nxtchat.whatsapp import circuit, pace
from nxtchat.whatsapp.models import Number
from tests.inbox.crowd import owe
from tests.small_graph import accept, hang_up, refuse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fast_number(number):
    """One of those to which Meta gave 1,000 a second."""
    Number.objects.update(throughput=1000)
    number.refresh_from_db()


@pytest.fixture
def owed(number):
    """`owed(30)`: so many answers wait, each in another conversation."""
    return lambda count, **more: owe(number, count, **more)


def _run(poster):
    until = time.monotonic() + 20
    return sending.Run(poster, until=until, queues=sending.with_something_waiting, choose=sending.choose).run()


def statuses():
    return Counter(Message.objects.values_list("status", flat=True))


def test_all_that_waits_leaves_once_under_our_ids(owed, graph):
    messages = owed(200)
    assert sending.send_waiting() == 200
    assert statuses() == {Status.SENT: 200}
    told = {body["biz_opaque_callback_data"]: body for body in graph.bodies}
    assert len(graph.bodies) == len(told) == 200
    for message in messages:
        assert told[f"{message.client_id}:1"]["text"]["body"] == message.text
        assert told[f"{message.client_id}:1"]["to"] == f"+{message.conversation.peer.value}"
    assert Counter(Attempt.objects.values_list("outcome", "count")) == {("accepted", 1): 200}
    assert not Message.objects.exclude(lease_until=None).exists()
    assert set(Message.objects.values_list("wamid", flat=True)) == {f"wamid.{each.client_id}" for each in messages}


def test_answers_to_one_person_keep_their_order(owed, graph):
    owed(10, each=4)
    assert sending.send_waiting() == 40
    heard = {}
    for body in graph.bodies:
        heard.setdefault(body["to"], []).append(body["text"]["body"].partition(".")[2])
    assert list(heard.values()) == [["0", "1", "2", "3"]] * 10


def test_several_workers_at_it_send_each_once(owed, graph, monkeypatch):
    owed(150)

    def work(_number):
        try:
            with sending.Poster() as poster:
                return _run(poster)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(work, range(3))) == 150
    assert statuses() == {Status.SENT: 150} and len(graph.bodies) == 150


def test_each_answer_of_whatsapp_means_what_it_means_for_one(owed, graph, settings):
    first, *_ = owed(6)
    answers = [refuse(131026), refuse(131056), hang_up, refuse(1, status=500), lambda heard: (200, {"messages": []})]
    ways = dict(zip((f"{n}.0" for n in range(5)), answers, strict=True))
    graph.answer = lambda heard: graph.heard.append(heard) or ways.get(heard.body["text"]["body"], accept)(heard)
    sending.send_waiting()
    assert statuses() == {Status.FAILED: 1, Status.QUEUED: 1, Status.UNKNOWN: 3, Status.SENT: 1}
    first.refresh_from_db()
    assert (first.status, first.error_code, first.error["details"]) == (Status.FAILED, 131026, "Because.")
    assert Message.objects.get(status=Status.QUEUED).next_attempt_at > timezone.now() - timedelta(seconds=1)
    assert Counter(Attempt.objects.values_list("outcome", flat=True)) == {
        "refused": 1, "put_off": 1, "unknown": 3, "accepted": 1,
    }  # fmt: skip


def test_a_connection_that_is_cut_after_the_bytes_left_is_not_sent_again(owed, graph):
    """The transport itself calls this a failure to connect."""
    owed(5)
    graph.answers = [hang_up] * 5
    sending.send_waiting()
    sending.send_waiting()
    assert statuses() == {Status.UNKNOWN: 5} and len(graph.bodies) == 5


def test_without_a_connection_all_wait_and_go_later(owed, graph, settings):
    up, settings.GRAPH_URL = settings.GRAPH_URL, "http://127.0.0.1:9"
    owed(20)
    sending.send_waiting(budget=0.5)
    assert statuses() == {Status.QUEUED: 20} and not graph.bodies
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"not_begun"}
    settings.GRAPH_URL = up
    Message.objects.update(next_attempt_at=None)
    assert sending.send_waiting() == 20
    assert len(graph.bodies) == 20


def test_whose_window_closed_meanwhile_is_not_written_to(owed, graph):
    late, fine = owed(2)
    Conversation.objects.filter(pk=late.conversation_id).update(window_closes_at=timezone.now())
    sending.send_waiting()
    late.refresh_from_db()
    assert (late.status, late.error_code) == (Status.FAILED, 131047)
    assert [body["text"]["body"] for body in graph.bodies] == [fine.text]
    assert not late.attempts.exists()


def test_a_number_that_is_stopped_in_the_middle_sends_no_more(owed, graph, number):
    Number.objects.update(throughput=80)
    owed(100)
    graph.answers = [accept] * 10 + [refuse(190, status=401)] * 100
    sending.send_waiting()
    assert statuses() == {Status.SENT: 10, Status.QUEUED: 90}
    before = len(graph.bodies)
    assert before < 100  # those on their way, and nothing after them
    number.refresh_from_db()
    assert number.stopped_code == 190
    assert sending.send_waiting() == 0
    graph.answers = []
    circuit.resume(number)
    Message.objects.update(next_attempt_at=None)
    assert sending.send_waiting() == 90
    assert len(graph.bodies) == before + 90


def test_what_cannot_be_said_fails_alone(owed, graph):
    bad, *_others = owed(3)
    Message.objects.filter(pk=bad.pk).update(kind="image", payload=[])
    with pytest.MonkeyPatch.context() as patch:  # whatever our builders may trip over
        say = delivery.outgoing.body
        patch.setattr(
            delivery.outgoing, "body", lambda message, **to: 1 / 0 if message.pk == bad.pk else say(message, **to)
        )
        sending.send_waiting()
    bad.refresh_from_db()
    assert (bad.status, bad.attempt) == (Status.FAILED, 0)
    assert statuses() == {Status.FAILED: 1, Status.SENT: 2}


def test_what_has_a_file_is_left_to_delivery(owed, graph):
    with_file, _plain = owed(2)
    Media.objects.create(
        conversation=with_file.conversation, message=with_file, public_id=with_file.client_id, kind="image"
    )
    assert sending.send_waiting() == 1
    with_file.refresh_from_db()
    assert with_file.status == Status.QUEUED and sweeping.overdue() == [with_file.pk]


def test_bulk_keeps_the_pace_of_its_number_and_replies_do_not_wait_for_it(owed, graph, number):
    Number.objects.update(throughput=80)
    owed(60)
    waits = []

    def replies():
        time.sleep(0.3)
        for _ in range(5):
            began = time.monotonic()
            while wait := pace.wait(number=number.pk, pair=0, rate=80):
                time.sleep(wait)
            waits.append(time.monotonic() - began)
            time.sleep(0.05)

    beside = threading.Thread(target=replies)
    began = time.monotonic()
    beside.start()
    assert sending.send_waiting() == 60
    took = time.monotonic() - began
    beside.join()
    assert took >= (60 + 5 - pace.burst(80)) / 80
    assert max(waits) < 0.5


def test_people_written_to_too_often_wait_and_hold_up_nobody(owed, graph, number):
    often, other = owed(2)
    for other_number in range(pace.PAIR_BURST):
        pace.wait(number=1000 + other_number, pair=often.conversation_id)
    assert sending.send_waiting(budget=1) == 1
    often.refresh_from_db()
    other.refresh_from_db()
    assert (often.status, often.attempt, other.status) == (Status.QUEUED, 0, Status.SENT)
    assert 3 < (often.next_attempt_at - timezone.now()).total_seconds() <= 6


def test_without_redis_it_leaves_unpaced(owed, graph, settings, request):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    redis.client.cache_clear()
    request.addfinalizer(redis.client.cache_clear)
    owed(40)
    assert sending.send_waiting() == 40
    assert statuses() == {Status.SENT: 40}


def cut_off_the_database(heard):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database()"
        )
    connection.close()
    return accept(heard)


def test_the_database_goes_away_while_results_are_in_hand(owed, graph):
    owed(30)
    graph.answers = [accept] * 3 + [cut_off_the_database]
    assert sending.send_waiting() == 30
    assert statuses() == {Status.SENT: 30} and len(graph.bodies) == 30


def test_the_database_goes_away_while_a_single_answer_is_in_hand(owed, graph):
    [message] = owed(1)
    graph.answers = [cut_off_the_database]
    delivery.deliver(message.pk)
    assert statuses() == {Status.SENT: 1} and len(graph.bodies) == 1


def test_a_worker_that_is_asked_to_end_writes_down_what_it_began_and_begins_no_more(owed, graph, request):
    request.addfinalizer(stopping.asked.clear)
    Number.objects.update(throughput=80)
    owed(100)

    def ask_to_end(heard):
        stopping.asked.set()
        time.sleep(0.3)
        return accept(heard)

    graph.answers = [ask_to_end]
    posted = sending.send_waiting()
    assert 0 < posted < 100
    assert statuses() == {Status.SENT: posted, Status.QUEUED: 100 - posted}
    assert len(graph.bodies) == posted
    assert not Attempt.objects.filter(outcome="").exists()


def test_the_sweep_calls_for_a_batch_when_many_wait(owed, graph):
    owed(sweeping.FEW + 1)
    tasks.sweep()
    assert redis.client().llen("celery:bulk") == 1
    tasks.send_waiting()
    assert statuses() == {Status.SENT: sweeping.FEW + 1}
