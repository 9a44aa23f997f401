"""One of everything that can be said: (kind, the Cloud API's object of it)."""

from typing import Any

LINK = "https://example.org/a.jpg"


def interactive(kind: str, action: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    return "interactive", {"type": kind, "body": {"text": "Please look"}, "action": action, **more}


def button(title: str) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": title.lower(), "title": title}}


def card(index: int) -> dict[str, Any]:
    parameters = {"display_text": "Look", "url": "https://example.org/"}
    return {
        "card_index": index,
        "type": "cta_url",
        "header": {"type": "image", "image": {"link": LINK}},
        "body": {"text": "This week"},
        "action": {"name": "cta_url", "parameters": parameters},
    }


def template(*components: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "template", {"name": "spring_offer", "language": {"code": "en"}, "components": list(components)}


CONTACT = {
    "name": {"formatted_name": "Rui Costa", "first_name": "Rui", "last_name": "Costa"},
    "phones": [{"phone": "+351 910 000 145", "type": "HOME", "wa_id": "351910000145"}],
    "emails": [{"email": "rui@example.org", "type": "WORK"}],
    "urls": [{"url": "https://example.org/", "type": "WORK"}],
    "addresses": [{"street": "Rua A", "city": "Lisboa", "country": "Portugal", "country_code": "pt", "type": "WORK"}],
    "org": {"company": "Costa", "department": "Sales", "title": "Head"},
    "birthday": "1990-12-31",
}
SECTIONS = [{"title": "Tea", "rows": [{"id": "g", "title": "Green", "description": "From Japan"}]}]
PRODUCTS = [{"title": "All", "product_items": [{"product_retailer_id": "p1"}]}]
WORDS = {"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}
PRESSED = {"type": "payload", "payload": "yes"}
SUFFIX = {"type": "text", "text": "42"}
MONEY = {"type": "currency", "currency": {"fallback_value": "5 EUR", "code": "EUR", "amount_1000": 5000}}

SAYINGS: dict[str, tuple[str, Any]] = {
    "text": ("text", {"body": "Ol\u00e1", "preview_url": False}),
    "image": ("image", {"link": LINK, "caption": "Ours"}),
    "video": ("video", {"link": LINK}),
    "audio": ("audio", {"link": LINK}),
    "voice": ("audio", {"link": LINK, "voice": True}),
    "document": ("document", {"link": LINK, "caption": "Read", "filename": "prices.pdf"}),
    "sticker": ("sticker", {"link": LINK}),
    "location": ("location", {"latitude": 38.7, "longitude": -9.14, "name": "Shop", "address": "Rua A"}),
    "contacts": ("contacts", [CONTACT]),
    "buttons": interactive(
        "button",
        {"buttons": [button("Yes"), button("No")]},
        header={"type": "image", "image": {"link": LINK}},
        footer={"text": "Free of charge"},
    ),
    "list": interactive("list", {"button": "Choose", "sections": SECTIONS}, header={"type": "text", "text": "Tea"}),
    "link": interactive(
        "cta_url", {"name": "cta_url", "parameters": {"display_text": "Look", "url": "https://example.org/"}}
    ),
    "location request": interactive("location_request_message", {"name": "send_location"}),
    "flow": interactive(
        "flow",
        {
            "name": "flow",
            "parameters": {
                "flow_message_version": "3",
                "flow_id": "1",
                "flow_cta": "Begin",
                "flow_token": "t",
                "flow_action": "navigate",
                "flow_action_payload": {"screen": "FIRST", "data": {"name": "Ana"}},
            },
        },
    ),
    "product": interactive("product", {"catalog_id": "1", "product_retailer_id": "p1"}),
    "products": interactive(
        "product_list", {"catalog_id": "1", "sections": PRODUCTS}, header={"type": "text", "text": "Ours"}
    ),
    "catalogue": interactive(
        "catalog_message", {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "p1"}}
    ),
    "cards": interactive("carousel", {"cards": [card(0), card(1)]}),
    "address request": interactive("address_message", {"name": "address_message", "parameters": {"country": "IN"}}),
    "call request": interactive("call_permission_request", {"name": "call_permission_request"}),
    "contact request": interactive("contact_request", {"name": "request_contact_info"}),
    "template": template(WORDS),
    "template with everything": template(
        {"type": "header", "parameters": [{"type": "image", "image": {"link": LINK}}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Ana"}, MONEY]},
        {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [PRESSED]},
        {"type": "button", "sub_type": "url", "index": "1", "parameters": [SUFFIX]},
    ),
    "template with a coupon": template(
        {
            "type": "button",
            "sub_type": "copy_code",
            "index": "0",
            "parameters": [{"type": "coupon_code", "coupon_code": "SPRING20"}],
        }
    ),
}
# Location and template are finished by us, and a template must be approved.
AS_THEY_ARE = [name for name, (kind, _content) in SAYINGS.items() if kind not in ("location", "template")]
