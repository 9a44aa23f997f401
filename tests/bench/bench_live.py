"""Something happens and every open browser is told: ours, beside a server that only writes a ready frame to all."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import uvloop
from django.db import connections
from django.test import Client

from nxtchat.live import stream
from nxtchat.team.models import Agent
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Account, Number
from tests.address import database_url
from tests.bench.load import served
from tests.bench.rows import Row

CROWDS = (500, 2_000)
EVENTS = 20
PACE = 0.5  # seconds between two events
PATIENCE = 20  # seconds until the last of them has arrived
AT_ONCE = 50  # connections being opened at the same time
SENT_AT = re.compile(rb'"t":(\d+)')

Tell = Callable[[asyncio.Transport], Awaitable[None]]


def run() -> list[Row]:
    session, number = _somebody()
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "nxtchat.settings"}
    rows = []
    for size in CROWDS:
        bare = subprocess.Popen([sys.executable, "-m", "tests.bench.bare_stream"], stdout=subprocess.PIPE, text=True)
        try:
            limit = uvloop.run(_measure(size, int(bare.stdout.readline()), bare.pid, session, _say))
        finally:
            bare.terminate()
            bare.wait(10)
        with served("nxtchat.asgi:application", environment=environment) as port:
            ours = uvloop.run(_measure(size, port, _listener_on(port), session, _publish(number)))
        rows += _compare(size, ours, limit)
    connections.close_all()
    return rows


def _compare(size: int, ours: dict[str, float], limit: dict[str, float]) -> list[Row]:
    rows = [Row(f"told, {size} streams, {what}", ours[what], limit[what], "ms") for what in ("p50", "p95")]
    target = ("≤ 300 ms", ours["p99"] <= 300) if size == 2_000 else ("", None)
    rows.append(Row(f"told, {size} streams, p99", ours["p99"], limit["p99"], "ms", *target))
    rows.append(Row(f"memory of each of {size} streams", ours["kb"], limit["kb"], "KB", "≤ 20 KB", ours["kb"] <= 20))
    return rows


def _somebody() -> tuple[str, int]:
    agent = Agent.objects.create_user(email="bench@example.org", name="Bench", role=Role.AGENT)
    account = Account.objects.create(waba_id="1", app_id="1", app_secret="s", token="t", verify_token="v")
    number = Number.objects.create(account=account, phone_number_id="1", display_phone="1")
    browser = Client()
    browser.force_login(agent)
    return browser.session.session_key, number.pk


class Browser(asyncio.Protocol):
    """Reads frames and notes how long each was on its way."""

    def __init__(self, request: bytes, taken: list[int]) -> None:
        self.request, self.taken = request, taken
        self.answered = asyncio.get_running_loop().create_future()

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        if not self.answered.done():
            self.answered.set_result(data.startswith(b"HTTP/1.1 200"))
        self.taken.extend(now - int(sent) for sent in SENT_AT.findall(data))


async def _measure(size: int, port: int, process: int, session: str, tell: Tell) -> dict[str, float]:
    taken: list[int] = []
    request = f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={session}\r\n\r\n".encode()
    [somebody] = await _connect(1, port, request, taken)  # whatever is made once is made now
    await asyncio.sleep(1)
    empty = _memory(process)
    await _connect(size - 1, port, request, taken)
    await asyncio.sleep(1)
    taken.clear()
    for _ in range(EVENTS):
        await tell(somebody)
        await asyncio.sleep(PACE)
    async with asyncio.timeout(PATIENCE):
        while len(taken) < size * EVENTS:
            await asyncio.sleep(0.05)
    kilobytes = (_memory(process) - empty) / (size - 1) / 1024
    taken.sort()
    found = {f"p{part}": taken[len(taken) * part // 100] / 1e6 for part in (50, 95, 99)}
    return found | {"kb": kilobytes}


async def _connect(count: int, port: int, request: bytes, taken: list[int]) -> list[asyncio.Transport]:
    async def one() -> asyncio.Transport:
        async with places:
            loop = asyncio.get_running_loop()
            transport, browser = await loop.create_connection(lambda: Browser(request, taken), "127.0.0.1", port)
            assert await browser.answered, "refused"
            return transport

    places = asyncio.Semaphore(AT_ONCE)
    return await asyncio.gather(*(one() for _ in range(count)))


def _publish(number: int) -> Tell:
    def publish() -> None:
        stream.publish_many_on_commit([("message.added", number, {"t": time.monotonic_ns(), "c": 1, "m": 1})])

    async def tell(_somebody: asyncio.Transport) -> None:
        await asyncio.to_thread(publish)

    return tell


async def _say(somebody: asyncio.Transport) -> None:
    somebody.write(f"{time.monotonic_ns()}\n".encode())


def _listener_on(port: int) -> int:
    [server] = (child.pid for child in psutil.Process().children() if str(port) in child.cmdline())
    return server


def _memory(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
