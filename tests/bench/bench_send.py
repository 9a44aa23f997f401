"""What has piled up is sent, beside a bare client that only posts; and how long an agent's answer takes to leave."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import aiohttp
import httpx
from django.db import connections
from django.test import override_settings
from httpx_aiohttp import AiohttpTransport

from inbox import sending, services, tasks
from inbox.models import Message
from nxtchat import redis
from nxtchat.local.up import QUEUES
from nxtchat.team.models import Agent
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Account, Number
from nxtchat.whatsapp.posting import FLIGHTS
from tests.address import database_url
from tests.bench.rows import Row
from tests.inbox.crowd import owe

MANY = 4_000  # messages sent in bulk, each to somebody else
ANSWERS, PAUSE = 40, 0.15  # an agent's, and the seconds between two of them
USUAL_RATE = 80


def run() -> list[Row]:
    account = Account.objects.create(waba_id="1", app_id="1", app_secret="s", token="t", verify_token="v")
    number = Number.objects.create(
        account=account, phone_number_id="1", display_phone="1", status="CONNECTED", throughput=10_000
    )
    with graph() as url, override_settings(GRAPH_URL=url):
        limit = asyncio.run(_bare(url))
        owe(number, MANY)
        began = time.perf_counter()
        sent = sending.send_waiting()
        ours = sent / (time.perf_counter() - began)
        assert Message.objects.filter(status="sent").count() == MANY
        idle, busy = _answers(number, url)
    connections.close_all()
    return [
        Row("send in bulk", ours, limit, "messages/s", "≥ 60 % of bare, ≥ 1,000/s", ours >= max(1_000, 0.6 * limit)),
        Row("an answer leaves, idle, p95", idle, None, "ms", "≤ 200 ms", idle <= 200),
        Row("an answer leaves during bulk, p95", busy, None, "ms", "≤ 2,000 ms", busy <= 2_000),
    ]


@contextmanager
def graph() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.slow_graph"], stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(10)


async def _bare(url: str) -> float:
    """As many on their way at once as ours has."""
    make = lambda: aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=FLIGHTS))  # noqa: E731
    bodies = iter(range(MANY))
    async with httpx.AsyncClient(transport=AiohttpTransport(client=make)) as client:

        async def post() -> None:
            for serial in bodies:
                body = {"messaging_product": "whatsapp", "to": f"+{5_511_900_000_000 + serial}", "type": "text"}
                body |= {"text": {"body": f"{serial}"}, "biz_opaque_callback_data": str(uuid4())}
                answer = await client.post(f"{url}/1/messages", json=body, headers={"Authorization": "Bearer t"})
                answer.json()

        began = time.perf_counter()
        await asyncio.gather(*(post() for _ in range(FLIGHTS)))
        return MANY / (time.perf_counter() - began)


def _answers(number: Number, url: str) -> tuple[float, float]:
    """p95 in milliseconds from the click to the POST: with nothing else to do, and beside bulk at the full rate."""
    Number.objects.update(throughput=USUAL_RATE)
    agent = Agent.objects.create_user(email="bench@example.org", name="Bench", role=Role.AGENT)
    people = [message.conversation for message in Message.objects.select_related("conversation")[: ANSWERS + 1]]
    with worker(url):
        _leaves(people[-1:], agent, url)  # until the worker is there
        idle = _leaves(people[:-1], agent, url)
        owe(number, int(USUAL_RATE * ANSWERS * PAUSE * 1.5))
        tasks.send_waiting.delay()
        time.sleep(1)
        busy = _leaves(people[:-1], agent, url)
        assert Message.objects.filter(status="queued").exists(), "bulk ended before the answers did"
    return idle, busy


def _leaves(people: list, agent: Agent, url: str) -> float:
    said = {}
    for conversation in people:
        text = f"answer {uuid4()}"
        said[text] = time.time()
        services.say(conversation=conversation, kind="text", content={"body": text}, client_id=uuid4(), by=agent)
        time.sleep(PAUSE)
    came: dict[str, float] = {}
    end = time.monotonic() + 60
    while not said.keys() <= came.keys() and time.monotonic() < end:
        came |= httpx.get(url).json()
        time.sleep(0.1)
    taken = sorted(came[text] - at for text, at in said.items())
    return taken[int(len(taken) * 0.95)] * 1000


@contextmanager
def worker(url: str) -> Iterator[None]:
    """As `make run` starts it."""
    redis.client().flushdb()
    command = [sys.executable, "-m", "celery", "--app=nxtchat.celery", "--quiet", "worker", f"--queues={QUEUES}"]
    command += ["--pool=threads", "--concurrency=8", "--without-gossip", "--without-mingle"]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "GRAPH_URL": url,
        "DJANGO_SETTINGS_MODULE": "nxtchat.settings",
    }
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
