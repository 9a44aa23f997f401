"""What has to be filled in before a template can be sent, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass

from templates_app.design import VARIABLE, Button, Design
from templates_app.design.variables import in_order

# Kinds of places: what goes into these is words, which may come from a contact.
TEXT, LINK, CODE, COUPON = "text", "link", "code", "coupon_code"
WORDS = {TEXT, LINK, CODE, COUPON}
# And into these an object of the Cloud API's.
FILES = {"IMAGE": "image", "VIDEO": "video", "DOCUMENT": "document"}
LOCATION, PRODUCT, OFFER, FLOW, CATALOG, PRODUCTS = "location", "product", "offer", "flow", "catalog", "products"
OF_BUTTONS = {"FLOW": FLOW, "CATALOG": CATALOG, "MPM": PRODUCTS}

HEADER_LENGTH, BODY_LENGTH, OFFER_LENGTH, CARD_LENGTH = 60, 1024, 600, 160  # characters, with all that is filled in
MOST = {TEXT: BODY_LENGTH, LINK: 2000, CODE: 15, COUPON: 20}
# What cannot be sent from here, and so not be filled in: Meta wants more for it than a person can write into a form.
UNFILLABLE_BUTTONS = {"ORDER_DETAILS"}
UNFILLABLE_HEADERS = {"GIF"}  # goes through the Marketing Messages API only


@dataclass(frozen=True)
class Place:
    """One thing to fill in. `key` names it among those of its template, in every language of it."""

    key: str
    part: str  # header, body, button, offer
    name: str = ""  # as the template names it: a number, or a word
    kind: str = TEXT
    index: int = 0  # of the button
    card: int | None = None  # of a carousel
    around: str = ""  # the text that it stands in
    needed: bool = True  # without it Meta refuses the message

    @property
    def takes_words(self) -> bool:
        return self.kind in WORDS

    @property
    def most(self) -> int:
        """Characters."""
        return HEADER_LENGTH if self.part == "header" else MOST.get(self.kind, 0)


def can_be_filled(design: Design) -> bool:
    """Whether we know all that has to be filled in."""
    headers = {design.header.kind, *(card.header.kind for card in design.cards)}
    buttons = {button.kind for _where, button in design.all_buttons()}
    return not (design.more or headers & UNFILLABLE_HEADERS or buttons & UNFILLABLE_BUTTONS)


def places(design: Design) -> list[Place]:
    """In the order in which they are read."""
    return list(_places(design))


def _places(design: Design) -> Iterator[Place]:
    yield from _header(design.header.kind, design.header.text, named=design.named)
    if design.offer and design.offer.expires:
        yield Place("offer", "offer", kind=OFFER)
    if design.is_code and any(button.kind == "OTP" for button in design.buttons):
        # Meta writes the text; the code goes into it and into the button.
        yield Place("code", "body", "1", kind=CODE, around=design.body)
        return
    yield from _named("body", design.body, named=design.named)
    for index, button in enumerate(design.buttons):
        yield from _button(button, index)
    for card, each in enumerate(design.cards):
        yield from _header(each.header.kind, each.header.text, named=design.named, card=card)
        yield from _named("body", each.body, named=design.named, card=card)
        for index, button in enumerate(each.buttons):
            yield from _button(button, index, card=card)


def _header(kind: str, text: str, *, named: bool, card: int | None = None) -> Iterator[Place]:
    if kind in FILES:
        yield Place(_key("header_file", card), "header", kind=FILES[kind], card=card)
    elif kind in {"LOCATION", "PRODUCT"}:
        kind = LOCATION if kind == "LOCATION" else PRODUCT
        yield Place(_key(f"header_{kind}", card), "header", kind=kind, card=card)
    else:
        yield from _named("header", text, named=named, card=card)


def _named(part: str, text: str, *, named: bool, card: int | None = None) -> Iterator[Place]:
    for name in in_order(text, named=named):
        yield Place(_key(f"{part}_{name}", card), part, name, card=card, around=text)


def _button(button: Button, index: int, *, card: int | None = None) -> Iterator[Place]:
    key = _key(f"button_{index}", card)
    if button.kind == "URL" and VARIABLE.search(button.url):
        yield Place(key, "button", kind=LINK, index=index, card=card, around=button.url)
    elif button.kind == "COPY_CODE":
        yield Place(key, "button", kind=COUPON, index=index, card=card)
    elif kind := OF_BUTTONS.get(button.kind):
        needed = kind == PRODUCTS
        yield Place(key, "button", kind=kind, index=index, card=card, around=button.text, needed=needed)


def _key(own: str, card: int | None) -> str:
    return own if card is None else f"card_{card}_{own}"
