"""Where in Meta's JSON a problem stands: the rules speak of our words, programs wrote Meta's."""

import re
from typing import Any

Json = dict[str, Any]
PARTS = {"header": "HEADER", "body": "BODY", "footer": "FOOTER", "buttons": "BUTTONS", "cards": "CAROUSEL"}
PARTS |= {"offer": "LIMITED_TIME_OFFER", "asks_to_call": "CALL_PERMISSION_REQUEST"}
OTHERS = {
    "named": "parameter_format",
    "seconds_to_live": "message_send_ttl_seconds",
    "code_minutes": "FOOTER.code_expiration_minutes",
    "warns_of_sharing": "BODY.add_security_recommendation",
}
FIELDS = {"kind": "type", "phone": "phone_number", "sample": "example", "screen": "navigate_screen", "otp": "otp_type"}
FIELDS |= {"flow": "flow_id", "accepts_zero_tap": "zero_tap_terms_accepted", "apps": "supported_apps"}
TEXTS = {"BODY": "text", "FOOTER": "text"}


def field_of(where: str, components: list[Json]) -> str:
    """body.samples.1: components.0.example. What is not there is told of the components as a whole."""
    name, *rest = where.split(".")
    if name in OTHERS:
        kind, _dot, field = OTHERS[name].rpartition(".")
        return _inside(kind, [field], components) if kind else field
    if name not in PARTS:
        return where or "template"
    return _inside(PARTS[name], rest, components)


def _inside(kind: str, rest: list[str], components: list[Json], before: str = "components") -> str:
    found = [place for place, part in enumerate(components) if str(part.get("type", "")).upper() == kind]
    if not found:
        return before
    way = f"{before}.{found[0]}"
    if kind == "CAROUSEL" and rest and re.fullmatch(r"\d+", rest[0]):
        return _in_card(components[found[0]], int(rest[0]), rest[1:], f"{way}.cards.{rest[0]}")
    if kind == "BUTTONS":
        return ".".join([f"{way}.buttons", *(FIELDS.get(each, each) for each in rest)])
    if rest[:1] in (["samples"], ["file"]):
        return f"{way}.example"
    return ".".join([way, *(rest or filter(None, [TEXTS.get(kind)]))])


def _in_card(carousel: Json, number: int, rest: list[str], way: str) -> str:
    cards = carousel.get("cards")
    card = cards[number] if isinstance(cards, list) and number < len(cards) else {}
    parts = card.get("components") if isinstance(card, dict) else None
    if not rest or rest[0] not in PARTS or not isinstance(parts, list):
        return way
    known = [part if isinstance(part, dict) else {} for part in parts]
    return _inside(PARTS[rest[0]], rest[1:], known, f"{way}.components")
