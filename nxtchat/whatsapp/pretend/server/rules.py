"""Is this a body that Meta's documents allow? Field by field, with the errors Meta gives."""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server.asking import Body, at_most, invalid, missing, only, said
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.rules_interactive import interactive

MEDIA = {"image", "video", "audio", "document", "sticker"}
TYPES = MEDIA | {"text", "location", "contacts", "reaction", "interactive", "template"}
CAPTION = {"image": 1024, "video": 1024, "document": 1024}
CALLBACK_DATA = 512
KEYS_OF_MEDIA = {
    "image": {"caption"},
    "video": {"caption"},
    "audio": {"voice"},
    "document": {"caption", "filename"},
    "sticker": set(),
}
PARTS_OF_CONTACT = {"addresses", "birthday", "emails", "name", "org", "phones", "urls"}


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
    if not isinstance(body.get(kind), list if kind == "contacts" else dict) or not body[kind]:
        raise missing(kind)
    at_most(body.get("biz_opaque_callback_data", ""), CALLBACK_DATA, "biz_opaque_callback_data")
    if "context" in body and not isinstance(body["context"], dict):
        raise invalid("context", "must be an object")
    CHECKS.get(kind, _media)(kind, body[kind], body)


def _text(kind: str, text: Body, body: Body) -> None:
    only(text, {"body", "preview_url"}, "text")
    said(text, "body", 4096, "text['body']")
    if not isinstance(text.get("preview_url", False), bool):
        raise Refusal(100, "Param text['preview_url'] must be a boolean.")


def _media(kind: str, media: Body, body: Body) -> None:
    if not media.get("id") and not media.get("link"):
        raise missing(f"{kind}['id']")
    if media.get("id") and media.get("link"):
        raise Refusal(100, f"Param {kind} must have either an id or a link, not both.")
    only(media, {"id", "link", *KEYS_OF_MEDIA[kind]}, kind)
    if not isinstance(media.get("voice", False), bool):
        raise Refusal(100, "Param audio['voice'] must be a boolean.")
    if media.get("link") and not re.match(r"https?://", str(media["link"])):
        raise invalid(f"{kind}['link']", "must be an http or https address")
    if "caption" in media:
        at_most(media["caption"], CAPTION[kind], f"{kind}['caption']")


def _location(kind: str, place: Body, body: Body) -> None:
    only(place, {"latitude", "longitude", "name", "address"}, "location")
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
        if not isinstance(card, dict):
            raise Refusal(100, "Param contacts must be an array of objects.")
        only(card, PARTS_OF_CONTACT, "contacts")
        said(card.get("name", {}), "formatted_name", 4096, "contacts['name']['formatted_name']")


def _reaction(kind: str, reaction: Body, body: Body) -> None:
    only(reaction, {"message_id", "emoji"}, "reaction")
    if not reaction.get("message_id"):
        raise missing("reaction['message_id']")
    if "emoji" not in reaction:
        raise missing("reaction['emoji']")
    if "context" in body:
        raise Refusal(100, "A reaction message cannot have a context.")


COMPONENTS = {"header", "body", "button", "carousel", "limited_time_offer", "order_status"}


def _template(kind: str, template: Body, body: Body) -> None:
    said(template, "name", 512, "template['name']")
    only(template, {"name", "language", "components", "namespace"}, "template")
    said(template.get("language") or {}, "code", 20, "template['language']['code']")
    components = template.get("components") or []
    if not isinstance(components, list) or not all(isinstance(each, dict) for each in components):
        raise Refusal(100, "Param template['components'] must be an array of objects.")
    for component in components:
        kind = str(component.get("type", "")).lower()
        if kind not in COMPONENTS:
            raise Refusal(100, f"Param template['components']['type'] must be one of {sorted(COMPONENTS)}.")
        if kind == "button":
            _button_of_template(component)


def _button_of_template(button: Body) -> None:
    if not button.get("sub_type"):
        raise missing("template['components']['sub_type']")
    if str(button.get("index")) not in tuple("0123456789"):
        raise invalid("template['components']['index']", "must be a number from 0 to 9")


CHECKS = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "interactive": lambda kind, content, body: interactive(content),
    "template": _template,
}
