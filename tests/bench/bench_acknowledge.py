"""A signed webhook is committed and gets its 200: ours, beside a receiver that does nothing else."""

import os
import subprocess
import sys
from statistics import median

from django.db import connection

from nxtchat.whatsapp.models import Account, Number
from tests.address import database_url
from tests.bench.bare_chain import BARE_TABLES, BARE_TABLES_AWAY
from tests.bench.bench_handle import text_body
from tests.bench.load import flood, requests, served, steady
from tests.bench.rows import Row

SECRET = "the-secret-of-the-bench"
ROUNDS = 3
RATE, SECONDS = 1_000, 5
HANDLER = "import django; django.setup()\nfrom webhooks.handling import handle_waiting\nwhile True: handle_waiting()"


def run() -> list[Row]:
    account = Account.objects.create(waba_id="1", app_id="1", app_secret=SECRET, token="t", verify_token="v")
    Number.objects.create(account=account, phone_number_id="106540352242922", display_phone="15550783881")
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "BARE_SECRET": SECRET,
        "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
    }
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLES)
    try:
        with (
            served("nxtchat.asgi:application", environment=environment) as ours,
            served("tests.bench.bare_receiver:application", environment=environment) as bare,
        ):
            small = _compare("acknowledge a 1 KB webhook", ours, bare, size=1_000, count=4_000)
            large = _compare("acknowledge a 20 KB webhook", ours, bare, size=20_000, count=1_500)
            return [small, large, _while_handling(ours, environment)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(BARE_TABLES_AWAY)


def _compare(what: str, ours: int, bare: int, *, size: int, count: int) -> Row:
    """By turns, so that both meet the same machine; the first turn only warms up."""
    rates: dict[int, list[float]] = {ours: [], bare: []}
    for turn in range(ROUNDS + 1):
        for port in (bare, ours):
            rate = flood(port, _requests(count if turn else 200, size=size))
            if turn:
                rates[port].append(rate)
    mine, limit = median(rates[ours]), median(rates[bare])
    return Row(what, mine, limit, "requests/s", "≥ 50 % of bare", mine >= limit / 2)


def _while_handling(port: int, environment: dict[str, str]) -> Row:
    """The slowest of a hundred, at a steady pace, while a worker turns the same events into rows."""
    worker = subprocess.Popen([sys.executable, "-c", HANDLER], env=environment, stderr=subprocess.DEVNULL)
    try:
        taken = steady(port, _requests(RATE * SECONDS, size=1_000), rate=RATE)
    finally:
        worker.terminate()
        worker.wait(15)
    p99 = taken[len(taken) * 99 // 100]
    return Row(f"p99 at {RATE}/s, events being handled", p99, None, "ms", "≤ 25 ms", p99 <= 25)


_serial = iter(range(10**9))


def _requests(count: int, *, size: int) -> list[bytes]:
    return requests([text_body(next(_serial), size=size) for _ in range(count)], secret=SECRET)
