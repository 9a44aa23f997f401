"""An account at Meta on which everything is right, until a test breaks something."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from nxtchat import heartbeat
from tests.small_graph import Heard, SmallGraph

PERMISSIONS = ["whatsapp_business_messaging", "whatsapp_business_management"]


def refusal(code: int, message: str) -> tuple[int, Any]:
    return 400, {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2yhqkZfEZ"}}


@dataclass
class Meta(SmallGraph):
    """Answers by the last part of the path; `says` is what a test changes."""

    says: dict[str, tuple[int, Any]] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    number: dict[str, Any] = field(default_factory=dict)

    def answer(self, heard: Heard) -> tuple[int, Any]:
        self.heard.append(heard)
        asked = heard.path.rsplit("/", 1)[-1]
        if asked not in self.says:
            return refusal(100, f"Unsupported get request: {asked}")
        return self.says[asked]


@pytest.fixture
def meta(settings, account, number):
    settings.PUBLIC_URL = "https://chat.example.org"
    heartbeat.beat("worker")
    heartbeat.beat("timetable")
    meta = Meta()
    meta.token = {
        "app_id": account.app_id,
        "type": "SYSTEM_USER",
        "is_valid": True,
        "expires_at": 0,
        "scopes": list(PERMISSIONS),
        "granular_scopes": [{"scope": name, "target_ids": [account.waba_id]} for name in PERMISSIONS],
    }
    meta.number = {
        "id": number.phone_number_id,
        "display_phone_number": number.display_phone,
        "verified_name": "Lucky Shrub",
        "quality_rating": "GREEN",
        "status": "CONNECTED",
    }
    app = {"whatsapp_business_api_data": {"id": account.app_id, "name": "Our app"}}
    hook = {
        "object": "whatsapp_business_account",
        "callback_url": "https://chat.example.org/webhooks/whatsapp/",
        "active": True,
        "fields": [{"name": "messages", "version": "v24.0"}],
    }
    template = {"id": "1", "name": "order_ready", "language": "pt_BR", "category": "UTILITY", "status": "APPROVED"}
    meta.says = {
        "debug_token": (200, {"data": meta.token}),
        account.waba_id: (200, {"id": account.waba_id, "name": "Lucky Shrub", "account_review_status": "APPROVED"}),
        "phone_numbers": (200, {"data": [meta.number]}),
        number.phone_number_id: (200, meta.number),
        "subscribed_apps": (200, {"data": [app]}),
        "subscriptions": (200, {"data": [hook]}),
        "message_templates": (200, {"data": [template]}),
    }
    server = meta.start()
    settings.GRAPH_URL = meta.url
    yield meta
    server.shutdown()
    server.server_close()
