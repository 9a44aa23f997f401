"""Is this a body that Meta's documents allow? Field by field, with the errors Meta gives."""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal

MEDIA = {"image", "video", "audio", "document", "sticker"}
TYPES = MEDIA | {"text", "location", "contacts", "reaction", "interactive", "template"}
CAPTION = {"image": 1024, "video": 1024, "document": 1024}
CALLBACK_DATA = 512
BODY_OF_INTERACTIVE = {"list": 4096}
Body = dict[str, Any]


def check(body: Body) -> None:
    """Everything about a message that can be judged without knowing the world."""
    if body.get("messaging_product") != "whatsapp":
        raise Refusal(100, message="(#100) The parameter messaging_product is required.")
    if not body.get("to") and not body.get("recipient"):
        raise Refusal(100, message="(#100) The parameter to is required.")
    if body.get("recipient_type", "individual") not in {"individual", "group"}:
        raise invalid("recipient_type", "must be one of individual, group")
    kind = body.get("type", "text")
    if kind not in TYPES:
        raise Refusal(100, f'Param type must be one of {{{", ".join(sorted(TYPES)).upper()}}} - got "{kind}".')
    if not isinstance(body.get(kind), (dict, list)) or not body[kind]:
        raise missing(kind)
    _at_most(body.get("biz_opaque_callback_data", ""), CALLBACK_DATA, "biz_opaque_callback_data")
    if "context" in body and not isinstance(body["context"], dict):
        raise invalid("context", "must be an object")
    CHECKS.get(kind, _media)(kind, body[kind], body)


def missing(name: str) -> Refusal:
    return Refusal(131008, f"Parameter '{name}' is missing")


def invalid(name: str, why: str) -> Refusal:
    return Refusal(131009, f"Parameter '{name}' {why}")


def _at_most(value: Any, limit: int, name: str) -> None:
    if not isinstance(value, str):
        raise Refusal(100, f"Param {name} must be a string.")
    if len(value) > limit:
        raise Refusal(100, f"Param {name} must be at most {limit} characters long.")


def _said(holder: Body, key: str, limit: int, name: str = "") -> None:
    """A text that must be there, and not be too long."""
    name = name or key
    if not isinstance(holder, dict) or not holder.get(key):
        raise missing(name)
    _at_most(holder[key], limit, name)


def _text(kind: str, text: Body, body: Body) -> None:
    _said(text, "body", 4096, "text['body']")
    if not isinstance(text.get("preview_url", False), bool):
        raise Refusal(100, "Param text['preview_url'] must be a boolean.")


def _media(kind: str, media: Body, body: Body) -> None:
    if not media.get("id") and not media.get("link"):
        raise missing(f"{kind}['id']")
    if media.get("link") and not re.match(r"https?://", str(media["link"])):
        raise invalid(f"{kind}['link']", "must be an http or https address")
    if "caption" in media:
        if kind not in CAPTION:
            raise Refusal(100, f'Unexpected key "caption" on param "{kind}".')
        _at_most(media["caption"], CAPTION[kind], f"{kind}['caption']")


def _location(kind: str, place: Body, body: Body) -> None:
    for axis, most in (("latitude", 90), ("longitude", 180)):
        if axis not in place:
            raise missing(f"location['{axis}']")
        try:
            good = abs(float(place[axis])) <= most
        except (TypeError, ValueError):
            good = False
        if not good:
            raise invalid(f"location['{axis}']", "is not a coordinate")


def _contacts(kind: str, cards: Any, body: Body) -> None:
    if not isinstance(cards, list):
        raise Refusal(100, "Param contacts must be an array.")
    if len(cards) > 257:
        raise Refusal(100, "Param contacts must have at most 257 entries.")
    for card in cards:
        _said(card.get("name", {}), "formatted_name", 4096, "contacts['name']['formatted_name']")


def _reaction(kind: str, reaction: Body, body: Body) -> None:
    if not reaction.get("message_id"):
        raise missing("reaction['message_id']")
    if "emoji" not in reaction:
        raise missing("reaction['emoji']")
    if "context" in body:
        raise Refusal(100, "A reaction message cannot have a context.")


def _interactive(kind: str, interactive: Body, body: Body) -> None:
    of = interactive.get("type")
    if not of:
        raise missing("interactive['type']")
    if not isinstance(interactive.get("action"), dict):
        raise missing("interactive['action']")
    if of not in {"product", "catalog_message"}:
        limit = BODY_OF_INTERACTIVE.get(of, 1024)
        _said(interactive.get("body", {}), "text", limit, "interactive['body']['text']")
    if "footer" in interactive:
        _said(interactive["footer"], "text", 60, "interactive['footer']['text']")
    header = interactive.get("header") or {}
    if header.get("type") == "text":
        _said(header, "text", 60, "interactive['header']['text']")
    if of == "button":
        _buttons(interactive["action"].get("buttons") or [])
    elif of == "list":
        _list(interactive["action"])
    elif of == "cta_url":
        _said(interactive["action"].get("parameters", {}), "display_text", 20, "display_text")
        _said(interactive["action"].get("parameters", {}), "url", 2000, "url")


def _buttons(buttons: list[Body]) -> None:
    if not 1 <= len(buttons) <= 3:
        raise invalid("interactive['action']['buttons']", "must have 1 to 3 entries")
    for button in buttons:
        _said(button.get("reply", {}), "id", 256, "button['reply']['id']")
        _said(button.get("reply", {}), "title", 20, "button['reply']['title']")
    _no_twins([button["reply"]["title"] for button in buttons], "button titles")
    _no_twins([button["reply"]["id"] for button in buttons], "button ids")


def _list(action: Body) -> None:
    _said(action, "button", 20, "interactive['action']['button']")
    sections = action.get("sections") or []
    rows = [row for section in sections for row in section.get("rows") or []]
    if not 1 <= len(sections) <= 10 or not 1 <= len(rows) <= 10:
        raise invalid("interactive['action']['sections']", "must have 1 to 10 sections and 1 to 10 rows in all")
    for section in sections:
        if len(sections) > 1 or "title" in section:
            _said(section, "title", 24, "section['title']")
    for row in rows:
        _said(row, "id", 200, "row['id']")
        _said(row, "title", 24, "row['title']")
        _at_most(row.get("description", ""), 72, "row['description']")
    _no_twins([row["id"] for row in rows], "row ids")


def _no_twins(values: list[str], name: str) -> None:
    if len(set(values)) < len(values):
        raise invalid("interactive['action']", f"has {name} that are not unique")


def _template(kind: str, template: Body, body: Body) -> None:
    _said(template, "name", 512, "template['name']")
    _said(template.get("language") or {}, "code", 20, "template['language']['code']")


CHECKS = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": _interactive,
    "template": _template,
}
