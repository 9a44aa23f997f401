"""The whole stand-in for Meta: one listener, the Graph API behind it, and the handles by which it is played."""

import asyncio
import hmac
from collections import deque
from pathlib import Path
from typing import Any

from nxtchat.whatsapp.pretend.server.access import Doorkeeper
from nxtchat.whatsapp.pretend.server.business import Business
from nxtchat.whatsapp.pretend.server.control import Control
from nxtchat.whatsapp.pretend.server.courier import Courier
from nxtchat.whatsapp.pretend.server.customer import Customers
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.graph import VERSION, Graph
from nxtchat.whatsapp.pretend.server.mischief import DEFAULT_ON, Mischief
from nxtchat.whatsapp.pretend.server.reviewing import Reviewing
from nxtchat.whatsapp.pretend.server.web import Answer, Request, Rude, Site
from nxtchat.whatsapp.pretend.server.world import World

KEY_HEADER = "x-pretend-key"


class Pretend:
    def __init__(self, *, folder: Path, key: str) -> None:
        self.key = key
        self.mischief = Mischief()
        self.world = World(folder)
        self.courier = Courier(world=self.world, mischief=self.mischief)
        self.business = Business(world=self.world, courier=self.courier, mischief=self.mischief)
        self.customers = Customers(self.business)
        self.reviewing = Reviewing(world=self.world, courier=self.courier)
        door = Doorkeeper(world=self.world, mischief=self.mischief)
        self.graph = Graph(business=self.business, door=door, reviewing=self.reviewing)
        self.log: deque[dict[str, Any]] = deque(maxlen=5000)
        self.control = Control(self)
        self.site = Site(handler=self.answer, doorman=self.doorman)

    async def open(self, *, host: str, port: int) -> int:
        self.courier.resume()
        return await self.site.open(host=host, port=port)

    async def close(self) -> None:
        await self.site.close()
        await self.courier.close()
        self.world.close()

    def doorman(self, request: Request) -> Rude | None:
        """May hang up before anything was read."""
        if request.path.startswith("/pretend/"):
            return None
        return Rude.RESET if self.mischief.take("reset_before", on=_edge(request)) is not None else None

    async def answer(self, request: Request) -> Answer | Rude:
        if request.path.startswith("/pretend/"):
            return await self._controlled(request)
        return await self._asked(request)

    async def _controlled(self, request: Request) -> Answer:
        given = request.headers.get(KEY_HEADER, "").encode()
        if not self.key or not hmac.compare_digest(given, self.key.encode()):
            return Answer({"detail": "The control key is missing or wrong."}, status=403)
        return await self.control.answer(request)

    async def _asked(self, request: Request) -> Answer | Rude:
        entry = self._note(request)
        on = _edge(request)
        if wait := self.mischief.latency(on):
            await asyncio.sleep(wait)
        if (failing := self.mischief.take("fail_before", on=on)) is not None:
            return _broken(int(failing.get("status", 503)))
        if (error := self.mischief.take("error", on=on)) is not None:
            refusal = Refusal(int(error.get("code", 131000)), str(error.get("details", "")))
            entry["status"] = refusal.status
            return Answer(refusal.answer(), status=refusal.status)
        if not VERSION.fullmatch(request.path.split("/")[1]):
            refusal = Refusal(2500, message="Unknown path components: " + request.path, status=400)
            return Answer(refusal.answer(), status=400)
        answer = await self.graph.answer(request)
        entry["status"], entry["answer"] = answer.status, None if isinstance(answer.body, bytes) else answer.body
        if answer.status != 200:
            return answer
        return self._spoilt(on) or answer

    def _spoilt(self, on: str) -> Answer | Rude | None:
        """What was accepted is not always answered well."""
        if self.mischief.take("hang", on=on) is not None:
            return Rude.HANG
        if self.mischief.take("reset_after", on=on) is not None:
            return Rude.RESET
        if (failing := self.mischief.take("fail_after", on=on)) is not None:
            return _broken(int(failing.get("status", 502)))
        if self.mischief.take("garbage", on=on) is not None:
            return Answer(b"<html><body>Sorry, something went", content_type="text/html")
        return None

    def _note(self, request: Request) -> dict[str, Any]:
        """Every request, for those who test; the token never."""
        try:
            body = request.json()
        except ValueError:
            body = request.body.decode("utf-8", "replace")[:2000]
        entry = {
            "at": self.world.now(),
            "method": request.method,
            "path": request.path,
            "query": {name: value for name, value in request.query.items() if name not in {"access_token"}},
            "body": body,
        }
        self.log.append(entry)
        return entry


def _edge(request: Request) -> str:
    last = request.path.rstrip("/").rpartition("/")[2]
    return last.partition(":")[0] if last.startswith("upload:") else last or DEFAULT_ON


def _broken(status: int) -> Answer:
    return Answer(b"<html><body>Service Unavailable</body></html>", status=status, content_type="text/html")
