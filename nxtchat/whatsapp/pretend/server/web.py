"""A small HTTP server that can also be rude: never answer, or cut the line before or after reading.

An ASGI server could not do that, for it hides the connection.
"""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httptools

MOST_BYTES = 110 * 1024 * 1024  # documents may have 100 MB


class Rude(Enum):
    HANG = "hang"
    RESET = "reset"


@dataclass
class Request:
    method: str = "GET"
    target: str = "/"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def bearer(self) -> str:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() in {"bearer", "oauth"} else self.query.get("access_token", "")

    def json(self) -> Any:
        """The body; ValueError when it is no JSON."""
        return json.loads(self.body or b"{}")


@dataclass
class Answer:
    body: Any = b""
    status: int = 200
    content_type: str = "application/json"
    headers: Iterable[tuple[str, str]] = ()

    def encoded(self, *, keep_alive: bool) -> bytes:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"content-type: {self.content_type}",
            f"content-length: {len(body)}",
            *(f"{name}: {value}" for name, value in self.headers),
            *(() if keep_alive else ("connection: close",)),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


Handler = Callable[[Request], Awaitable[Answer | Rude]]
Doorman = Callable[[Request], Rude | None]


class Connection(asyncio.Protocol):
    """One client. Its requests are answered one after another."""

    def __init__(self, *, handler: Handler, doorman: Doorman, living: set["Connection"]) -> None:
        self.handler, self.doorman, self.living = handler, doorman, living
        self.parser = httptools.HttpRequestParser(self)
        self.request, self.size = Request(), 0
        self.chunks: list[bytes] = []
        self.waiting: asyncio.Queue[tuple[Request, bool]] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.living.add(self)
        self.answering = asyncio.get_running_loop().create_task(self._answer_all())

    def connection_lost(self, exc: Exception | None) -> None:
        self.living.discard(self)
        self.answering.cancel()

    def data_received(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError:
            self.transport.abort()

    # What the parser calls, in this order.

    def on_message_begin(self) -> None:
        self.request, self.chunks, self.size = Request(), [], 0

    def on_url(self, url: bytes) -> None:
        self.request.target = url.decode("latin-1")

    def on_header(self, name: bytes, value: bytes) -> None:
        self.request.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.request.method = self.parser.get_method().decode()
        if self.doorman(self.request) is Rude.RESET:
            self.reset()

    def on_body(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > MOST_BYTES:
            self.transport.abort()
        else:
            self.chunks.append(chunk)

    def on_message_complete(self) -> None:
        self.request.body = b"".join(self.chunks)
        self.waiting.put_nowait((self.request, self.parser.should_keep_alive()))

    async def _answer_all(self) -> None:
        while True:
            request, keep_alive = await self.waiting.get()
            answer = await self.handler(request)
            if answer is Rude.RESET:
                return self.reset()
            if answer is Rude.HANG:
                return None
            self.transport.write(answer.encoded(keep_alive=keep_alive))
            if not keep_alive:
                return self.transport.close()

    def reset(self) -> None:
        """Cut the line so that the other side sees a reset, not a polite end."""
        with contextlib.suppress(OSError, AttributeError):
            line: socket.socket = self.transport.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class Site:
    """Listens, and forgets everybody when it closes."""

    def __init__(self, *, handler: Handler, doorman: Doorman = lambda request: None) -> None:
        self.handler, self.doorman = handler, doorman
        self.living: set[Connection] = set()

    async def open(self, *, host: str, port: int) -> int:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: Connection(handler=self.handler, doorman=self.doorman, living=self.living), host, port
        )
        return self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.server.close()
        for connection in list(self.living):
            connection.transport.abort()
        await asyncio.sleep(0)  # let the ends of the connections be heard
