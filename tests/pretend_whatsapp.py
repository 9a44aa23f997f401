"""The pretend WhatsApp of the tests: the product's own server, on a thread, over real HTTP."""

import asyncio
import json
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.pretend.server.app import KEY_HEADER, Pretend
from nxtchat.whatsapp.pretend.server.web import Answer, Request, Site

KEY = "the-control-key-of-the-tests"
QUICK = {"sent_after": 0, "delivered_after": 0, "first_retry": 0.02, "review_after": None}


class Loop:
    """One thread on which everything pretended runs."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="pretend-whatsapp", daemon=True)
        self.thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=20)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=5)
        self.loop.close()


@dataclass
class Posted:
    """A webhook as it came in."""

    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def values(self) -> list[dict[str, Any]]:
        return [change["value"] for entry in self.body["entry"] for change in entry["changes"]]


@dataclass
class Mailbox:
    """A callback that takes webhooks in and looks at them; `answers` are given first, then 200."""

    verify_token: str | None  # None takes any
    answers: list[int] = field(default_factory=list)
    posts: list[Posted] = field(default_factory=list)
    handshakes: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: Request) -> Answer:
        if request.method == "GET":
            self.handshakes.append(request.query)
            if self.verify_token is not None and request.query.get("hub.verify_token") != self.verify_token:
                return Answer(b"no", status=403, content_type="text/plain")
            return Answer(request.query["hub.challenge"].encode(), content_type="text/plain")
        self.posts.append(Posted(request.headers, request.body))
        return Answer(b"", status=self.answers.pop(0) if self.answers else 200)

    @property
    def values(self) -> list[dict[str, Any]]:
        return [value for post in self.posts for value in post.values]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.values for message in value.get("messages", [])]

    @property
    def statuses(self) -> list[dict[str, Any]]:
        return [status for value in self.values for status in value.get("statuses", [])]


class WhatsApp:
    """What a test holds in its hand."""

    def __init__(self, *, loop: Loop, folder: Path) -> None:
        self._loop, self._folder = loop, folder
        self._mailboxes: list[Site] = []
        self._http = httpx.Client(headers={KEY_HEADER: KEY}, timeout=20, trust_env=False, verify=False)
        self.open()

    def open(self, *, port: int = 0) -> None:
        self._loop.run(self._start(port))

    async def _start(self, port: int) -> None:
        self.server = Pretend(folder=self._folder, key=KEY)
        self.port = await self.server.open(host="127.0.0.1", port=port)
        self.url = f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Move one of the handles."""
        request = {"params": body} if method == "GET" else {"json": body}
        answer = self._http.request(method, f"{self.url}/pretend/{path}", **request)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def account(self, **facts: Any) -> dict[str, Any]:
        """A business account with an app and a number."""
        return self.ask("POST", "accounts", **facts)

    def adopt(self, number: Number, *, subscribed: bool = True) -> None:
        """Know this number, its account and its keys, as Meta would."""
        account = number.account
        self.account(
            waba_id=account.waba_id,
            app_id=account.app_id,
            app_secret=account.app_secret,
            token=account.token,
            phone_number_id=number.phone_number_id,
            display_phone=number.display_phone,
            name=number.verified_name,
            subscribed=subscribed,
        )

    def callback(self, url: str, *, verify_token: str, app_id: str = "") -> None:
        """Shake hands with this address, and post webhooks there."""
        self.ask("PUT", "callback", url=url, verify_token=verify_token, **({"app_id": app_id} if app_id else {}))

    def mailbox(self, *, answers: list[int] | None = None, verify_token: str = "the-mailbox") -> Mailbox:
        """Have the webhooks delivered to the test itself."""
        mailbox = Mailbox(verify_token=verify_token, answers=list(answers or []))
        site = Site(handler=mailbox.answer)
        mailbox.url = f"http://127.0.0.1:{self._loop.run(site.open(host='127.0.0.1', port=0))}/"
        self._mailboxes.append(site)
        self.callback(mailbox.url, verify_token=verify_token)
        return mailbox

    def say(self, text: str = "", *, sender: str = "5511987654321", **more: Any) -> str:
        """A customer writes; says which wamid it got."""
        return self.ask("POST", "say", **{"from": sender, "text": text} | more)["wamid"]

    def has_spoken(self, sender: str, *, seconds_ago: float = 3600) -> None:
        """The window is open, though no webhook was posted."""
        self.say("Hello", sender=sender, seconds_ago=seconds_ago, silently=True)

    def misbehave(self, **tricks: Any) -> None:
        """`hang=1`, `error={"code": 131056, "times": 2}`, `latency={"seconds": 0.3}`, `duplicate=True`, …"""
        self.ask("PUT", "misbehave", **tricks)

    def behave(self) -> None:
        self.ask("DELETE", "misbehave")

    def rules(self, **rules: Any) -> None:
        """`per_second`, `pairs`, `closed_window`, `sent_after`, `delivered_after`, `first_retry`, `batch`, …"""
        self.ask("PUT", "rules", **rules)

    def read(self, person: str = "5511987654321") -> None:
        """The customer opens the chat."""
        self.ask("POST", "chats/read", person=person)

    def chat(self, person: str = "5511987654321") -> dict[str, Any]:
        return self.ask("GET", "chats", person=person)

    def settle(self, *, timeout: float = 5) -> None:
        """Wait until every status and webhook on its way has arrived."""
        assert self.ask("GET", "idle", timeout=timeout)["idle"], "the pretend WhatsApp is still busy"

    @property
    def log(self) -> list[dict[str, Any]]:
        """Every request to the Graph API."""
        return list(self.server.log)

    @property
    def heard(self) -> list[dict[str, Any]]:
        """The bodies of all messages that somebody tried to send, refused ones too."""
        sends = [entry for entry in self.log if entry["method"] == "POST" and entry["path"].endswith("/messages")]
        return [entry["body"] for entry in sends if isinstance(entry["body"], dict) and "status" not in entry["body"]]

    def close(self) -> None:
        self._loop.run(self.server.close())

    def restart(self) -> None:
        """The same world, the same port, a new process as it were."""
        self.close()
        self.open(port=self.port)

    def leave(self) -> None:
        for site in self._mailboxes:
            self._loop.run(site.close())
        self.close()
        self._http.close()
