"""A real server with the receiver in it, and Meta's hand that posts to it."""

import socket
import threading
import time
from collections.abc import Callable

import httpx
import pytest
import uvicorn

from nxtchat.whatsapp.signature import sign
from tests.conftest import APP_SECRET
from webhooks.receiver import Receiver

PATH = "/webhooks/whatsapp/"


def until(holds: Callable[[], bool], *, seconds: float = 5) -> bool:
    """Ask again and again until it holds, or the time is over."""
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


class Served:
    """An ASGI app on a port of its own, on a thread."""

    def __init__(self, app) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_error) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Meta:
    """Posts webhooks the way Meta does."""

    def __init__(self, url: str, port: int) -> None:
        self.port = port
        self._client = httpx.Client(base_url=url, timeout=15)

    def posts(self, body: bytes, *, secret: str = APP_SECRET, **headers: str) -> int:
        """The status of the answer to a signed body."""
        return self.posts_raw(body, **{"X-Hub-Signature-256": sign(secret, body)}, **headers).status_code

    def posts_raw(self, body, **headers: str) -> httpx.Response:
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        return self._client.post(PATH, content=body, headers=headers)

    def close(self) -> None:
        self._client.close()


class Closing:
    """A receiver that closes with its server, as in nxtchat/asgi.py."""

    def __init__(self) -> None:
        self.receiver = Receiver()

    async def __call__(self, scope, receive, send) -> None:
        await self.receiver(scope, receive, send)


@pytest.fixture
def served(transactional_db):
    with Served(Closing()) as server:
        yield server


@pytest.fixture
def meta(served):
    meta = Meta(served.url, served.port)
    yield meta
    meta.close()
