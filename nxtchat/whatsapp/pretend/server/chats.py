"""A chat as the customer's phone shows it."""

from typing import Any

from nxtchat.whatsapp.pretend.server import taps
from nxtchat.whatsapp.pretend.server.business import Business
from nxtchat.whatsapp.pretend.server.things import Line, Message

MOST = 100  # bubbles


def shown(business: Business, *, line: Line, phone: str) -> dict[str, Any]:
    """The bubbles of one person's chat with one number, oldest first."""
    world = business.world
    messages = list(world.chats.get(f"{line.phone_number_id}:{phone}", ()))[-MOST:]
    reactions = {
        message.body["reaction"]["message_id"]: message.body["reaction"].get("emoji", "")
        for message in messages
        if message.type == "reaction"
    }
    return {
        "phone_number_id": line.phone_number_id,
        "name": line.verified_name,
        "display_phone": line.display_phone,
        "typing": business.typing.get(f"{line.phone_number_id}:{phone}", 0) > world.now(),
        "messages": [
            _bubble(message, business, reaction=reactions.get(message.wamid, ""))
            for message in messages
            # What failed never reached the phone; what is only accepted is not there yet.
            if message.type != "reaction" and (message.direction == "in" or message.status in {"delivered", "read"})
        ],
    }


def _bubble(message: Message, business: Business, *, reaction: str) -> dict[str, Any]:
    quoted = business.world.messages.get(message.context.get("id", ""))
    return {
        "wamid": message.wamid,
        "mine": message.direction == "in",
        "type": message.type,
        "text": text_of(message),
        **details(message),
        "at": message.at,
        "status": message.status,
        "reaction": reaction,
        "quoted": text_of(quoted) if quoted else "",
    }


def details(message: Message) -> dict[str, Any]:
    """What the phone shows of it besides the words."""
    content = message.body.get(message.type)
    inner = content if isinstance(content, dict) else {}
    action = inner.get("action") or {}
    parameters = action.get("parameters") or {}
    link = parameters.get("url", "") if inner.get("type") == "cta_url" else ""
    return {
        "place": message.body.get("location"),
        "names": [card.get("name", {}).get("formatted_name", "") for card in content or []]
        if message.type == "contacts" and isinstance(content, list)
        else [],
        "filename": str(inner.get("filename") or ""),
        "voice": bool(inner.get("voice")),
        "kind": str(inner.get("type") or "") if message.type == "interactive" else "",
        "head": str((inner.get("header") or {}).get("text", "")),
        "head_kind": str((inner.get("header") or {}).get("type", "")),
        "foot": str((inner.get("footer") or {}).get("text", "")),
        "opens": str(action.get("button", "")),
        "link": {"title": str(parameters.get("display_text", "")), "url": str(link)} if link else None,
        "cards": [str((card.get("body") or {}).get("text", "")) for card in action.get("cards", [])],
        "choices": taps.choices(message) if message.direction == "out" else [],
    }


def text_of(message: Message) -> str:
    body = message.body.get(message.type)
    if message.type == "template":
        return str(message.body.get("shown", ""))
    if message.type == "text":
        return str(message.body["text"].get("body", ""))
    if message.type == "interactive" and isinstance(body, dict):
        answer = body.get(str(body.get("type")))  # what a person pressed
        if isinstance(answer, dict):
            return str(answer.get("title") or answer.get("body") or answer.get("response") or "")
        return str((body.get("body") or {}).get("text", ""))
    if message.type == "button" and isinstance(body, dict):
        return str(body.get("text", ""))
    if isinstance(body, dict):
        return str(body.get("caption") or body.get("text") or body.get("name") or "")
    return ""
