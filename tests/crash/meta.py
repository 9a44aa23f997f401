"""Meta at its worst, in a process of its own: python -m tests.crash.meta FOLDER PORT WEB SEED HURRY.

Every POST of a message goes to FOLDER/graph.jsonl before it is answered, with what became of it; every report that
was acknowledged goes to FOLDER/told.jsonl. What is done to a message is drawn from the seed and the message's own id,
so it does not depend on who came first.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import psutil

from nxtchat.whatsapp.pretend.server.web import Answer, Connection, Request, Rude, Site
from tests.crash import points
from tests.crash.courier import Courier
from tests.crash.telling import Teller

# How often of a thousand a POST is answered in this way, and whether the message was taken.
ACCEPTED = {
    "well": 800,
    "slowly": 15,
    "never": 12,
    "by a reset": 15,
    "by a 503": 15,
    "by nonsense": 8,
    "without an id": 5,
}
DROPPED = {"reset before": 10, "500 before": 10}  # not taken, and we cannot know
REFUSED = {"429": 15, "130429": 25, "131056": 30, "131026": 15, "131030": 10}
MISDEEDS = {**ACCEPTED, **DROPPED, **REFUSED}
SLOW = 10.0  # seconds, when not hurried
PEER = "peer-port"


class Line(Connection):
    """Knows where its other end is, so that it can be found and killed."""

    def on_headers_complete(self) -> None:
        self.request.headers[PEER] = str(self.transport.get_extra_info("peername")[1])
        super().on_headers_complete()


class Graph(Site):
    async def open(self, *, host: str, port: int) -> int:
        loop = asyncio.get_running_loop()
        make = lambda: Line(handler=self.handler, doorman=self.doorman, living=self.living)  # noqa: E731
        self.server = await loop.create_server(make, host, port)
        return port


class Meta:
    def __init__(self, folder: Path, *, seed: int, hurry: float, teller: Teller) -> None:
        self.folder, self.seed, self.hurry, self.teller = folder, seed, hurry, teller
        self.log = open(folder / "graph.jsonl", "a", buffering=1)  # noqa: SIM115  (as long as we live)
        self.posts: Counter[str] = Counter()

    async def answer(self, request: Request) -> Answer | Rude:
        if request.path == "/idle":
            return Answer({"idle": self.teller.is_idle, "refused": self.teller.courier.refused})
        if request.method != "POST" or not request.path.endswith("/messages"):
            return Answer({"data": []})
        body = request.json()
        if "status" in body:  # read, or typing: no message
            return Answer({"success": True})
        return await self._take(request, body)

    async def _take(self, request: Request, body: dict[str, Any]) -> Answer | Rude:
        echo = body.get("biz_opaque_callback_data", "")
        uuid = echo[:36]  # what follows is for ourselves
        self.posts[uuid] += 1
        random = Random(f"{self.seed}:{uuid}:{self.posts[uuid]}")
        how = random.choices(list(MISDEEDS), list(MISDEEDS.values()))[0]
        verdict = "accepted" if how in ACCEPTED else "dropped" if how in DROPPED else "refused"
        wamid = f"wamid.OUT{random.getrandbits(64):016X}" if verdict == "accepted" else ""
        to = body.get("to") or body.get("recipient", "")
        entry = {"uuid": uuid, "verdict": verdict, "how": how, "wamid": wamid, "to": to, "body": body}
        self.log.write(json.dumps(entry) + "\n")
        if wamid:
            self.teller.report(random, uuid=uuid, echo=echo, wamid=wamid, to=to.lstrip("+"))
            if points.disarm(self.folder / "points", points.THINKING):
                self._kill(int(request.headers[PEER]))
                return Rude.RESET
        return await self._say(how, wamid=wamid, to=to)

    async def _say(self, how: str, *, wamid: str, to: str) -> Answer | Rude:
        person = {"input": to, "wa_id": to.lstrip("+")}
        good = {"messaging_product": "whatsapp", "contacts": [person], "messages": [{"id": wamid}]}
        match how:
            case "slowly":
                await asyncio.sleep(SLOW / self.hurry)
            case "never":
                return Rude.HANG
            case "by a reset" | "reset before":
                return Rude.RESET
            case "by a 503":
                return Answer(b"upstream gone", status=503)
            case "500 before":
                return Answer({"error": {"code": 131000, "message": "Something went wrong"}}, status=500)
            case "by nonsense":
                return Answer(b"<html>What a nice day</html>")
            case "without an id":
                return Answer({"messaging_product": "whatsapp"})
            case "429":
                return Answer({"error": {"message": "Too fast"}}, status=429)
            case code if code in REFUSED:
                return Answer({"error": {"code": int(code), "message": f"(#{code}) No"}}, status=400)
        return Answer(good)

    def _kill(self, port: int) -> None:
        """Whoever of the processes of this run speaks from that port."""
        for pid in json.loads((self.folder / "pids.json").read_text()):
            with contextlib.suppress(psutil.Error):
                if any(line.laddr.port == port for line in psutil.Process(pid).net_connections("tcp")):
                    points.note_death(self.folder / "points", points.THINKING)
                    os.kill(pid, signal.SIGKILL)
                    return


async def main(folder: Path, port: int, web: str, seed: int, hurry: float) -> None:
    courier = Courier(web=web, log=folder / "told.jsonl")
    teller = Teller(courier, hurry=hurry)
    meta = Meta(folder, seed=seed, hurry=hurry, teller=teller)
    site = Graph(handler=meta.answer)
    await site.open(host="127.0.0.1", port=port)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await site.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))
