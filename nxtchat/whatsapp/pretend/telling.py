"""What an admin may let the pretend WhatsApp tell of the account, its number and its templates."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class News:
    words: Promise
    about: str  # the field of the webhook
    value: dict[str, Any] = field(default_factory=dict)
    event: str = ""  # of its first template, which is then in this state
    of_number: bool = False


def _ban(state: str) -> dict[str, Any]:
    return {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": state, "waba_ban_date": ""}}


_QUALITY, _TEMPLATE, _ACCOUNT = "phone_number_quality_update", "message_template_status_update", "account_update"
_LIMIT = {"max_daily_conversations_per_business": "TIER_10K"}
NEWS: dict[str, News] = {
    "flagged": News(_("People complain about the number"), _QUALITY, {"event": "FLAGGED"}, of_number=True),
    "unflagged": News(_("People complain no more"), _QUALITY, {"event": "UNFLAGGED"}, of_number=True),
    "limit": News(_("You may write to 10,000 people a day"), "business_capability_update", _LIMIT),
    "paused": News(_("A template is paused"), _TEMPLATE, event="PAUSED"),
    "approved": News(_("It is approved again"), _TEMPLATE, event="APPROVED"),
    "disabled": News(_("The account is disabled"), _ACCOUNT, _ban("DISABLE")),
    "back": News(_("The account is back"), _ACCOUNT, _ban("REINSTATE")),
    "pin": News(_("Somebody wants a new PIN"), "security", {"event": "PIN_RESET_REQUEST"}, of_number=True),
}
