"""A worker is killed in the middle of an import. Another goes on, and nobody is lost or there twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from contacts.imports import services, working
from contacts.models import Contact, Identity, Import
from contacts.tasks import sweep_imports
from tests.address import database_url
from tests.webhooks.conftest import until

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 9_000  # four batches and a half
ROWS = "name,phone\n" + "".join(f"P{i},{'call me' if i % 50 == 49 else f'+55119{i:08}'}\n" for i in range(PEOPLE))
REFUSED = PEOPLE // 50


@contextmanager
def worker(folder) -> Iterator[subprocess.Popen]:
    """A Celery worker of its own process, as in production, with our database and files."""
    command = [sys.executable, "-m", "celery", "-A", "nxtchat.celery", "worker", "-P", "solo", "-Q", "bulk"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error"]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
        "NXTCHAT_DATA": str(folder),
        "NXTCHAT_KEYS": ",".join(settings.NXTCHAT_KEYS),
        "NXTCHAT_PEPPER": settings.NXTCHAT_PEPPER,
    }
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def is_written(least: int) -> bool:
    """Asked again and again; the timetable nudges in between."""
    sweep_imports()
    return Contact.objects.count() >= least


def a_writer_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'contacts_importchange'::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def the_lease_ends() -> None:
    """As it would a minute later."""
    Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def everybody_is_there_once() -> None:
    assert Contact.objects.count() == Identity.objects.count() == PEOPLE - REFUSED
    names = set(Identity.objects.values_list("contact__name", "value"))
    assert names == {(f"P{i}", f"55119{i:08}") for i in range(PEOPLE) if i % 50 != 49}
    kept = Import.objects.get()
    assert kept.counts == {"new": PEOPLE - REFUSED, "refused": REFUSED}
    assert kept.changes.count() == PEOPLE - REFUSED and kept.rows.count() == REFUSED


def test_killed_half_way_and_taken_up_again_nobody_is_lost_or_doubled(mara, tmp_path):
    mara.checks(ROWS)
    services.go(mara.last)
    with worker(tmp_path) as first, connection.cursor() as cursor:
        assert until(lambda: is_written(1), seconds=90)
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE contacts_importchange IN SHARE MODE")  # the next batch stops before its end
        if Import.objects.get().state == "running":
            assert until(lambda: a_writer_waits() or Import.objects.get().state == "done", seconds=90)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        cursor.execute("ROLLBACK")
    half = Import.objects.get()
    assert Contact.objects.count() == half.counts["new"]  # a batch is whole, or not there
    assert half.position % working.BATCH == 0
    the_lease_ends()
    with worker(tmp_path):
        assert until(lambda: is_written(PEOPLE - REFUSED) and Import.objects.get().state == "done", seconds=90)
    everybody_is_there_once()


def test_whoever_holds_a_lease_is_left_alone_and_an_older_worker_writes_nothing(mara):
    mara.checks(ROWS)
    services.go(mara.last)
    held = mara.last
    Import.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    assert not working.work(held.pk) and not Contact.objects.exists()
    the_lease_ends()
    Import.objects.update(run=7)  # somebody took it over since `held` was read
    with pytest.raises(working.LetGo):
        working._batch(held, [(2, ["Ana", "+5511987654321"])], None)
    assert not Contact.objects.exists()


def test_stopped_and_resumed_it_goes_on_where_it_was(mara, monkeypatch):
    mara.checks(ROWS)
    services.go(mara.last)
    monkeypatch.setattr(working, "SHIFT", -1)  # a worker does one batch and makes room
    assert working.work(mara.last.pk)
    assert Contact.objects.count() == mara.last.counts["new"] < 2_001
    mara.client.post(mara.url("stop"))
    assert mara.last.state == "stopped" and not working.waiting()
    assert not working.work(mara.last.pk)
    mara.client.post(mara.url("run"))
    mara.waits()
    everybody_is_there_once()
    mara.undoes()
    assert not Contact.objects.exists() and not Identity.objects.exists()


def test_a_file_that_breaks_every_worker_is_given_up(mara, monkeypatch):
    def breaks(*_anything):
        raise MemoryError

    mara.checks(ROWS)
    services.go(mara.last)
    with monkeypatch.context() as patched:
        patched.setattr(working, "write", breaks)
        for _worker in range(working.TRIES):
            with pytest.raises(MemoryError):
                working.work(mara.last.pk)
            the_lease_ends()
        assert not working.work(mara.last.pk)
    assert (mara.last.state, mara.last.reason, working.waiting()) == ("stopped", "given_up", [])
    assert "broke off several times" in mara.client.get(mara.url("result")).text
    mara.client.post(mara.url("run"))  # somebody mended what was wrong
    mara.waits()
    everybody_is_there_once()


def test_a_stopped_import_can_be_undone(mara, monkeypatch):
    mara.checks(ROWS)
    services.go(mara.last)
    monkeypatch.setattr(working, "SHIFT", -1)
    working.work(mara.last.pk)
    mara.client.post(mara.url("stop"))
    assert mara.undoes().undone["removed"] == mara.last.counts["new"]
    assert not Contact.objects.exists()
