"""A message of every kind, as Meta or an agent would have it, and the words by which people must recognise it.

Each line: name, kind, text, payload, words on the page. The payloads are ours, in the shape that Meta documents.
"""

import json
from typing import NamedTuple


class Said(NamedTuple):
    name: str
    kind: str
    text: str
    payload: dict | None
    seen: tuple[str, ...]


def _in(name: str, kind: str, part, *seen: str, text: str = "", **more) -> Said:
    payload = {"from": "5511987654321", "id": f"wamid.{name}", "type": kind, **more}
    return Said(name, kind, text, payload | ({kind: part} if part is not None else {}), seen)


def _out(name: str, kind: str, part, *seen: str, text: str = "") -> Said:
    return Said(name, kind, text, {"type": kind, kind: part}, seen)


def _form(name: str, **answers) -> dict:
    return {"type": "nfm_reply", "nfm_reply": {"name": name, "body": "Sent", "response_json": json.dumps(answers)}}


def _fault(code: int, title: str = "", details: str = "") -> list[dict]:
    return [{"code": code, "title": title, "message": title, "error_data": {"details": details}}]


LAMP = {"product_retailer_id": "lamp-7", "quantity": "2", "item_price": 19.9, "currency": "EUR"}
DESK = {"product_retailer_id": "desk-1", "quantity": 1, "item_price": "1200", "currency": "EUR"}
SEED = {"product_retailer_id": "seed", "quantity": 3, "item_price": 5, "currency": "BRL"}
DAVI = {
    "name": {"formatted_name": "Davi Rocha", "first_name": "Davi"},
    "phones": [{"phone": "+55 21 99999-1234", "wa_id": "5521999991234", "type": "CELL"}],
    "emails": [{"email": "davi@example.org", "type": "WORK"}],
    "org": {"company": "Rocha Plants", "title": "Gardener"},
    "birthday": "1990-04-01",
}
PLACE = {"latitude": -23.5612, "longitude": "-46.66", "name": "Rua Augusta 1500", "address": "São Paulo"}
ADVERT = {
    "source_url": "https://fb.example/ad/7",
    "source_type": "ad",
    "headline": "Ferns, half price",
    "body": "This week only",
    "welcome_message": {"text": "Which fern do you like?"},
}

INBOUND = [
    _in("marks", "text", {"body": ""}, "<strong>two</strong>", "<em>small</em>", "<s>old</s>", "<code>A-1</code>",
        text="Take *two* _small_ ~old~ `A-1`"),
    _in("image", "image", {"id": "1", "caption": "Broken"}, "Photo", "Broken", text="Broken"),
    _in("video", "video", {"id": "1"}, "Video"),
    _in("audio", "audio", {"id": "1", "voice": False}, "Audio"),
    _in("voice", "audio", {"id": "1", "voice": True}, "Voice message"),
    _in("document", "document", {"id": "1", "filename": "offer.pdf"}, "Document", "offer.pdf", text="offer.pdf"),
    _in("sticker", "sticker", {"id": "1", "animated": True}, "Sticker"),
    _in("location", "location", PLACE, "Rua Augusta 1500", "São Paulo", "-23.5612, -46.66",
        "https://www.openstreetmap.org/?mlat=-23.5612&amp;mlon=-46.66", text="Rua Augusta 1500"),
    _in("contacts", "contacts", [DAVI, {"name": {"first_name": "Eva", "last_name": "Luz"}}], "Davi Rocha",
        "+55 21 99999-1234", "davi@example.org", "Gardener, Rocha Plants", "Eva Luz", text="Davi Rocha"),
    _in("button_reply", "interactive", {"type": "button_reply", "button_reply": {"id": "1", "title": "Tomorrow"}},
        "Pressed a button", "Tomorrow", text="Tomorrow"),
    _in("list_reply", "interactive",
        {"type": "list_reply", "list_reply": {"id": "1", "title": "Pick-up", "description": "In the shop"}},
        "Chose from the list", "Pick-up", "In the shop", text="Pick-up"),
    _in("flow", "interactive",
        _form("flow", flow_token="unused", screen_0_Full_name_0="Ana S.", size="0_Large", gift=True, at=["Mo", "Tu"]),
        "Filled in a form", "Full name", "Ana S.", "Large", "Yes", "Mo, Tu", text="Sent"),
    _in("address", "interactive",
        _form("address_message", saved_address_id="a1", values={"in_pin_code": "400063", "city": "Pune"}),
        "Gave an address", "Postcode", "400063", "Pune", text="Sent"),
    _in("call_permission", "interactive",
        {"type": "call_permission_reply", "call_permission_reply": {"response": "reject"}}, "You may not call them."),
    _in("tomorrow_reply", "interactive", {"type": "dance_reply", "dance_reply": {"title": "Waltz"}}, "dance_reply"),
    _in("button", "button", {"payload": "p", "text": "Stop promotions"}, "Pressed a button", "Stop promotions",
        text="Stop promotions"),
    _in("order", "order", {"catalog_id": "1", "text": "Please hurry", "product_items": [LAMP, DESK, SEED]},
        "2 \N{MULTIPLICATION SIGN} lamp-7", "19.90 EUR", "1,239.80 EUR", "15 BRL", "Please hurry", text="Please hurry"),
    _in("unsupported", "unsupported", {"type": "poll"}, "cannot show (poll)", "Ask for it in another form",
        errors=_fault(131051, "Message type unknown")),
    _in("unsupported_group", "unsupported", None, "cannot show", "In groups WhatsApp passes on", errors=_fault(130501)),
    _in("unsupported_companion", "unsupported", None, "phone app only", errors=_fault(131060)),
    _in("broken_file", "video", {"id": "1"}, "larger than 100 MB", errors=_fault(131052)),
    _in("odd_fault", "image", {"id": "1"}, "Sun spots. They were big", errors=_fault(9, "Sun spots.", "They were big")),
    _in("advert", "text", {"body": "Hi"}, "Ferns, half price", "This week only", "Which fern do you like?",
        "https://fb.example/ad/7", "Came from an advertisement", text="Hi", referral=ADVERT),
    _in("forwarded", "text", {"body": "Joke"}, "Forwarded", text="Joke", context={"forwarded": True}),
    _in("chain", "text", {"body": "Chain"}, "Forwarded many times", text="Chain",
        context={"frequently_forwarded": True}),
    _in("enquiry", "text", {"body": "This one?"}, "About the product lamp-7", text="This one?",
        context={"referred_product": {"catalog_id": "1", "product_retailer_id": "lamp-7"}}),
    _in("group", "text", {"body": "Hello all"}, "Said in a group", text="Hello all", group_id="g1"),
    _in("request_welcome", "request_welcome", None, "opened the chat for the first time"),
    _in("media_placeholder", "media_placeholder", None, "A file from before the number was connected"),
    _in("ephemeral", "ephemeral", None, "A disappearing message"),
    _in("unknown", "unknown", None, "cannot show"),
    _in("kind_of_tomorrow", "kind_of_tomorrow", None, "cannot show (kind_of_tomorrow)"),
    _in("new_number", "system", {"type": "user_changed_number", "wa_id": "5511900000000", "body": "x"},
        "has a new number", "+5511900000000", text="x"),
    _in("new_id", "system", {"type": "user_changed_user_id", "user_id": "BR.2"}, "by a new id"),
    _in("new_phone", "system", {"type": "customer_identity_changed"}, "on another phone now"),
    _in("system_of_tomorrow", "system", {"type": "user_moved"}, "WhatsApp has news about", "user_moved"),
]  # fmt: skip

