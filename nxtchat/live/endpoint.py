"""`/live/`: what changed, as Server-Sent Events. Outside Django's views, where a stream would hold a thread."""

import asyncio
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connections
from django.http import Http404, HttpRequest, parse_cookie
from redis.exceptions import RedisError

from nxtchat.live.hub import Fields, Hub
from nxtchat.live.listener import Listener, frame

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
RETRY = (1000, 3000)  # milliseconds before a browser comes back; spread, so that not all come at once
Audience = Callable[[Any], frozenset[int]]  # asked with the agent, whom this package does not know
Missed = list[tuple[str, Fields]] | None


class Refused(Exception):
    """This is the answer instead of a stream."""

    def __init__(self, status: int, *headers: tuple[bytes, bytes]) -> None:
        self.status = status
        self.headers = headers


class LiveStream:
    """An ASGI callable. `audience` names the numbers an agent may hear of, or refuses as a view would."""

    def __init__(self, *, audience: Audience, heartbeat: float = 15, recheck: float = 180) -> None:
        self.audience = audience
        self.recheck = recheck  # seconds after which session and permission are looked at again
        self.hub = Hub(heartbeat=heartbeat)
        # A few threads for looking people up, however many streams are open.
        self._look_ups = ThreadPoolExecutor(4, thread_name_prefix="live")

    async def __call__(self, scope, receive, send) -> None:
        try:
            visit = await self._open(scope)
        except Refused as refused:
            headers = [(b"cache-control", b"no-store"), (b"content-length", b"0"), *refused.headers]
            await send({"type": "http.response.start", "status": refused.status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        pump, gone = asyncio.create_task(visit.run(send)), asyncio.create_task(_gone(receive))
        visit.listener.on_drop = pump.cancel
        if visit.listener not in self.hub.listeners:  # dropped before it could be told
            pump.cancel()
        try:
            await asyncio.wait((pump, gone), return_when=asyncio.FIRST_COMPLETED)
            if not gone.done():
                async with asyncio.timeout(1):  # a client that reads nothing does not take the last word either
                    await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            pass
        finally:
            self.hub.leave(visit.listener)
            pump.cancel()
            gone.cancel()

    async def close(self) -> None:
        """End every stream; the browsers come back to another process and replay."""
        await self.hub.stop()

    async def look_up(self, cookie: str) -> frozenset[int]:
        """What the person behind the cookie may hear, now."""
        return await asyncio.get_running_loop().run_in_executor(self._look_ups, self._audience_of, cookie)

    async def _open(self, scope) -> "Visit":
        if scope["method"] != "GET":
            raise Refused(405, (b"allow", b"GET"))
        headers = scope["headers"]
        cookie = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
        try:
            await self.hub.start()
            permissions = self.hub.permissions  # read before the look-up, so that a change meanwhile is noticed
            listener = Listener(await self.look_up(cookie))
            missed = await self.hub.join(listener, after=_asked_for(scope))
        except (TimeoutError, RedisError, OSError) as error:
            raise Refused(503, (b"retry-after", b"2")) from error
        return Visit(self, listener, cookie=cookie, permissions=permissions, missed=missed)

    def _audience_of(self, cookie: str) -> frozenset[int]:
        request = HttpRequest()
        session_key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        try:
            agent = get_user(request)
            if not agent.is_authenticated:
                raise Refused(401)
            return self.audience(agent)
        except PermissionDenied as error:
            raise Refused(403) from error
        except Http404 as error:
            raise Refused(404) from error
        except DatabaseError as error:
            raise Refused(503, (b"retry-after", b"2")) from error
        finally:
            connections.close_all()


class Visit:
    """One open stream: who it is for, and what they missed."""

    __slots__ = ("cookie", "listener", "live", "look_up_at", "missed", "permissions")

    def __init__(self, live: LiveStream, listener: Listener, *, cookie: str, permissions: int, missed: Missed) -> None:
        self.live = live
        self.listener = listener
        self.cookie = cookie
        self.permissions = permissions
        self.missed = missed
        self._plan_look_up()

    async def run(self, send) -> None:
        """Replay, then follow, until the person may not hear anything any more."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await self._write(send, [_retry(), *self._replay()])
        while True:
            items = await self.listener.take()
            try:
                is_changed = await self._look_up_again()
            except Refused:
                return
            frames = [item.frame for item in items if self.listener.may_hear(item.number)]
            if is_changed:
                frames.append(frame(items[-1].id, "reset"))
            await self._write(send, frames)

    def _replay(self) -> Iterable[bytes]:
        missed, self.missed = self.missed, []
        if missed is None:
            yield frame(self.listener.since, "reset")
        for event_id, fields in missed or ():
            if self.listener.may_hear(int(fields["number"])):
                yield frame(event_id, fields["kind"], fields["data"])
        yield frame(self.listener.since, "beat")  # the position, also for who came without one

    async def _look_up_again(self) -> bool:
        """After a change of permissions, and every few minutes. True when the person may hear of other numbers now."""
        hub = self.live.hub
        if self.permissions == hub.permissions and asyncio.get_running_loop().time() < self.look_up_at:
            return False
        self.permissions = hub.permissions
        self._plan_look_up()
        before, self.listener.audience = self.listener.audience, await self.live.look_up(self.cookie)
        return before != self.listener.audience

    def _plan_look_up(self) -> None:
        spread = random.uniform(0.75, 1.25)  # noqa: S311 (so that not all of them ask the database at once)
        self.look_up_at = asyncio.get_running_loop().time() + self.live.recheck * spread

    async def _write(self, send, frames: Iterable[bytes]) -> None:
        if body := b"".join(frames):
            await send({"type": "http.response.body", "body": body, "more_body": True})


def _retry() -> bytes:
    return f"retry: {random.randint(*RETRY)}\n\n".encode()  # noqa: S311


def _asked_for(scope) -> str:
    """The position to follow from: as the browser says when it comes back, or else as the page said."""
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value:
            return value.decode("latin-1")
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]


async def _gone(receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
