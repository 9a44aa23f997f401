"""Carries updates to the callback: in batches when many wait, signed, and again and again until it answers 200."""

import asyncio
import hashlib
import hmac
import secrets
import ssl
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from nxtchat.whatsapp.pretend.server import webhooks
from nxtchat.whatsapp.pretend.server.mischief import Mischief
from nxtchat.whatsapp.pretend.server.things import App, Parcel, Waba, new_id
from nxtchat.whatsapp.pretend.server.world import World

MOST_UPDATES = 1000  # in one POST
MOST_BYTES = 3 * 1024 * 1024
AT_ONCE = 16
FIRST_RETRY, LONGEST_WAIT, GIVE_UP_AFTER = 0.5, 600.0, 36 * 3600.0  # seconds


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()  # reading them takes longer than everything else at the start


@dataclass
class Update:
    waba_id: str
    field: str
    value: dict[str, Any]
    at: int | None = None
    on_taken: Callable[[], None] | None = None

    @property
    def change(self) -> tuple[str, str, dict[str, Any], int | None]:
        return self.waba_id, self.field, self.value, self.at


class Courier:
    def __init__(self, *, world: World, mischief: Mischief) -> None:
        self.world, self.mischief = world, mischief
        self.first_retry = FIRST_RETRY
        self.batch = MOST_UPDATES
        self.waiting: dict[tuple[str, str], deque[Update]] = defaultdict(deque)
        self.loading: dict[tuple[str, str], asyncio.Task[None]] = {}
        self.under_way: set[asyncio.Task[Any]] = set()
        self.posted: deque[dict[str, Any]] = deque(maxlen=1000)
        self.lorries = asyncio.Semaphore(AT_ONCE)
        self.client = httpx.AsyncClient(
            timeout=20, trust_env=False, verify=_certificates(), limits=httpx.Limits(max_connections=AT_ONCE)
        )

    @property
    def is_idle(self) -> bool:
        return not self.under_way and not any(self.waiting.values())

    def hand_over(self, waba: Waba, name: str, value: dict[str, Any], **more: Any) -> bool:
        """False: nobody asked to be told. Meta keeps nothing for those who are not subscribed."""
        app = self.world.app_of(waba)
        if not waba.subscribed or self.mischief.look("not_subscribed", account=waba.waba_id) is not None:
            return False
        if name not in app.fields or (
            name == "messages" and self.mischief.look("messages_off", app=app.app_id) is not None
        ):
            return False
        astray = self.mischief.look("wrong_callback", app=app.app_id) is not None
        url = app.callback_url if app.callback_verified and not astray else ""
        if name == "messages" and waba.override_url:
            url = waba.override_url
        if not url:
            return False
        if name != "messages":
            more["at"] = int(self.world.now())
        self.waiting[app.app_id, url].append(Update(waba.waba_id, name, value, **more))
        self._load(app, url)
        return True

    def _load(self, app: App, url: str) -> None:
        key = (app.app_id, url)
        if key not in self.loading or self.loading[key].done():
            self.loading[key] = self.start(self._post_waiting(app, url))

    def start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)
        return task

    async def _post_waiting(self, app: App, url: str) -> None:
        queue = self.waiting[app.app_id, url]
        while queue:
            await asyncio.sleep(0)  # what is said in the same breath travels together
            while self.mischief.look("silence") is not None:
                await asyncio.sleep(0.05)
            await self.lorries.acquire()
            updates = [queue.popleft() for _ in range(min(len(queue), self.batch))]
            body = webhooks.encoded(webhooks.entries_of([update.change for update in updates]))
            while len(body) > MOST_BYTES and len(updates) > 1:
                half = len(updates) // 2
                queue.extendleft(reversed(updates[half:]))
                updates = updates[:half]
                body = webhooks.encoded(webhooks.entries_of([update.change for update in updates]))
            self.start(self._deliver(Parcel(new_id(), app.app_id, url, body.decode()), updates))

    async def _deliver(self, parcel: Parcel, updates: list[Update]) -> None:
        """The first try holds one of the few lorries; the later ones must not keep the others waiting."""
        try:
            taken = await self._post(parcel)
        finally:
            self.lorries.release()
        if not taken and not await self._try_again(parcel):
            return
        for update in updates:
            if update.on_taken:
                update.on_taken()
        if (again := self.mischief.take("duplicate")) is not None:
            for _ in range(int(again.get("copies", 1))):
                await self._post(parcel)

    async def _try_again(self, parcel: Parcel) -> bool:
        """At once, then with decreasing frequency, across restarts, for as long as Meta does."""
        self.world.keep(parcel)
        taken, wait = False, 0.0
        while not taken and parcel.age < GIVE_UP_AFTER:
            await asyncio.sleep(wait)
            taken = await self._post(parcel)
            parcel.age += wait
            wait = min(max(wait * 2, self.first_retry), LONGEST_WAIT)
        self.world.forget(parcel)
        return taken

    def resume(self) -> None:
        """What the last run could not hand over."""
        for parcel in list(self.world.parcels.values()):
            self.start(self._try_again(parcel))

    async def _post(self, parcel: Parcel) -> bool:
        secret, body = self.world.apps[parcel.app_id].secret, parcel.body.encode()
        if self.mischief.take("foreign_secret") is not None:
            secret = secrets.token_hex(16)
        headers = {
            "content-type": "application/json",
            "user-agent": "facebookexternalua",
            "x-hub-signature": "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest(),
            "x-hub-signature-256": webhooks.signature(secret, body),
        }
        try:
            answer = await self.client.post(parcel.url, content=body, headers=headers)
            said = answer.status_code
        except httpx.HTTPError:
            said = 0
        self.posted.append(
            {
                "at": self.world.now(),
                "url": parcel.url,
                "status": said,
                "signature": headers["x-hub-signature-256"],
                "body": parcel.body,
            }
        )
        return said == 200

    async def shake_hands(self, *, url: str, verify_token: str) -> str:
        """Meta's GET before it believes in a callback. Says what was wrong, or nothing."""
        challenge = str(secrets.randbelow(2**31))
        asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        try:
            answer = await self.client.get(url, params=asked)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return f"{type(error).__name__}"
        if answer.status_code != 200:
            return f"HTTP Status Code = {answer.status_code}"
        return "" if answer.text == challenge else "The response does not match the challenge"

    async def close(self) -> None:
        for task in list(self.under_way):
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)
        await self.client.aclose()