CHOICES = [{"type": "reply", "reply": {"id": str(n), "title": f"Choice {n}"}} for n in (1, 2)]
LINK = {"parameters": {"display_text": "See"}}
ROWS = [{"title": "Indoor", "rows": [{"id": "1", "title": "Fern", "description": "Likes shade"}]}]


def _offer(kind: str, **more) -> dict:
    return {"type": kind, "body": {"text": f"About {kind}"}, **more}


OUTBOUND = [
    _out("sent_image", "image", {"caption": "Here it is"}, "Photo", "Here it is", text="Here it is"),
    _out("sent_document", "document", {"filename": "bill.pdf"}, "bill.pdf"),
    _out("sent_location", "location", PLACE, "Rua Augusta 1500"),
    _out("sent_contacts", "contacts", [DAVI], "Davi Rocha", "davi@example.org"),
    _out("sent_buttons", "interactive",
         _offer("button", header={"text": "Delivery"}, footer={"text": "Free"}, action={"buttons": CHOICES}),
         "Delivery", "About button", "Free", "Choice 1", "Choice 2", text="About button"),
    _out("sent_list", "interactive", _offer("list", action={"button": "Our plants", "sections": ROWS}), "About list",
         "Our plants", "Indoor", "Fern", "Likes shade"),
    _out("sent_link", "interactive",
         _offer("cta_url", action={"name": "cta_url", "parameters": {"display_text": "Pay", "url": "https://pay.example"}}),
         "Pay", 'href="https://pay.example"'),
    _out("sent_script", "interactive",
         _offer("cta_url", action={"parameters": {"display_text": "Press", "url": "javascript:alert(1)"}}), "Press"),
    _out("asks_location", "interactive", _offer("location_request_message", action={"name": "send_location"}),
         "Asks for the location"),
    _out("sent_flow", "interactive",
         _offer("flow", action={"name": "flow", "parameters": {"flow_cta": "Book", "flow_name": "booking"}}), "Form",
         "Book", "booking"),
    _out("sent_products", "interactive",
         _offer("product_list", action={"sections": [{"title": "New", "product_items": [LAMP]}]}), "New", "lamp-7"),
    _out("sent_cards", "interactive",
         _offer("carousel", action={"cards": [{"body": {"text": "First card"}, "action": LINK}]}),
         "First card", "See"),
    _out("asks_call", "interactive", _offer("call_permission_request", action={}), "Asks whether you may call"),
    _out("sent_tomorrow", "interactive", _offer("hologram"), "hologram"),
    _out("sent_template", "template", {"name": "order_ready", "language": {"code": "pt_BR"}}, "order_ready · pt_BR",
         "Your order is ready", text="Your order is ready"),
    _out("sent_template_blind", "template",
         {"name": "hello", "language": {"code": "en"}, "components": [
             {"type": "body", "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "4417"}]}]},
         "Filled in: Ana, 4417"),
]  # fmt: skip
