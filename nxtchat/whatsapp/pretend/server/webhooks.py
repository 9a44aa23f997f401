"""What Meta posts to the business: the `value` of each kind of update, and the envelope around many."""

import hashlib
import hmac
import json
from typing import Any

from nxtchat.whatsapp.pretend.server.things import Line, Message, Person, Template, Waba

Value = dict[str, Any]


def encoded(entries: list[dict[str, Any]]) -> bytes:
    """The bytes that travel. Meta's encoder escapes everything that is not ASCII, and slashes; it signs just these."""
    body = json.dumps({"object": "whatsapp_business_account", "entry": entries}, separators=(",", ":"))
    return body.replace("/", "\\/").encode()


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def entries_of(changes: list[tuple[str, str, Value, int | None]]) -> list[dict[str, Any]]:
    """One entry for each business account; `messages` updates carry no time of the entry, others do."""
    entries: dict[tuple[str, int | None], dict[str, Any]] = {}
    for waba_id, field, value, at in changes:
        entry = entries.setdefault((waba_id, at), {"id": waba_id} | ({"time": at} if at else {}) | {"changes": []})
        entry["changes"].append({"value": value, "field": field})
    return list(entries.values())


def inbound(message: Message, *, line: Line, waba: Waba, person: Person) -> Value:
    bsuid = person.bsuid(waba.business_id)
    told = {
        **({"context": message.context} if message.context else {}),
        **({} if person.hidden else {"from": person.phone}),
        "from_user_id": bsuid,
        "id": message.wamid,
        "timestamp": str(int(message.at)),
        "type": message.type,
        **message.body,
    }
    value = _about(line)
    if message.type != "system":  # Meta names no contact there
        value["contacts"] = [contact(person, waba=waba)]
    return value | {"messages": [told]}


def status(message: Message, name: str, *, at: float, line: Line, waba: Waba, person: Person) -> Value:
    told: dict[str, Any] = {"id": message.wamid, "status": name, "timestamp": str(int(at))}
    if not (person.hidden and message.addressed_by_bsuid):
        told["recipient_id"] = person.phone
    told["recipient_user_id"] = person.bsuid(waba.business_id)
    if message.callback_data:
        told["biz_opaque_callback_data"] = message.callback_data
    if name in {"sent", "delivered"}:
        told["pricing"] = pricing(message)
    if name == "failed":
        return _about(line) | {"statuses": [told | {"errors": message.errors}]}
    shows_number = "recipient_id" in told
    return _about(line) | {"contacts": [contact(person, waba=waba, shows_number=shows_number)], "statuses": [told]}


def pricing(message: Message) -> Value:
    category = message.body.get("category", "service") if message.type == "template" else "service"
    is_free = category == "service"
    kind = "free_customer_service" if is_free else "regular"
    return {"billable": not is_free, "pricing_model": "PMP", "type": kind, "category": category}


def contact(person: Person, *, waba: Waba, shows_number: bool | None = None) -> Value:
    shows_number = not person.hidden if shows_number is None else shows_number
    return {
        "profile": {"name": person.name} | ({"username": person.username} if person.username else {}),
        **({"wa_id": person.phone} if shows_number else {}),
        "user_id": person.bsuid(waba.business_id),
    }


def template_status(template: Template, *, event: str, reason: str = "NONE") -> Value:
    told = {"event": event, "reason": reason, "message_template_category": template.category}
    return about_template(template) | told


def about_template(template: Template) -> Value:
    return {
        "message_template_id": int(template.template_id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }


def _about(line: Line) -> Value:
    return {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": line.digits, "phone_number_id": line.phone_number_id},
    }
