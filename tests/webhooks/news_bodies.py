"""What Meta tells of accounts, numbers and templates: every field, each as it may come, with times of its own."""

import json
from typing import Any

from tests.webhooks.bodies import NOON, WABA_ID

PHONE, PHONE_NUMBER_ID = "15550783881", "106540352242922"
WELCOME = {"message_template_id": 806312974732579, "message_template_name": "welcome",
           "message_template_language": "en-US"}  # fmt: skip
RECEIPT = {"message_template_id": "1689556908129832", "message_template_name": "receipt",
           "message_template_language": "pt_BR"}  # fmt: skip
SOON = 2_100_000_000  # after every test


def news(field: str, value: Any, *, at: int = NOON, waba_id: str = WABA_ID) -> bytes:
    change = {"field": field, "value": value} if field else {"value": value}
    entry = {"id": waba_id, "time": at, "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def account_update(event: str, *, at: int = NOON, waba_id: str = WABA_ID, **value: Any) -> bytes:
    return news("account_update", {"event": event, **value}, at=at, waba_id=waba_id)


def number_quality(event: str, *, at: int = NOON, **value: Any) -> bytes:
    return news("phone_number_quality_update", {"display_phone_number": PHONE, "event": event, **value}, at=at)


def template_status(event: str, *, at: int = NOON, template: dict = WELCOME, **value: Any) -> bytes:
    return news("message_template_status_update", {"event": event, "reason": "NONE", **template, **value}, at=at)


def call(call_id: str, event: str, *, at: int = NOON, direction: str = "USER_INITIATED") -> bytes:
    told = {"id": call_id, "from": "5511987654321", "to": PHONE, "event": event, "direction": direction,
            "timestamp": str(at), "session": {"sdp_type": "offer", "sdp": "v=0"}}  # fmt: skip
    metadata = {"display_phone_number": PHONE, "phone_number_id": PHONE_NUMBER_ID}
    contacts = [{"profile": {"name": "Ana Souza"}, "wa_id": "5511987654321"}]
    return news("calls", {"messaging_product": "whatsapp", "metadata": metadata, "contacts": contacts, "calls": [told]})


def everything() -> dict[str, bytes]:
    """One of each, and of those that contradict each other several. No two are of the same second."""
    ticks = iter(range(NOON, NOON + 10_000, 60))

    def tell(field: str, **value: Any) -> bytes:
        return news(field, value, at=next(ticks))

    def account(event: str, **value: Any) -> bytes:
        return account_update(event, at=next(ticks), **value)

    def quality(event: str, **value: Any) -> bytes:
        return number_quality(event, at=next(ticks), **value)

    def template(event: str, **value: Any) -> bytes:
        return template_status(event, at=next(ticks), **value)

    alert = {"alert_severity": "WARNING", "alert_status": "ACTIVE", "alert_type": "CAPABILITIES_DEFERRED",
             "alert_description": "Your limit cannot be raised yet."}  # fmt: skip
    restriction = {"restriction_type": "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "expiration": SOON}
    calling = {"restriction_type": "RESTRICTED_CALLING"}
    beginning = {"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": str(SOON)}
    return {
        "review pending": tell("account_review_update", decision="PENDING"),
        "review approved": tell("account_review_update", decision="approved"),
        "restricted": account("ACCOUNT_RESTRICTION", restriction_info=[restriction]),
        "disabled": account("DISABLED_UPDATE", ban_info={"waba_ban_state": "DISABLE", "waba_ban_date": "May 1, 2026"}),
        "back": account("DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"}),
        "to be disabled": account("DISABLED_UPDATE", ban_info={"waba_ban_state": "SCHEDULE_FOR_DISABLE"}),
        "restricted a little": account("ACCOUNT_RESTRICTION", restriction_info=[beginning]),
        "calls restricted": account("ACCOUNT_RESTRICTION", restriction_info=[calling], phone_number=PHONE),
        "violation": account("ACCOUNT_VIOLATION", violation_info={"violation_type": "SPAM"}),
        "removed": account("PARTNER_REMOVED", waba_info={"waba_id": WABA_ID}),
        "offboarded": account("ACCOUNT_OFFBOARDED"),
        "reconnected": account("ACCOUNT_RECONNECTED"),
        "disconnected on the phone": account("PARTNER_REMOVED", phone_number=PHONE),
        "connected again": account("PARTNER_ADDED", phone_number=PHONE),
        "verified": account("VERIFIED_ACCOUNT"),
        "volume": account("VOLUME_BASED_PRICING_TIER_UPDATE", volume_tier_info={"tier": "1:2", "region": "INDIA"}),
        "another's app": account("PARTNER_APP_UNINSTALLED", waba_info={"waba_id": WABA_ID, "partner_app_id": "1"}),
        "unheard of": account("SOMETHING_NEW", surprise={"region": "EVERYWHERE"}),
        "calls switched": tell("account_settings_update", type="PHONE_NUMBER_SETTINGS",
                               phone_number_settings={"phone_number_id": PHONE_NUMBER_ID, "calling": {"status": "on"}}),
        "alert": tell("account_alerts", entity_type="BUSINESS", entity_id="5", alert_info=alert),
        "alert over": tell("account_alerts", entity_type="BUSINESS", entity_id=5,
                           alert_info=alert | {"alert_status": "NONE"}),
        "limit": tell("business_capability_update", max_daily_conversations_per_business=2000,
                      max_phone_numbers_per_waba=25),
        "limit in words": tell("business_capability_update", max_daily_conversations_per_business="TIER_10K"),
        "flagged": quality("FLAGGED", current_limit="TIER_10K"),
        "unflagged": quality("UNFLAGGED", current_limit="TIER_10K"),
        "faster": quality("THROUGHPUT_UPGRADE", current_limit="TIER_UNLIMITED"),
        "lowered": quality("DOWNGRADE", current_limit="TIER_2K", old_limit="TIER_10K"),
        "name rejected": tell("phone_number_name_update", display_phone_number=PHONE, decision="REJECTED",
                              requested_verified_name="Best Shrub Ever", rejection_reason="NAME_NOT_RELATED"),
        "name approved": tell("phone_number_name_update", display_phone_number="+1 555-078-3881", decision="APPROVED",
                              requested_verified_name="Shrub & Sons", rejection_reason=None),
        "pin wanted": tell("security", display_phone_number=PHONE, event="PIN_RESET_REQUEST", requester="615"),
        "pin changed": tell("security", display_phone_number=int(PHONE), event="PIN_CHANGED"),
        "username": tell("business_username_updates", display_phone_number=PHONE, username="@shrub", status="approved"),
        "paused": template("PAUSED", other_info={"title": "FIRST_PAUSE", "description": "Low quality."}),
        "approved": template("APPROVED", message_template_category="UTILITY"),
        "rejected": template("REJECTED", template=RECEIPT, reason="INVALID_FORMAT",
                             rejection_info={"reason": "A value is missing.", "recommendation": "Number them."}),
        "flagged template": template("FLAGGED", template=RECEIPT),
        "liked less": tell("message_template_status_update", previous_quality_score="GREEN", new_quality_score="YELLOW",
                           **WELCOME),
        "liked least": tell("message_template_quality_update", previous_quality_score="YELLOW",
                            new_quality_score="red", **WELCOME),
        "wrong category": tell("template_category_update", new_category="UTILITY", correct_category="MARKETING",
                               category_update_timestamp=NOON + 86400, **WELCOME),
        "other category": tell("template_category_update", previous_category="UTILITY", new_category="MARKETING",
                               **WELCOME),
        "detected category": tell("template_correct_category_detection", correct_category="MARKETING", **RECEIPT),
        "edited": tell("message_template_components_update", message_template_element="Hello {{1}}", **RECEIPT),
        "form trouble": tell("flows", event="ENDPOINT_LATENCY", flow_id="66", alert_state="ACTIVATED", message="Slow."),
        "form fine": tell("flows", event="ENDPOINT_LATENCY", flow_id=66, alert_state="DEACTIVATED", message="Quick."),
        "form blocked": tell("flows", event="FLOW_STATUS_CHANGE", flow_id="67", new_status="BLOCKED", message="No."),
        "form ages": tell("flows", event="FLOW_VERSION_EXPIRY_WARNING", flow_id="67", warning="21 days are left."),
        "payment": tell("payment_configuration_update", configuration_name="shop", status="Needs Testing"),
    }  # fmt: skip


def needing_nobody() -> dict[str, bytes]:
    return {
        "partner_solutions": news("partner_solutions", {"solution_status": "INITIATED"}, waba_id="5069"),
        "automatic_events": news("automatic_events", {"automatic_events": [{"event_name": "LeadSubmitted"}]}),
        "group_lifecycle_update": news("group_lifecycle_update", {"groups": [{"type": "group_create"}]}),
        "group_participants_update": news("group_participants_update", {"groups": [{"type": "add"}]}),
        "group_settings_update": news("group_settings_update", {"groups": [{"type": "group_settings_update"}]}),
        "group_status_update": news("group_status_update", {"groups": [{"type": "group_suspend"}]}),
        "tracking_events": news("tracking_events", {"event": {"name": "lead"}}),
        "calls": call("wacid.1", "terminate"),
    }  # fmt: skip
