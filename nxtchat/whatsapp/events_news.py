"""What Meta tells us about ourselves, as opposed to what is said in conversations.

Meta's own examples put `field` in the wrong place, leave it out, or name another one, so the keys of the value decide
where the field does not.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from nxtchat.whatsapp import events_news_accounts as accounts
from nxtchat.whatsapp import events_news_templates as templates
from nxtchat.whatsapp.events_news_types import News, Nothing, Told
from nxtchat.whatsapp.events_reading import Json, mapping, mappings, moment, words
from nxtchat.whatsapp.events_types import InboundMessage, Party

Reader = Callable[[Json], Told | None]


def _nothing(value: Json) -> Told | None:
    return Nothing() if value else None


READERS: dict[str, Reader] = {
    "account_alerts": accounts.account_alert,
    "account_review_update": accounts.account_review,
    "account_settings_update": accounts.account_settings,
    "account_update": accounts.account_update,
    "business_capability_update": accounts.capability,
    "business_username_update": accounts.username,
    "business_username_updates": accounts.username,
    "flows": templates.flow,
    "message_template_components_update": templates.edited,
    "message_template_quality_update": templates.quality,
    "message_template_status_update": templates.status,
    "payment_configuration_update": accounts.payment,
    "phone_number_name_update": accounts.number_name,
    "phone_number_quality_update": accounts.number_quality,
    "security": accounts.security,
    "template_category_update": templates.category,
    "template_correct_category_detection": templates.category,
    # Known, and nothing in them that we use: what advertisements brought, groups, partners' offers.
    "automatic_events": _nothing,
    "group_lifecycle_update": _nothing,
    "group_participants_update": _nothing,
    "group_settings_update": _nothing,
    "group_status_update": _nothing,
    "partner_solutions": _nothing,
    "tracking_events": _nothing,
}
# Keys that only one field's values have, in the order in which they are looked for.
_BY_KEY = (
    ("new_quality_score", "message_template_quality_update"),
    ("correct_category", "template_category_update"),
    ("new_category", "template_category_update"),
    ("message_template_element", "message_template_components_update"),
    ("message_template_name", "message_template_status_update"),
    ("message_template_id", "message_template_status_update"),
    ("alert_info", "account_alerts"),
    ("requested_verified_name", "phone_number_name_update"),
    ("decision", "account_review_update"),
    ("phone_number_settings", "account_settings_update"),
    ("ban_info", "account_update"),
    ("restriction_info", "account_update"),
    ("flow_id", "flows"),
    ("configuration_name", "payment_configuration_update"),
    ("automatic_events", "automatic_events"),
    ("solution_status", "partner_solutions"),
    ("username", "business_username_updates"),
)
_BY_EVENT = (
    (accounts.PIN_EVENTS, "security"),
    (accounts.NUMBER_EVENTS, "phone_number_quality_update"),
    (accounts.ACCOUNT_EVENTS, "account_update"),
)
_CAPABILITY_KEYS = {
    *("max_daily_conversations_per_business", "max_daily_conversation_per_phone"),
    *("max_phone_numbers_per_waba", "max_phone_numbers_per_business"),
}


def read(value: Any, *, waba_id: str, field: str, at: datetime) -> Iterator[News | InboundMessage]:
    """What one change tells; nothing, if it is none of the fields that are known here."""
    field = field.strip().lower()
    for inside in mappings(value):
        if field == "calls" or (field not in READERS and "calls" in inside):
            yield from _calls(inside, waba_id=waba_id, at=at)
            continue
        name = _field_of(inside, field)
        if name and (told := READERS[name](inside)):
            yield _news(inside, told, waba_id=waba_id, field=name, at=at)


def _field_of(value: Json, field: str) -> str:
    by_key = next((name for key, name in _BY_KEY if key in value), "")
    if by_key and (field not in READERS or (_is_template(by_key) and _is_template(field))):
        # Within templates the value is what Meta gets right more often than the field.
        return field if field == "template_correct_category_detection" else by_key
    if field in READERS:
        return field
    event = accounts.word(value.get("event"))
    by_event = next((name for events, name in _BY_EVENT if event in events), "")
    return by_event or ("business_capability_update" if _CAPABILITY_KEYS & value.keys() else "")


def _is_template(field: str) -> bool:
    return "template" in field


def _news(value: Json, told: Told, *, waba_id: str, field: str, at: datetime) -> News:
    """Partners' events come under the id of the business; then the account is named inside."""
    metadata, settings = mapping(value.get("metadata")), mapping(value.get("phone_number_settings"))
    phone = value.get("display_phone_number") or value.get("phone_number") or metadata.get("display_phone_number")
    phone_number_id = metadata.get("phone_number_id") or settings.get("phone_number_id")
    return News(
        waba_id=words(mapping(value.get("waba_info")).get("waba_id")) or waba_id,
        field=field,
        at=moment(value.get("timestamp"), otherwise=at),
        phone="".join(filter(str.isdigit, words(phone)))[:40],
        phone_number_id=words(phone_number_id)[:40],
        told=told,
    )


def _calls(value: Json, *, waba_id: str, at: datetime) -> Iterator[News | InboundMessage]:
    """A customer who rings us is heard in the conversation; what we do with calls ourselves is nothing to show."""
    phone_number_id = words(mapping(value.get("metadata")).get("phone_number_id"))
    names = {
        words(contact.get(key)): words(mapping(contact.get("profile")).get("name"))
        for contact in mappings(value.get("contacts"))
        for key in ("wa_id", "user_id")
    }
    for call in mappings(value.get("calls")):
        caller, bsuid = words(call.get("from")), words(call.get("from_user_id"))
        rings = accounts.word(call.get("event")) == "CONNECT"
        if not rings or accounts.word(call.get("direction")) == "BUSINESS_INITIATED" or not words(call.get("id")):
            continue
        yield InboundMessage(
            waba_id=waba_id,
            phone_number_id=phone_number_id,
            sender=Party(wa_id=caller, bsuid=bsuid, name=names.get(caller or bsuid, "")),
            wamid=words(call.get("id")),
            at=moment(call.get("timestamp"), otherwise=at),
            kind="call",
            text="",
            payload={"type": "call", "id": words(call.get("id"))},
            reply_to="",
        )
    if value.keys() & {"calls", "statuses", "errors"}:
        yield _news(value, Nothing(), waba_id=waba_id, field="calls", at=at)
