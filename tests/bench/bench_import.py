"""A file of 500,000 people, checked and imported, beside a bare COPY of the same rows into the same tables."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.db import connection
from django.utils import timezone

from contacts.imports import services, working
from contacts.models import Contact, Import
from nxtchat.team.models import Agent
from nxtchat.team.roles import Role
from tests.address import database_url
from tests.bench.rows import Row

PEOPLE = int(os.environ.get("IMPORT_ROWS", "500000"))
BAD = 50  # one in so many
MEMORY = 300  # MB above an idle process
WORKER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from tests.bench.bench_import import work
work(int(sys.argv[1]))
"""


class File:
    """Too large to be made at once."""

    name = "people.csv"

    def chunks(self, _size: int | None = None) -> Iterator[bytes]:
        yield b"name,phone,language\n"
        for start in range(0, PEOPLE, 10_000):
            lines = (f"Person {i},{_phone(i)},pt_BR\n" for i in range(start, min(start + 10_000, PEOPLE)))
            yield "".join(lines).encode()


def run() -> list[Row]:
    good = PEOPLE - PEOPLE // BAD
    bare = good / _seconds(_copy)
    _empty()
    kept = _brought()
    services.check(kept)
    checking, _idle, checked_with = _worker(kept)
    services.go(kept)
    importing, idle, imported_with = _worker(kept)
    kept.refresh_from_db()
    assert kept.state == "done" and Contact.objects.count() == good, (kept.state, kept.counts)
    services.undo(kept, by=Agent.objects.get())
    undoing, *_memory = _worker(kept)
    assert not Contact.objects.exists()
    memory = max(checked_with, imported_with) - idle
    ours, whole = good / importing, good / (checking + importing)
    return [
        Row("import people", ours, bare, "rows/s", "≥ 20 % of bare COPY", ours >= bare / 5),
        Row("check and import them", whole, bare, "rows/s", "≥ 20 % of bare COPY", whole >= bare / 5),
        Row("take them back", good / undoing, None, "rows/s"),
        Row("memory for it, above idle", memory, None, "MB", f"≤ {MEMORY} MB", memory <= MEMORY),
    ]


def _phone(i: int) -> str:
    return "call me" if i % BAD == BAD - 1 else f"+55119{i:08}"


def _brought() -> Import:
    agent = Agent.objects.create_user(email="a@example.org", name="Ada", role=Role.ADMIN)
    kept = services.start(file=File(), by=agent)
    services.note_consent(kept, has_consent=True, wording="Yes", how="At the checkout", on=date(2026, 5, 1))
    kept.refresh_from_db()
    return kept


def _copy() -> None:
    """The same rows, ready made, into the tables that an import writes about people."""
    now = timezone.now().isoformat()
    good = [i for i in range(PEOPLE) if i % BAD != BAD - 1]
    tables: list[tuple[str, Callable[[int], tuple]]] = [
        (
            "contacts_contact (id, name, profile_name, language, created_at)",
            lambda i: (i + 1, f"Person {i}", "", "pt_BR", now),
        ),
        (
            "contacts_identity (scope, kind, value, contact_id, first_seen, last_seen)",
            lambda i: ("", "phone", f"55119{i:08}", i + 1, now, now),
        ),
        (
            "contacts_consentevent (contact_id, purpose, is_given, at, source, wording, recorded_at)",
            lambda i: (i + 1, "marketing", "t", now, "import", "Yes", now),
        ),
    ]
    connection.ensure_connection()
    for table, row in tables:
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for start in range(0, len(good), 10_000):
                lines = ("\t".join(map(str, row(i))) + "\n" for i in good[start : start + 10_000])
                copy.write("".join(lines))


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE contacts_contact CASCADE")


def _worker(kept: Import) -> tuple[float, float, float]:
    """Seconds, and MB at the beginning and at most, of a process of its own that does what is due."""
    environment = os.environ | {"DATABASE_URL": database_url()}
    command = [sys.executable, "-c", WORKER, str(kept.pk)]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()
    return float(told[-3]), float(told[-2]), float(told[-1])


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _most() -> float:
    """The most memory that this process ever had. (What getrusage tells begins with the parent's.)"""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def work(import_id: int) -> None:
    Import.objects.count()  # connected, as an idle worker is
    idle, began = _most(), time.perf_counter()
    while working.work(import_id):
        pass
    print(time.perf_counter() - began, idle, _most())
