"""Every kind of message shown as what it is: a sign, a word for it, and what is in it. Never nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.models import Message


@dataclass(frozen=True)
class Card:
    icon: str
    title: str
    lines: tuple[str, ...] = ()
    shows_text: bool = True  # the message's text says something that the lines do not


KINDS: dict[str, tuple[str, Promise]] = {
    "image": ("photo", gettext_lazy("Photo")),
    "video": ("video", gettext_lazy("Video")),
    "audio": ("audio", gettext_lazy("Audio")),
    "document": ("file", gettext_lazy("Document")),
    "sticker": ("smile", gettext_lazy("Sticker")),
    "location": ("pin", gettext_lazy("Location")),
    "contacts": ("contacts", gettext_lazy("Contact card")),
    "interactive": ("check", gettext_lazy("Answer to a choice")),
    "button": ("check", gettext_lazy("Pressed a button")),
    "order": ("cart", gettext_lazy("Order")),
    "reaction": ("smile", gettext_lazy("Reaction")),
    "system": ("info", gettext_lazy("Message from WhatsApp")),
    "template": ("templates", gettext_lazy("Template")),
    "edit": ("note", gettext_lazy("Edited message")),
    "revoke": ("close", gettext_lazy("Deleted message")),
    "request_welcome": ("phone", gettext_lazy("Opened the chat for the first time")),
}


def word(kind: str) -> str:
    """What to call a kind in the list; plain text needs no word."""
    if kind == "text":
        return ""
    return str(KINDS[kind][1]) if kind in KINDS else _("Something new")


def card(message: Message) -> Card | None:
    """None: plain text, which needs no card."""
    kind = message.kind
    if kind == "text":
        return None
    if kind not in KINDS:
        return Card("info", _("WhatsApp sent something we cannot show (%(kind)s)") % {"kind": _inner(message)})
    icon, title = KINDS[kind]
    part = _part(message)
    lines = DETAILS[kind](part) if kind in DETAILS and isinstance(part, dict | list) else []
    words = tuple(str(line) for line in lines if line)
    if kind == "audio" and isinstance(part, dict) and part.get("voice"):
        title = gettext_lazy("Voice message")
    return Card(icon, str(title), words, shows_text=bool(message.text) and message.text not in words)


def _part(message: Message) -> Any:
    payload = message.payload if isinstance(message.payload, dict) else {}
    return payload.get(message.kind)


def _inner(message: Message) -> str:
    """Meta names the real type of an unsupported message in places that changed over time."""
    payload = message.payload if isinstance(message.payload, dict) else {}
    unsupported = payload.get("unsupported")
    inner = unsupported.get("type") if isinstance(unsupported, dict) else ""
    return str(inner or message.kind)[:60]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _location(part: dict) -> list[str]:
    place = [_text(part.get("name")), _text(part.get("address"))]
    return [*place, f"{_text(part.get('latitude'))}, {_text(part.get('longitude'))}".strip(", ")]


def _contacts(part: list) -> list[str]:
    lines = []
    for person in part[:10]:
        if not isinstance(person, dict):
            continue
        name = person.get("name")
        phones = person.get("phones") or []
        lines.append(_text(name.get("formatted_name")) if isinstance(name, dict) else "")
        lines += [_text(phone.get("phone")) for phone in phones[:3] if isinstance(phone, dict)]
    return lines


def _order(part: dict) -> list[str]:
    products = part.get("product_items") or []
    return [
        f"{_text(product.get('quantity'))} \N{MULTIPLICATION SIGN} {_text(product.get('product_retailer_id'))}, "
        f"{_text(product.get('item_price'))} {_text(product.get('currency'))}".rstrip(", ")
        for product in products[:20]
        if isinstance(product, dict)
    ]


def _interactive(part: dict) -> list[str]:
    answer = part.get(part.get("type") or "")
    return [_text(answer.get("description"))] if isinstance(answer, dict) else []


DETAILS: dict[str, Callable[[Any], list[str]]] = {
    "document": lambda part: [_text(part.get("filename"))] if isinstance(part, dict) else [],
    "location": lambda part: _location(part) if isinstance(part, dict) else [],
    "contacts": lambda part: _contacts(part) if isinstance(part, list) else [],
    "order": lambda part: _order(part) if isinstance(part, dict) else [],
    "interactive": lambda part: _interactive(part) if isinstance(part, dict) else [],
    "template": lambda part: [_text(part.get("name"))] if isinstance(part, dict) else [],
}
