"""Who is calling, and may they? Tokens, app tokens, and the proof that the caller knows the app secret."""

import hashlib
import hmac
from dataclasses import dataclass

from nxtchat.whatsapp.pretend.server.errors import Refusal, does_not_exist
from nxtchat.whatsapp.pretend.server.mischief import Mischief
from nxtchat.whatsapp.pretend.server.things import App, Waba
from nxtchat.whatsapp.pretend.server.web import Request
from nxtchat.whatsapp.pretend.server.world import World

MESSAGING, MANAGEMENT = "whatsapp_business_messaging", "whatsapp_business_management"
SCOPES = [MANAGEMENT, MESSAGING]


@dataclass
class Caller:
    token: str
    app: App
    waba: Waba | None  # None: the app itself calls, with its app token


class Doorkeeper:
    def __init__(self, *, world: World, mischief: Mischief) -> None:
        self.world, self.mischief = world, mischief

    def caller(self, request: Request) -> Caller:
        token = request.bearer
        if not token:
            raise Refusal(104, message="An access token is required to request this resource.", status=401)
        found = self.known(token)
        if found is None:
            raise Refusal(190, message="Invalid OAuth access token - Cannot parse access token")
        if found.waba and self.is_expired(found.waba):
            raise Refusal(190, message="Error validating access token: Session has expired.", error_subcode=463)
        self._check_proof(request, found)
        return found

    def known(self, token: str) -> Caller | None:
        for app in self.world.apps.values():
            if hmac.compare_digest(app.token.encode(), token.encode()):
                return Caller(token, app, None)
        for waba in self.world.wabas.values():
            if hmac.compare_digest(waba.token.encode(), token.encode()):
                return Caller(token, self.world.app_of(waba), waba)
        return None

    def may(self, caller: Caller, waba: Waba, *, scope: str, method: str, object_id: str) -> None:
        """Somebody else's objects look as if they did not exist; a scope that lacks is said."""
        if caller.waba is not waba:
            raise does_not_exist(method, object_id)
        if scope not in self.scopes(waba):
            if scope == MESSAGING:
                raise Refusal(10, "Application does not have permission for this action")
            raise Refusal(200, message=f"(#200) You do not have the permission {scope}.")

    def is_expired(self, waba: Waba) -> bool:
        return self.mischief.look("token_expired", account=waba.waba_id) is not None

    def scopes(self, waba: Waba) -> list[str]:
        lacking = self.mischief.look("token_lacks", account=waba.waba_id)
        gone = None if lacking is None else lacking.get("scope", MESSAGING)
        return [scope for scope in SCOPES if scope != gone]

    def expires_at(self, waba: Waba) -> int:
        if self.is_expired(waba):
            return int(self.world.now()) - 3600
        soon = self.mischief.look("token_expiring", account=waba.waba_id)
        return 0 if soon is None else int(self.world.now() + float(soon.get("seconds", 3 * 24 * 3600)))

    def debugged(self, waba: Waba) -> dict[str, object]:
        """The `data` of /debug_token."""
        app = self.world.app_of(waba)
        if self.mischief.look("token_of_another_app", account=waba.waba_id) is not None:
            app = App(app_id="999999999999999", secret="", name="Another app")
        scopes = self.scopes(waba)
        told = {
            "app_id": app.app_id,
            "type": "SYSTEM_USER",
            "application": app.name,
            "data_access_expires_at": 0,
            "expires_at": self.expires_at(waba),
            "is_valid": not self.is_expired(waba),
            "issued_at": waba.issued_at,
            "scopes": scopes,
            "granular_scopes": [{"scope": scope, "target_ids": [waba.waba_id]} for scope in scopes],
            "user_id": "104169029247128",
        }
        if self.is_expired(waba):
            told["error"] = {"code": 190, "message": "Error validating access token: expired", "subcode": 463}
        return told

    def _check_proof(self, request: Request, caller: Caller) -> None:
        proof = request.query.get("appsecret_proof")
        if proof is None:
            return
        right = hmac.new(caller.app.secret.encode(), caller.token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), proof.encode()):
            raise Refusal(
                100,
                message="Invalid appsecret_proof provided in the API argument",
                kind="GraphMethodException",
            )
