"""The Graph API: which call is it, on which object, and who answers it."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from nxtchat.whatsapp.pretend.server.access import MANAGEMENT, MESSAGING, Caller, Doorkeeper
from nxtchat.whatsapp.pretend.server.accounts import Accounts
from nxtchat.whatsapp.pretend.server.blocking import BlockList
from nxtchat.whatsapp.pretend.server.business import Business
from nxtchat.whatsapp.pretend.server.errors import Refusal, does_not_exist
from nxtchat.whatsapp.pretend.server.library import Library
from nxtchat.whatsapp.pretend.server.lines import Lines
from nxtchat.whatsapp.pretend.server.reviewing import Reviewing
from nxtchat.whatsapp.pretend.server.things import App, Line, Media, Template, Waba
from nxtchat.whatsapp.pretend.server.uploads import Uploads
from nxtchat.whatsapp.pretend.server.web import Answer, Request

VERSION = re.compile(r"v\d{1,3}\.\d")
Told = dict[str, Any] | Answer
# Sending needs one permission, looking after the account the other.
SCOPE_OF_EDGE = {"messages": MESSAGING, "media": MESSAGING, "register": MANAGEMENT, "block_users": MESSAGING}


class Graph:
    def __init__(self, *, business: Business, door: Doorkeeper, reviewing: Reviewing) -> None:
        self.world, self.door = business.world, door
        self.accounts = Accounts(world=self.world, courier=business.courier, door=door)
        self.lines = Lines(business=business)
        self.library = Library(world=self.world)
        self.blocking = BlockList(world=self.world)
        self.reviewing, self.uploads = reviewing, Uploads()
        self.calls: dict[tuple[type, str, str], Callable[..., Told | Awaitable[Told]]] = {
            (Line, "POST", "messages"): self.lines.send,
            (Line, "POST", "media"): self.library.take_in,
            (Line, "GET", ""): self.lines.details,
            (Line, "POST", ""): self.lines.change,
            (Line, "POST", "register"): self.lines.register,
            (Line, "POST", "deregister"): self.lines.deregister,
            (Line, "GET", "whatsapp_business_profile"): self.lines.profile,
            (Line, "GET", "block_users"): self.blocking.listed,
            (Line, "POST", "block_users"): self.blocking.block,
            (Line, "DELETE", "block_users"): self.blocking.unblock,
            (Line, "POST", "whatsapp_business_profile"): self.lines.change_profile,
            (Waba, "GET", ""): self.accounts.details,
            (Waba, "GET", "phone_numbers"): self.lines.of_account,
            (Waba, "GET", "subscribed_apps"): self.accounts.subscribed_apps,
            (Waba, "POST", "subscribed_apps"): self.accounts.subscribe,
            (Waba, "DELETE", "subscribed_apps"): self.accounts.unsubscribe,
            (Waba, "GET", "message_templates"): self.reviewing.listed,
            (Waba, "POST", "message_templates"): self.reviewing.create,
            (Waba, "DELETE", "message_templates"): self.reviewing.delete,
            (Template, "GET", ""): self.reviewing.one,
            (Template, "POST", ""): self.reviewing.edit,
            (Template, "POST", "unpause"): self.reviewing.unpause,
            (App, "POST", "uploads"): self.uploads.begin,
            (App, "GET", ""): self.accounts.app_details,
            (App, "GET", "subscriptions"): self.accounts.subscriptions,
            (App, "POST", "subscriptions"): self.accounts.subscribe_app,
            (App, "DELETE", "subscriptions"): self.accounts.unsubscribe_app,
            (Media, "GET", ""): self.library.address,
            (Media, "DELETE", ""): self.library.delete,
        }

    async def answer(self, request: Request) -> Answer:
        try:
            told = await self._told(request)
        except Refusal as refusal:
            return Answer(refusal.answer(), status=refusal.status)
        return told if isinstance(told, Answer) else Answer(told)

    async def _told(self, request: Request) -> Told:
        _version, _, path = request.path.lstrip("/").partition("/")
        object_id, _, edge = path.strip("/").partition("/")
        caller = self.door.caller(request)
        if object_id == "debug_token":
            return self._debug_token(request)
        if object_id.startswith("upload:"):
            return self.uploads.answer(object_id, request, caller.app)
        if object_id == "media_files":  # stands for lookaside.fbsbx.com
            return self.library.download(request, caller, edge)
        found = self._object(object_id)
        call = self.calls.get((type(found), request.method, edge))
        if found is None or call is None:
            raise does_not_exist(request.method, object_id)
        self._may(caller, found, edge, request.method, object_id)
        body = self._body(request)
        answer = call(found, request, body)
        return await answer if isinstance(answer, Awaitable) else answer

    def _object(self, object_id: str) -> Any:
        world = self.world
        for shelf in (world.lines, world.wabas, world.templates, world.apps, world.media):
            if object_id in shelf:
                return shelf[object_id]
        return None

    def _may(self, caller: Caller, found: Any, edge: str, method: str, object_id: str) -> None:
        if isinstance(found, App):
            if caller.app is not found:
                raise does_not_exist(method, object_id)
            if caller.waba and edge == "subscriptions":
                raise Refusal(15, message="(#15) This method must be called with an app access_token.", status=400)
            return
        waba = found if isinstance(found, Waba) else self.world.wabas[found.waba_id]
        scope = MESSAGING if isinstance(found, Media) else SCOPE_OF_EDGE.get(edge, MANAGEMENT)
        self.door.may(caller, waba, scope=scope, method=method, object_id=object_id)

    def _debug_token(self, request: Request) -> Told:
        if not request.query.get("input_token"):
            raise Refusal(100, message="(#100) You must provide an input token")
        subject = self.door.known(request.query["input_token"])
        if subject is None:
            error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
            return {"data": {"error": error, "is_valid": False, "scopes": []}}
        if subject.waba is None:
            app = subject.app
            return {"data": {"app_id": app.app_id, "type": "APP", "application": app.name, "is_valid": True}}
        return {"data": self.door.debugged(subject.waba)}

    def _body(self, request: Request) -> dict[str, Any]:
        """JSON or form fields, as Meta takes both; multipart is the library's business."""
        kind = request.headers.get("content-type", "")
        if kind.startswith("multipart/") or not request.body:
            return dict(request.query) if request.method == "POST" else {}
        if kind.startswith("application/x-www-form-urlencoded"):
            return Request(target="/?" + request.body.decode("utf-8", "replace")).query
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refusal(100, message="(#100) Invalid JSON in request body")
        return body
