"""Many messages on their way to WhatsApp at once, each with the same outcomes as one that is sent by the client."""

import asyncio
import threading
import time
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from ssl import SSLContext
from typing import Any, NamedTuple, Self
from urllib.request import getproxies

import aiohttp
import httpx
import orjson
import uvloop
from httpx_aiohttp import AiohttpTransport

from nxtchat.whatsapp import wire
from nxtchat.whatsapp.client import Graph, Sent, understand_sent
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.outcomes import GraphError, GraphUnavailable, GraphUnknown

FLIGHTS = 500  # on their way at once: what 1,000 a second need when Meta answers after half a second
LIMITS = httpx.Timeout(wire.READ, connect=wire.CONNECT, write=wire.WRITE, pool=wire.CONNECT)
AsyncTransport = httpx.AsyncBaseTransport  # for those who may not know httpx
# The transport calls every lost connection a ConnectTimeout, also one that was lost after the bytes had left. So it is
# asked for the cause: only where no connection came about, nothing left.
NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
NOT_EVEN_TRIED = (httpx.ProxyError, httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.InvalidURL)


class Landed[Key](NamedTuple):
    """One that was posted, and its answer."""

    key: Key
    result: Sent | BaseException


class Poster[Key]:
    """Posts from a thread of its own, so that whoever hands messages in can write down results meanwhile."""

    def __init__(self, *, transport: AsyncTransport | None = None) -> None:
        self._transport = transport
        self._landed: SimpleQueue[Landed[Key]] = SimpleQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ways: dict[tuple[int, str, str], tuple[httpx.URL, dict[str, str]]] = {}
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="posting", daemon=True)
        self.flying = 0

    def __enter__(self) -> Self:
        self._client = _client(self._transport)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Whoever leaves while something flies will not hear of it."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def free(self) -> int:
        """How many more may be on their way."""
        return FLIGHTS - self.flying

    def post(self, messages: Iterable[tuple[Key, Number, dict[str, Any]]]) -> None:
        """Send them now: key, number, body."""
        leaving = list(messages)
        self.flying += len(leaving)
        self._loop.call_soon_threadsafe(self._start, leaving)

    def land(self, *, within: float, most: int) -> list[Landed[Key]]:
        """What was answered, after so many seconds or so many answers, or when nothing flies any more."""
        found: list[Landed[Key]] = []
        end = time.monotonic() + within
        while len(found) < most and self.flying > len(found):
            try:
                found.append(self._landed.get(timeout=max(0.0, end - time.monotonic())))
            except Empty:
                break
        self.flying -= len(found)
        return found

    def _start(self, leaving: list[tuple[Key, Number, dict[str, Any]]]) -> None:
        for key, number, body in leaving:
            task = self._loop.create_task(self._fly(key, number, body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fly(self, key: Key, number: Number, body: dict[str, Any]) -> None:
        result: Sent | BaseException
        try:
            async with asyncio.timeout(wire.WHOLE):
                result = understand_sent(await self._ask(number, body))
        except GraphError as problem:
            result = problem
        except BaseException as fault:  # time is up, or a fault of ours: the bytes may have left
            result = GraphUnknown(title=type(fault).__name__)
        self._landed.put(Landed(key, result))

    def _way(self, number: Number) -> tuple[httpx.URL, dict[str, str]]:
        """Address and headers, which are slow to put together and the same for all that a number says."""
        account = number.account
        key = number.pk, account.token, account.app_secret
        if key not in self._ways:
            graph = Graph(account)
            url = httpx.URL(graph.url(f"{number.phone_number_id}/messages"), params=graph.proof())
            self._ways[key] = url, wire.bearer(graph.token()) | {"Content-Type": "application/json"}
        return self._ways[key]

    async def _ask(self, number: Number, body: dict[str, Any]) -> dict[str, Any]:
        url, headers = self._way(number)
        request = self._client.build_request("POST", url, headers=headers, content=orjson.dumps(body))
        try:
            answer = await self._client.send(request, stream=True)
            try:
                return wire.understood(await _whole(answer), status=answer.status_code)
            finally:
                await answer.aclose()
        except NOT_EVEN_TRIED as error:
            raise GraphUnavailable(title=type(error).__name__) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            nothing_left = isinstance(error.__cause__, NO_CONNECTION)
            raise (GraphUnavailable if nothing_left else GraphUnknown)(title=type(error).__name__) from error

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()


async def _whole(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > wire.LARGEST:
            raise GraphUnknown(title="an answer without end", http_status=answer.status_code)
    return bytes(body)


def _client(transport: AsyncTransport | None) -> httpx.AsyncClient:
    if transport:
        return httpx.AsyncClient(transport=transport, timeout=LIMITS)
    # A proxy of the operator's is for the way to Meta, not to the pretend WhatsApp on this machine.
    trusted = httpx.create_ssl_context()
    near = _connections(trusted, trust_env=False)
    far = _connections(trusted, trust_env=True) if getproxies() else near
    return httpx.AsyncClient(transport=far, timeout=LIMITS, mounts={"all://127.0.0.1": near, "all://localhost": near})


def _connections(trusted: SSLContext, *, trust_env: bool) -> AiohttpTransport:
    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=FLIGHTS, keepalive_timeout=20, ssl=trusted)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=trust_env)

    return AiohttpTransport(verify=trusted, client=session)
