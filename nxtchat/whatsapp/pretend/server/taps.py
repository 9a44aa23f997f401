"""What a person can press on the phone, and what the business is told when they do."""

import json
from typing import Any

from nxtchat.whatsapp.pretend.server.things import Message, Person

Body = dict[str, Any]
PLACE = {"latitude": -23.5614, "longitude": -46.6559, "name": "MASP", "address": "Av. Paulista, 1578, S\u00e3o Paulo"}
# What one presses where there is one thing to press: (its id, what the phone writes on it).
SINGLE = {
    "location_request_message": ("send_location", "Send location"),
    "contact_request": ("share_contact", "Share phone number"),
    "call_permission_request": ("accept", "Allow calls"),
    "address_message": ("address", "Send address"),
}


def choices(message: Message) -> list[Body]:
    """`{id, title, description?}` of everything that answers when it is pressed."""
    if message.type == "template":
        quick = [each for each in message.body.get("buttons", []) if each["kind"] == "QUICK_REPLY"]
        return [{"id": each["id"], "title": each["title"]} for each in quick]
    if message.type != "interactive":
        return []
    content = message.body["interactive"]
    kind, action = content["type"], content["action"]
    if kind == "button":
        return [each["reply"] for each in action["buttons"]]
    if kind == "list":
        return [row for section in action["sections"] for row in section["rows"]]
    if kind == "flow":
        return [{"id": "flow", "title": action["parameters"]["flow_cta"]}]
    if kind in SINGLE:
        return [{"id": SINGLE[kind][0], "title": SINGLE[kind][1]}]
    return []


def answer(message: Message, choice: str, *, person: Person) -> Body | None:
    """The type and content of what the business receives; None where nothing such can be pressed."""
    pressed = next((each for each in choices(message) if each["id"] == choice), None)
    if pressed is None:
        return None
    if message.type == "template":
        button = next(each for each in message.body["buttons"] if each["id"] == choice)
        return {"type": "button", "button": {"payload": button["payload"], "text": button["title"]}}
    kind = message.body["interactive"]["type"]
    if kind == "location_request_message":
        return {"type": "location", "location": PLACE}
    if kind == "contact_request":
        card = {"name": {"formatted_name": person.name, "first_name": person.name}, "phones": [_phone(person)]}
        return {"type": "contacts", "contacts": [card | {"origin": "contact_request"}]}
    return {"type": "interactive", "interactive": _reply(kind, pressed, message)}


def _reply(kind: str, pressed: Body, message: Message) -> Body:
    if kind in ("button", "list"):
        answered = {key: pressed[key] for key in ("id", "title", "description") if key in pressed}
        return {"type": f"{kind}_reply", f"{kind}_reply": answered}
    if kind == "call_permission_request":
        reply = {"response": "accept", "response_source": "user_action", "is_permanent": False}
        return {"type": "call_permission_reply", "call_permission_reply": reply}
    name = "flow" if kind == "flow" else "address_message"
    parameters = message.body["interactive"]["action"]["parameters"]
    told: Body = (
        {"flow_token": parameters.get("flow_token", "unused")} if kind == "flow" else {"values": {"city": "Pune"}}
    )
    return {"type": "nfm_reply", "nfm_reply": {"name": name, "body": "Sent", "response_json": json.dumps(told)}}


def _phone(person: Person) -> Body:
    return {"phone": f"+{person.phone}", "wa_id": person.phone, "type": "CELL"}
