"""What we say to WhatsApp, in its own JSON."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Recipient:
    """Who a message is for: a phone, or a business-scoped user id where the phone is hidden. Never both."""

    phone: str = ""  # as WhatsApp writes it: digits, with or without a plus
    bsuid: str = ""

    def __post_init__(self) -> None:
        if bool(self.phone) == bool(self.bsuid):
            raise ValueError("a recipient has either a phone or a BSUID")

    def as_json(self) -> dict[str, str]:
        if self.bsuid:
            return {"recipient": self.bsuid}
        # Without the plus WhatsApp may put the country code of the business in front.
        return {"to": "+" + re.sub(r"\D", "", self.phone)}


def envelope(*, to: Recipient, reply_to: str = "", callback_data: str = "") -> dict[str, Any]:
    """What every message has around it. The part of its own kind, `type` and what that names, is added."""
    body: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", **to.as_json()}
    if reply_to:
        body["context"] = {"message_id": reply_to}
    if callback_data:
        body["biz_opaque_callback_data"] = callback_data
    return body


def part(kind: str, content: Any) -> dict[str, Any]:
    """What a message of this kind says. `content`: the Cloud API's own object of it, looked through by `limits`."""
    return {"type": kind, kind: FINISH[kind](content) if kind in FINISH else content}


def _text(content: dict[str, Any]) -> dict[str, Any]:
    return {"preview_url": True} | content


def _location(content: dict[str, Any]) -> dict[str, Any]:
    """Meta's page writes coordinates as texts."""
    return content | {axis: str(content[axis]) for axis in ("latitude", "longitude")}


def _template(content: dict[str, Any]) -> dict[str, Any]:
    """There is one policy, and Meta's description asks for it."""
    return content | {"language": {"policy": "deterministic"} | content["language"]}


FINISH: dict[str, Callable[[Any], Any]] = {"text": _text, "location": _location, "template": _template}


def reaction(wamid: str, *, emoji: str) -> dict[str, Any]:
    """Without an emoji it takes the reaction back."""
    return {"type": "reaction", "reaction": {"message_id": wamid, "emoji": emoji}}


def read(wamid: str, *, is_typing: bool = False) -> dict[str, Any]:
    """Blue ticks for this message and those before it; and for 25 seconds, or until we answer, "typing"."""
    body: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return body | {"typing_indicator": {"type": "text"}} if is_typing else body
