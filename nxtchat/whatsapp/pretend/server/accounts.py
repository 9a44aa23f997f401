"""Business accounts and apps: who is subscribed to what, and where the updates go."""

from typing import Any

from nxtchat.whatsapp.pretend.server.access import Doorkeeper
from nxtchat.whatsapp.pretend.server.courier import Courier
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import FIELDS, App, Waba
from nxtchat.whatsapp.pretend.server.web import Request
from nxtchat.whatsapp.pretend.server.world import World

Body = dict[str, Any]


def picked(facts: Body, request: Request, *, usual: str) -> Body:
    """The fields that were asked for; the id always."""
    names = request.query.get("fields", usual).replace(" ", "").split(",")
    return {name: facts[name] for name in names if name in facts} | {"id": facts["id"]}


class Accounts:
    def __init__(self, *, world: World, courier: Courier, door: Doorkeeper) -> None:
        self.world, self.courier, self.door = world, courier, door
        self.mischief = courier.mischief

    def details(self, waba: Waba, request: Request, body: Body) -> Body:
        facts = {
            "id": waba.waba_id,
            "name": waba.name,
            "status": "ACTIVE",
            "currency": "USD",
            "country": "US",
            "timezone_id": "1",
            "account_review_status": "APPROVED",
            "business_verification_status": "verified",
            "message_template_namespace": waba.namespace,
            "owner_business_info": {"id": waba.business_id, "name": waba.name},
            "whatsapp_business_manager_messaging_limit": "TIER_2K",
            "health_status": {"can_send_message": "AVAILABLE", "entities": healthy_entities(waba)},
        }
        return picked(facts, request, usual="id,name,timezone_id,message_template_namespace")

    def subscribed_apps(self, waba: Waba, request: Request, body: Body) -> Body:
        if not waba.subscribed or self.mischief.look("not_subscribed", account=waba.waba_id) is not None:
            return {"data": []}
        app = self.world.app_of(waba)
        link = f"https://www.facebook.com/games/?app_id={app.app_id}"
        entry: Body = {"whatsapp_business_api_data": {"id": app.app_id, "link": link, "name": app.name}}
        if waba.override_url:
            entry["override_callback_uri"] = waba.override_url
        return {"data": [entry]}

    async def subscribe(self, waba: Waba, request: Request, body: Body) -> Body:
        url, verify_token = str(body.get("override_callback_uri") or ""), str(body.get("verify_token") or "")
        if url:
            await self._verify(url, verify_token)
        waba.subscribed, waba.override_url, waba.override_verify_token = True, url, verify_token
        self.world.keep(waba)
        self.mischief.switch({"not_subscribed": False})
        return {"success": True}

    def unsubscribe(self, waba: Waba, request: Request, body: Body) -> Body:
        waba.subscribed, waba.override_url = False, ""
        self.world.keep(waba)
        return {"success": True}

    def app_details(self, app: App, request: Request, body: Body) -> Body:
        return picked({"id": app.app_id, "name": app.name}, request, usual="id,name")

    def subscriptions(self, app: App, request: Request, body: Body) -> Body:
        if not app.callback_url:
            return {"data": []}
        astray = self.mischief.look("wrong_callback", app=app.app_id) is not None
        deaf = self.mischief.look("messages_off", app=app.app_id) is not None
        return {
            "data": [
                {
                    "object": "whatsapp_business_account",
                    "callback_url": "https://elsewhere.example/webhook" if astray else app.callback_url,
                    "active": app.callback_verified,
                    "fields": [
                        {"name": name, "version": "v24.0"} for name in app.fields if not (deaf and name == "messages")
                    ],
                }
            ]
        }

    async def subscribe_app(self, app: App, request: Request, body: Body) -> Body:
        """`object`, `callback_url`, `verify_token` and `fields`, as JSON, form or query."""
        body = body or request.query
        if body.get("object") != "whatsapp_business_account":
            raise Refusal(100, message="(#100) Param object must be whatsapp_business_account")
        url, verify_token = str(body.get("callback_url") or ""), str(body.get("verify_token") or "")
        if not url:
            raise Refusal(100, message="(#100) The parameter callback_url is required.")
        wanted = body.get("fields") or FIELDS
        names = wanted.split(",") if isinstance(wanted, str) else list(wanted)
        await self._verify(url, verify_token)
        app.callback_url, app.verify_token, app.callback_verified = url, verify_token, True
        app.fields = [name.strip() for name in names]
        self.world.keep(app)
        self.mischief.switch({"wrong_callback": False, "messages_off": False})
        return {"success": True}

    def unsubscribe_app(self, app: App, request: Request, body: Body) -> Body:
        app.callback_url, app.callback_verified = "", False
        self.world.keep(app)
        return {"success": True}

    async def _verify(self, url: str, verify_token: str) -> None:
        if wrong := await self.courier.shake_hands(url=url, verify_token=verify_token):
            raise Refusal(
                2200,
                message=f"(#2200) Callback verification failed with the following errors: {wrong}",
                status=400,
            )


def healthy_entities(waba: Waba) -> list[Body]:
    return [
        {"entity_type": "WABA", "id": waba.waba_id, "can_send_message": "AVAILABLE"},
        {"entity_type": "BUSINESS", "id": waba.business_id, "can_send_message": "AVAILABLE"},
        {"entity_type": "APP", "id": waba.app_id, "can_send_message": "AVAILABLE"},
    ]
