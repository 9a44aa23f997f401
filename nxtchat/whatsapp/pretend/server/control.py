"""The handles: make an account, speak as a customer, misbehave, look at what happened."""

import asyncio
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nxtchat.whatsapp.pretend.server import chats, templates
from nxtchat.whatsapp.pretend.server.customer import BadWish
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.mischief import BadMischief
from nxtchat.whatsapp.pretend.server.things import App, Line, Waba, new_id
from nxtchat.whatsapp.pretend.server.web import Answer, Request

if TYPE_CHECKING:
    from nxtchat.whatsapp.pretend.server.app import Pretend

Body = dict[str, Any]


class Control:
    def __init__(self, pretend: "Pretend") -> None:
        self.pretend, self.world = pretend, pretend.world
        self.calls = {
            "GET /pretend/": self.alive,
            "POST /pretend/accounts": self.make_account,
            "GET /pretend/accounts": self.accounts,
            "PUT /pretend/callback": self.set_callback,
            "POST /pretend/people": self.meet,
            "GET /pretend/people": self.people,
            "POST /pretend/say": self.say,
            "GET /pretend/chats": self.chat,
            "POST /pretend/chats/read": self.read,
            "GET /pretend/misbehave": self.misbehaving,
            "PUT /pretend/misbehave": self.misbehave,
            "DELETE /pretend/misbehave": self.behave,
            "PUT /pretend/rules": self.set_rules,
            "POST /pretend/review": self.review,
            "POST /pretend/update": self.update,
            "GET /pretend/log": self.requests,
            "GET /pretend/posts": self.posts,
            "GET /pretend/idle": self.idle,
        }

    async def answer(self, request: Request) -> Answer:
        call = self.calls.get(f"{request.method} {request.path}")
        if call is None:
            return Answer({"detail": "There is nothing here."}, status=404)
        try:
            body = request.json() if request.body else dict(request.query)
            if not isinstance(body, dict):
                raise BadWish("A JSON object is needed.")
            told = call(body)
            return Answer(await told if asyncio.iscoroutine(told) else told)
        except Refusal as refusal:
            return Answer(refusal.answer(), status=refusal.status)
        except (BadMischief, BadWish, ValueError, TypeError) as error:
            return Answer({"detail": str(error)}, status=400)

    def alive(self, body: Body) -> Body:
        return {"pretend": True, "accounts": len(self.world.wabas)}

    def make_account(self, body: Body) -> Body:
        """A business account, its app and a number; any id may be chosen.

        `only`: the one there is, if there is one. `templates`: with two to try, if it has none.
        """
        if body.get("only") and self.world.lines:
            line = next(iter(self.world.lines.values()))
            waba = self.world.waba_of(line)
            self._furnish(waba, body)
            return {"app_secret": self.world.app_of(waba).secret, "token": waba.token} | self._ids(waba, line)
        app = App(str(body.get("app_id") or new_id()), str(body.get("app_secret") or secrets.token_hex(16)))
        waba = Waba(
            waba_id=str(body.get("waba_id") or new_id()),
            app_id=app.app_id,
            token=str(body.get("token") or "EAA" + secrets.token_urlsafe(60)),
            name=str(body.get("name") or "Pretend business"),
            subscribed=bool(body.get("subscribed", False)),
            issued_at=int(self.world.now()),
        )
        line = Line(
            phone_number_id=str(body.get("phone_number_id") or new_id()),
            waba_id=waba.waba_id,
            display_phone=str(body.get("display_phone") or f"+1 555-01{len(self.world.lines) % 100:02d}"),
            verified_name=str(body.get("name") or "Pretend business"),
        )
        self.world.keep(app, waba, line)
        self._furnish(waba, body)
        return {"app_secret": app.secret, "token": waba.token} | self._ids(waba, line)

    def _furnish(self, waba: Waba, body: Body) -> None:
        if body.get("templates") and not templates.of(waba, world=self.world):
            templates.give_first(waba, world=self.world)

    def accounts(self, body: Body) -> Body:
        return {"data": [self._ids(self.world.waba_of(line), line) for line in self.world.lines.values()]}

    def _ids(self, waba: Waba, line: Line) -> Body:
        return {
            "waba_id": waba.waba_id,
            "app_id": waba.app_id,
            "phone_number_id": line.phone_number_id,
            "display_phone": line.display_phone,
            "name": line.verified_name,
            "subscribed": waba.subscribed,
            "callback_verified": self.world.app_of(waba).callback_verified,
        }

    async def set_callback(self, body: Body) -> Body:
        """The handshake, as Meta does it when somebody saves the callback in the app dashboard."""
        app = self.world.apps.get(str(body.get("app_id") or next(iter(self.world.apps), "")))
        if app is None:
            raise BadWish("Make an account first.")
        wanted = {"object": "whatsapp_business_account", "callback_url": body.get("url")} | body
        if body.get("unchecked"):  # somebody broke it by hand
            app.callback_url, app.callback_verified = str(body.get("url") or ""), bool(body.get("verified", True))
            self.world.keep(app)
            return {"success": True}
        return await self.pretend.graph.accounts.subscribe_app(app, Request(), wanted)

    def meet(self, body: Body) -> Body:
        return asdict(self.pretend.customers.meet(body))

    def people(self, body: Body) -> Body:
        return {"data": [asdict(person) for person in self.world.people.values()]}

    def say(self, body: Body) -> Body:
        kind, customers = str(body.get("type")), self.pretend.customers
        if isinstance(body.get(kind), dict) and "content" in body[kind]:  # a file comes along
            body |= {kind: self.pretend.graph.library.from_customer(customers.line(body), body[kind])}
        message = customers.tap(body) if "on" in body else customers.say(body)
        return {"wamid": message.wamid, "person": message.person}

    def chat(self, body: Body) -> Body:
        line = self.pretend.customers.line(body)
        return chats.shown(self.pretend.business, line=line, phone=str(body.get("person") or ""))

    def read(self, body: Body) -> Body:
        line, person = self.pretend.customers.line(body), self.world.people.get(str(body.get("person")))
        if person:
            self.pretend.business.read_by_customer(line, person)
        return self.chat(body)

    def misbehaving(self, body: Body) -> Body:
        return self.pretend.mischief.shown()

    def misbehave(self, body: Body) -> Body:
        self.pretend.mischief.switch(body)
        return self.pretend.mischief.shown()

    def behave(self, body: Body) -> Body:
        self.pretend.mischief.repair()
        return {}

    def set_rules(self, body: Body) -> Body:
        """How strict, how quick. Only what is named changes."""
        business, limits = self.pretend.business, self.pretend.business.limits
        limits.set(
            per_second=int(body.get("per_second", limits.per_second)), pairs=bool(body.get("pairs", limits.pairs))
        )
        business.closed_window = str(body.get("closed_window", business.closed_window))
        business.sent_after = float(body.get("sent_after", business.sent_after))
        business.delivered_after = float(body.get("delivered_after", business.delivered_after))
        self.pretend.courier.first_retry = float(body.get("first_retry", self.pretend.courier.first_retry))
        self.pretend.courier.batch = int(body.get("batch", self.pretend.courier.batch))
        self.world.clock_offset = float(body.get("clock_offset", self.world.clock_offset))
        if "review_after" in body:
            self.pretend.reviewing.seconds = body["review_after"]
        return {"success": True}

    def review(self, body: Body) -> Body:
        """`event` and `reason` of the reviewers, or a new `category`, one to come (`correct_category`), a `quality`."""
        template = self.world.templates.get(str(body.get("template_id") or next(iter(self.world.templates), "")))
        if template is None:
            raise BadWish("There is no such template.")
        self.pretend.reviewing.hear(template, body)
        return {"success": True}

    def update(self, body: Body) -> Body:
        """Any other update: `{waba_id?, field, value}`."""
        waba = self.world.wabas.get(str(body.get("waba_id") or next(iter(self.world.wabas), "")))
        if waba is None:
            raise BadWish("Make an account first.")
        return {"told": self.pretend.courier.hand_over(waba, str(body["field"]), body["value"])}

    def requests(self, body: Body) -> Body:
        return {"data": list(self.pretend.log)}

    def posts(self, body: Body) -> Body:
        return {"data": list(self.pretend.courier.posted)}

    async def idle(self, body: Body) -> Body:
        """Answers when everything on its way has arrived, or the time is up."""
        loop = asyncio.get_running_loop()
        until = loop.time() + float(body.get("timeout", 5))
        while not self.pretend.courier.is_idle and loop.time() < until:
            await asyncio.sleep(0.01)
        return {"idle": self.pretend.courier.is_idle}
