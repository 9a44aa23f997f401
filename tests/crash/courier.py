"""Posting webhooks as Meta does: signed, again and again until the answer is 200, and written down once it is."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

from nxtchat.whatsapp.signature import sign
from tests.crash.plan import APP_SECRET

PATIENCE = httpx.Timeout(10, connect=2)


class Courier:
    """Writes each acknowledged body to a log on disk, with the status of every refusal counted."""

    def __init__(self, *, web: str, log: Path) -> None:
        self.url = f"{web}/webhooks/whatsapp/"
        self._log = open(log, "a", buffering=1)  # noqa: SIM115  (as long as we live)
        self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        self.refused: dict[str, int] = {}  # answer, or kind of silence: how often

    async def deliver(self, body: bytes, **facts: Any) -> None:
        """Until it is acknowledged. `facts` are for whoever reads the log."""
        headers = {"X-Hub-Signature-256": sign(APP_SECRET, body), "Content-Type": "application/json"}
        wait = 0.1
        while True:
            try:
                status = (await self._client.post(self.url, content=body, headers=headers)).status_code
            except httpx.HTTPError as error:
                self._count(type(error).__name__)
            else:
                if status == 200:
                    break
                self._count(str(status))
            await asyncio.sleep(wait)
            wait = min(wait * 2, 1.5)
        self._log.write(json.dumps({"sha256": sha256(body).hexdigest(), **facts}) + "\n")

    def _count(self, what: str) -> None:
        self.refused[what] = self.refused.get(what, 0) + 1

    async def close(self) -> None:
        await self._client.aclose()
        self._log.close()
