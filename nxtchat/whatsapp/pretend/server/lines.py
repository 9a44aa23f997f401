"""The business's phone numbers, as the Graph API shows and changes them."""

from typing import Any

from nxtchat.whatsapp.pretend.server.accounts import healthy_entities, picked
from nxtchat.whatsapp.pretend.server.business import Business
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Line, Waba
from nxtchat.whatsapp.pretend.server.web import Request

Body = dict[str, Any]
USUAL = "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,throughput,id"


class Lines:
    def __init__(self, *, business: Business) -> None:
        self.business, self.world, self.mischief = business, business.world, business.mischief

    async def send(self, line: Line, request: Request, body: Body) -> Body:
        if self._is("blocked", line):
            raise Refusal(131031)
        if not line.registered or self._is("not_registered", line):
            raise Refusal(133010)
        return await self.business.send(line, body)

    def details(self, line: Line, request: Request, body: Body) -> Body:
        return picked(self._facts(line), request, usual=USUAL)

    def of_account(self, waba: Waba, request: Request, body: Body) -> Body:
        found = [picked(self._facts(line), request, usual=USUAL) for line in self.world.lines_of(waba)]
        return {"data": found} | ({"paging": {"cursors": {"before": "QVFI", "after": "QVFI"}}} if found else {})

    def change(self, line: Line, request: Request, body: Body) -> Body:
        if "pin" in body:
            line.pin = self._pin(body)
        self.world.keep(line)
        return {"success": True}

    def register(self, line: Line, request: Request, body: Body) -> Body:
        if body.get("messaging_product") != "whatsapp":
            raise Refusal(100, message="(#100) The parameter messaging_product is required.")
        pin = self._pin(body)
        if line.pin and line.pin != pin:
            raise Refusal(133005)
        line.pin, line.registered, line.status = pin, True, "CONNECTED"
        self.world.keep(line)
        self.mischief.switch({"not_registered": False})
        return {"success": True}

    def deregister(self, line: Line, request: Request, body: Body) -> Body:
        line.registered, line.status = False, "DISCONNECTED"
        self.world.keep(line)
        return {"success": True}

    def profile(self, line: Line, request: Request, body: Body) -> Body:
        return {"data": [line.profile | {"messaging_product": "whatsapp"}]}

    def change_profile(self, line: Line, request: Request, body: Body) -> Body:
        if body.get("messaging_product") != "whatsapp":
            raise Refusal(100, message="(#100) The parameter messaging_product is required.")
        line.profile = line.profile | {key: value for key, value in body.items() if key != "messaging_product"}
        self.world.keep(line)
        return {"success": True}

    def _pin(self, body: Body) -> str:
        pin = str(body.get("pin") or "")
        if len(pin) != 6 or not pin.isdecimal():
            raise Refusal(100, message="(#100) Param pin must be a 6-digit number")
        return pin

    def _is(self, what: str, line: Line) -> bool:
        return self.mischief.look(what, number=line.phone_number_id) is not None

    def _facts(self, line: Line) -> Body:
        away = not line.registered or self._is("not_registered", line)
        return {
            "id": line.phone_number_id,
            "verified_name": line.verified_name,
            "display_phone_number": line.display_phone,
            "quality_rating": line.quality,
            "status": "DISCONNECTED" if away else line.status,
            "name_status": "APPROVED",
            "code_verification_status": "VERIFIED",
            "platform_type": "NOT_APPLICABLE" if away else "CLOUD_API",
            "account_mode": "LIVE",
            "throughput": {"level": "STANDARD"},
            "is_official_business_account": False,
            "is_pin_enabled": bool(line.pin),
            "whatsapp_business_manager_messaging_limit": "TIER_2K",
            "webhook_configuration": self._webhook_configuration(line),
            "health_status": self._health(line, away=away),
        }

    def _webhook_configuration(self, line: Line) -> Body:
        waba = self.world.waba_of(line)
        app = self.world.app_of(waba)
        found = {"whatsapp_business_account": waba.override_url, "application": app.callback_url}
        return {name: url for name, url in found.items() if url}

    def _health(self, line: Line, *, away: bool) -> Body:
        waba = self.world.waba_of(line)
        number: Body = {"entity_type": "PHONE_NUMBER", "id": line.phone_number_id, "can_send_message": "AVAILABLE"}
        if away:
            number["can_send_message"] = "BLOCKED"
            number["errors"] = [
                {
                    "error_code": 141000,
                    "error_description": "The phone number is not registered.",
                    "possible_solution": "Register the phone number.",
                }
            ]
        entities = [number, *healthy_entities(waba)]
        if self._is("blocked", line):
            entities[1]["can_send_message"] = "BLOCKED"
            entities[1]["errors"] = [
                {
                    "error_code": 141006,
                    "error_description": "The WhatsApp Business Account has been restricted.",
                    "possible_solution": "Appeal the restriction in WhatsApp Manager.",
                }
            ]
        blocked = any(entity["can_send_message"] == "BLOCKED" for entity in entities)
        return {"can_send_message": "BLOCKED" if blocked else "AVAILABLE", "entities": entities}
