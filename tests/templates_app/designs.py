"""Templates that Meta would take, one of each sort, as our own designs."""

from dataclasses import replace
from typing import Any

from templates_app.design import App, Button, Card, Design, Header, Offer

HANDLE = "4::aW1hZ2UvcG5n:ARb-of-the-tests"
PLAIN = Design(
    name="order_ready",
    language="en",
    category="UTILITY",
    body="Hello {{1}}, your order {{2}} is ready for you at our shop. See you soon!",
    samples={"1": "Ana", "2": "A-17"},
)
NAMED = replace(
    PLAIN,
    named=True,
    body="Hello {{first_name}}, your order {{order}} is ready for you at our shop. See you soon!",
    samples={"first_name": "Ana", "order": "A-17"},
    header=Header("TEXT", "For {{first_name}}", {"first_name": "Ana"}),
    footer="Lucky Shrub",
)
SHOP = Button("URL", "Shop", url="https://shop.example/{{1}}", sample="spring")
QUICK = Button("QUICK_REPLY", "Stop")
OTP = Button("OTP", "Copy", otp="COPY_CODE")
APPS = (App("com.example.shop", "K8a/AINcGX7"),)
CODE = Design(name="sign_in", language="en", category="AUTHENTICATION", warns_of_sharing=True, code_minutes=10,
              buttons=(OTP,))  # fmt: skip
CARD = Card(Header("IMAGE", handle=HANDLE), "Rare succulents for {{1}} off.", {"1": "20%"}, (QUICK, SHOP))
MARKETING = replace(PLAIN, name="spring_offer", category="MARKETING")


def with_buttons(*buttons: Button) -> Design:
    return replace(MARKETING, buttons=buttons)


def with_header(kind: str, **more: Any) -> Design:
    return replace(MARKETING, header=Header(kind, **more))


SORTS: dict[str, Design] = {
    "plain": PLAIN,
    "named": NAMED,
    "no variables": replace(PLAIN, body="We moved.", samples={}),
    "header text": with_header("TEXT", text="For {{1}}", samples={"1": "Ana"}),
    **{kind.lower(): with_header(kind, handle=HANDLE) for kind in ("IMAGE", "VIDEO", "DOCUMENT", "GIF")},
    "location": with_header("LOCATION"),
    "quick replies and others": with_buttons(QUICK, Button("QUICK_REPLY", "More"), SHOP),
    "phone": with_buttons(Button("PHONE_NUMBER", "Call", phone="+15550783881"), Button("URL", "See", url="https://a.example")),
    "coupon": with_buttons(Button("COPY_CODE", sample="25OFF")),
    "flow by id": with_buttons(
        Button("FLOW", "Book", flow_by="flow_id", flow="1", flow_action="navigate", screen="FIRST")
    ),
    "flow by name": with_buttons(Button("FLOW", "Book", flow_by="flow_name", flow="booking")),
    "flow by json": with_buttons(Button("FLOW", "Book", flow_by="flow_json", flow='{"version":"5.0"}')),
    "catalogue": with_buttons(Button("CATALOG", "View catalog")),
    "many products": with_buttons(Button("MPM", "View items")),
    "call": with_buttons(Button("VOICE_CALL", "Call us")),
    "their number": with_buttons(Button("REQUEST_CONTACT_INFO", "Share my number")),
    "order": with_buttons(Button("ORDER_DETAILS")),
    "may we call": replace(MARKETING, asks_to_call=True),
    "cards": replace(MARKETING, cards=(CARD, replace(CARD, body="Cacti.", samples={}))),
    "one product each": replace(
        MARKETING, cards=(Card(Header("PRODUCT"), buttons=(Button("SPM", "View"),)),) * 2
    ),
    "offer": replace(
        MARKETING, offer=Offer("Ends soon", expires=True), buttons=(Button("COPY_CODE", sample="25OFF"), SHOP)
    ),
    "code copied": CODE,
    "code at one tap": replace(
        CODE, buttons=(replace(OTP, otp="ONE_TAP", autofill_text="Fill in", apps=APPS),)
    ),
    "code without a tap": replace(
        CODE, buttons=(replace(OTP, otp="ZERO_TAP", accepts_zero_tap=True, apps=APPS),)
    ),
    "short-lived": replace(CODE, seconds_to_live=60),
    "marketing with a life": replace(MARKETING, seconds_to_live=86_400),
    "from tomorrow": replace(MARKETING, more=({"type": "HOLOGRAM", "shape": "cactus"},)),
}  # fmt: skip
