"""What we say to WhatsApp, in its own JSON."""

import re
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


def text(words: str, *, preview: bool = True) -> dict[str, Any]:
    return {"type": "text", "text": {"body": words, "preview_url": preview}}
