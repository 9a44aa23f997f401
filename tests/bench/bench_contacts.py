"""A million contacts: pages of the list, searches and segments, each through its address, beside a bare query."""

import os
import time
from collections.abc import Callable, Sequence
from statistics import quantiles

from django.db import connection
from django.test import Client, override_settings

from nxtchat.team.models import Agent, ApiToken
from tests.bench import people
from tests.bench.asked import Asked, api, keep_segments, lists, searches, segments
from tests.bench.rows import Row

PEOPLE = int(os.environ.get("CONTACTS", "1000000"))
TIMES = 20  # each


def run() -> list[Row]:
    ada, bruno = people.make(PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return measured(ada, bruno)


def measured(ada: Agent, bruno: Agent) -> list[Row]:
    keep_segments(ada)
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        everything = [_row(one, _browser(ada), "") for one in [*lists(), *searches(), *segments()]]
        few = [_row(one, _browser(bruno), ", who sees few") for one in [*lists(), *searches()]]
        return everything + few + [_row(one, _program(ada), "") for one in api()]


def _browser(agent: Agent) -> Client:
    browser = Client()
    browser.force_login(agent)
    return browser


def _program(agent: Agent) -> Client:
    token = ApiToken.issue(agent=agent, name="bench", scopes=["contacts.read"])
    return Client(headers={"Authorization": f"Bearer {token}"})


def _row(asked: Asked, browser: Client, who: str) -> Row:
    words = [asked.words[n % len(asked.words)] for n in range(TIMES)]
    half, most = _times(lambda word: _ask(browser, asked.address.format(word)), words)
    _bare_half, bare = _times(lambda word: _query(asked.bare.format(word.strip("%2B ").lower())), words)
    target = f"≤ {asked.limit} ms"
    return Row(f"{asked.what}{who}", most, bare, f"ms p95, p50 {half:.0f}", target, most <= asked.limit)


def _ask(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _query(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()


def _times(do: Callable[[str], None], words: Sequence[str]) -> tuple[float, float]:
    """Milliseconds: half of them were quicker than the first, and 95 of 100 quicker than the second."""
    do(words[0])
    taken = []
    for word in words:
        began = time.perf_counter()
        do(word)
        taken.append((time.perf_counter() - began) * 1000)
    steps = quantiles(taken, n=20, method="inclusive")
    return steps[9], steps[18]
