"""Workers are killed without warning while customers write. Every message is there afterwards, once, in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from inbox.models import Conversation, Message
from tests.address import database_url
from tests.webhooks.bodies import NOON, envelope, message, person, said, value
from tests.webhooks.conftest import until
from webhooks.models import WebhookEvent
from webhooks.tasks import handle_waiting

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = [f"551198765{serial:04}" for serial in range(10)]


@contextmanager
def worker() -> Iterator[subprocess.Popen]:
    """A Celery worker of its own process, as in production, on the tests' database."""
    command = [sys.executable, "-m", "celery", "-A", "nxtchat.celery", "worker", "-P", "solo", "-Q", "events"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error"]
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "nxtchat.settings"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def handled() -> int:
    """Asked again and again; nudges as the timetable does, since those of a slow or killed worker are too old."""
    handle_waiting.apply_async()
    return WebhookEvent.objects.filter(state="handled").count()


def everything_is_there_once() -> None:
    assert Message.objects.count() == 200
    for conversation in Conversation.objects.all():
        texts = [
            int(text) for text in conversation.messages.order_by("created_at", "pk").values_list("text", flat=True)
        ]
        assert texts == sorted(texts)
        assert conversation.inbound_count == len(texts) == 20
        assert int(conversation.preview) == texts[-1]


def test_a_worker_killed_while_200_messages_arrive_loses_and_doubles_none(number, meta):
    killed = threading.Event()

    def customers_write() -> None:
        for serial in range(200):
            if serial == 150:
                killed.wait(120)  # however slow the worker was to start, some come after its death
            assert meta.posts(envelope(said(f"{serial}", wa_id=PEOPLE[serial % 10], at=NOON + serial))) == 200
            time.sleep(0.01)

    writing = threading.Thread(target=customers_write)
    with worker() as first:
        writing.start()
        assert until(lambda: handled() > 20, seconds=90)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    killed.set()
    writing.join()
    assert WebhookEvent.objects.count() == 200
    assert handled() <= 150
    with worker():
        assert until(lambda: handled() == 200, seconds=90)
    everything_is_there_once()


def test_killed_in_the_middle_of_a_batch_nothing_is_half_done(number, meta):
    """One body with 200 messages, held up half way by a lock that the test holds."""
    contacts = [person(wa_id=wa_id) for wa_id in PEOPLE]
    messages = [message(f"{serial}", wa_id=PEOPLE[serial % 10], at=NOON + serial) for serial in range(200)]
    with worker() as first, connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE inbox_message IN SHARE MODE")  # reading goes on, writing waits
        assert meta.posts(envelope(value(contacts=contacts, messages=messages))) == 200
        assert until(a_writer_waits, seconds=90)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        cursor.execute("ROLLBACK")
    assert not Message.objects.exists()
    assert not Conversation.objects.exists()
    with worker():
        assert until(lambda: handled() == 1, seconds=90)
    everything_is_there_once()


def a_writer_waits() -> bool:
    handle_waiting.apply_async()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'inbox_message'::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])
