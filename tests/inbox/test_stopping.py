"""A worker is asked to end, as with every update of the program, while it sends."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from inbox import tasks
from inbox.models import Attempt, Message, Status
from tests.address import database_url
from tests.inbox.crowd import owe
from tests.small_graph import accept
from tests.webhooks.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker(graph):
    """A process of its own, as `make run` starts it."""
    command = [sys.executable, "-m", "celery", "-A", "nxtchat.celery", "worker", "-P", "threads", "-c", "4"]
    command += ["-Q", "live,bulk", "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error"]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "GRAPH_URL": graph.url,
        "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
    }
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def test_a_worker_that_gets_sigterm_while_it_sends_leaves_nothing_half_said(number, graph):
    messages = owe(number, 300)

    def think(heard):
        time.sleep(0.5)
        return accept(heard)

    graph.answers = [think] * 300
    tasks.send_waiting.delay()
    for message in messages[:5]:
        tasks.deliver.delay(message.pk)
    with worker(graph) as process:
        assert until(lambda: len(graph.bodies) > 20, seconds=60)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(25) == 0
        assert time.monotonic() - began < 25
    sent = Message.objects.filter(status=Status.SENT).count()
    assert 20 < sent == len(graph.bodies) < 300
    assert Message.objects.filter(status=Status.QUEUED).count() == 300 - sent
    assert not Message.objects.exclude(lease_until=None).exists()
    assert not Attempt.objects.filter(outcome="").exists()
