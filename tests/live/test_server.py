"""The real server, as it is started in production."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from nxtchat.live import stream
from tests.address import database_url
from tests.live.server import Stream

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def production():
    """`production("--workers=2")`: the process and its address."""
    started = []

    def start(*options: str) -> tuple[subprocess.Popen, str]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "nxtchat.asgi:application", f"--port={port}", *options]
        environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        started.append(server)
        deadline = time.monotonic() + 30
        with socket.socket() as probe:
            while probe.connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
                time.sleep(0.05)
        return server, f"127.0.0.1:{port}"

    yield start
    for server in started:
        server.terminate()
        server.wait(20)


def test_several_processes_tell_the_same(production, session_of, bruno, number, say):
    _server, where = production("--workers=2", "--timeout-graceful-shutdown=2")
    session = session_of(bruno)
    streams = [Stream(where, session=session) for _ in range(12)]
    for heard in streams:
        heard.until("beat")
    say(number, 1, 2)
    assert [[event["m"] for event in heard.events(2)] for heard in streams] == [[1, 2]] * 12
    for heard in streams:
        heard.close()


def test_open_streams_do_not_hold_up_a_stop(production, session_of, bruno):
    server, where = production("--timeout-graceful-shutdown=15")
    heard = Stream(where, session=session_of(bruno))
    heard.until("beat")
    server.send_signal(signal.SIGTERM)
    assert heard.has_ended()
    began = time.monotonic()
    server.wait(20)
    assert time.monotonic() - began < 10
    assert heard.last_id == stream.START
