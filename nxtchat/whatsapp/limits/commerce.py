"""Products, catalogues and cards to leaf through."""

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits.headers import header
from nxtchat.whatsapp.limits.measuring import (
    Fault,
    Faults,
    Object,
    address,
    at,
    choice,
    entries,
    inner,
    invalid,
    number,
    only,
    text,
)

PRODUCTS, SECTIONS, CARDS, CARD_BODY, CARD_BREAKS = 30, 10, 10, 160, 2


def product(action: Object) -> Faults:
    yield from only(action, {"catalog_id", "product_retailer_id"}, "action")
    yield from _one_product(action, "action")


def product_list(action: Object) -> Faults:
    yield from only(action, {"catalog_id", "sections"}, "action")
    yield from text(action, "catalog_id", "action", what=_("The catalogue's id"), most=200)
    sections = yield from entries(action, "sections", "action", what=_("Sections"), most=SECTIONS)
    products = 0
    for place, section in enumerate(sections):
        where = at("action", "sections", place)
        yield from only(section, {"title", "product_items"}, where)
        several = len(sections) > 1
        yield from text(section, "title", where, what=_("The title of a section"), most=24, needed=several)
        items = yield from entries(section, "product_items", where, what=_("Products"), most=10_000)
        products += len(items)
        for line, item in enumerate(items[:PRODUCTS]):
            yield from only(item, {"product_retailer_id"}, at(where, "product_items", line))
            what = _("A product's id")
            yield from text(item, "product_retailer_id", at(where, "product_items", line), what=what, most=200)
    if products:
        what = _("Products in all sections together")
        yield from number(products, "action.sections", what=what, least=1, most=PRODUCTS)


def catalog_message(action: Object) -> Faults:
    yield from only(action, {"name", "parameters"}, "action")
    yield from choice(action, "name", "action", what=_("The name of the action"), of=["catalog_message"])
    parameters = yield from inner(action, "parameters", "action", what=_("The picture (parameters)"), needed=False)
    yield from only(parameters, {"thumbnail_product_retailer_id"}, "action.parameters")
    if parameters:
        what = _("A product's id")
        yield from text(parameters, "thumbnail_product_retailer_id", "action.parameters", what=what, most=200)


def carousel(action: Object) -> Faults:
    """Cards of products, or cards with a picture and a link: all of the same sort."""
    yield from only(action, {"cards"}, "action")
    cards = yield from entries(action, "cards", "action", what=_("Cards"), least=2, most=CARDS)
    for place, card in enumerate(cards[:CARDS]):
        where = at("action", "cards", place)
        yield from only(card, {"card_index", "type", "header", "body", "action"}, where)
        if card.get("card_index") != place or isinstance(card.get("card_index"), bool):
            yield invalid(at(where, "card_index"), _("Cards are numbered from 0, in their order."))
        yield from choice(card, "type", where, what=_("The kind of a card"), of=["cta_url", "product"])
        yield from _product_card(card, where) if card.get("type") == "product" else _link_card(card, where)
    kinds = {_kind(card) for card in cards}
    if len(kinds) > 1:
        yield invalid("action.cards", _("All cards must be of the same kind, with the same kind of header."))


def _kind(card: Object) -> str:
    head = card.get("header")
    return f"{card.get('type')}/{head.get('type') if isinstance(head, dict) else ''}"


def _one_product(holder: Object, where: str) -> Faults:
    yield from text(holder, "catalog_id", where, what=_("The catalogue's id"), most=200)
    yield from text(holder, "product_retailer_id", where, what=_("A product's id"), most=200)


def _product_card(card: Object, where: str) -> Faults:
    action = yield from inner(card, "action", where, what=_("The product (action)"))
    yield from _one_product(action, at(where, "action"))


def _link_card(card: Object, where: str) -> Faults:
    head = yield from inner(card, "header", where, what=_("The header of a card"))
    if head:
        yield from header(head, at(where, "header"), of=("image", "video"))
    body = yield from inner(card, "body", where, what=_("The text of a card"), needed=False)
    if body:
        yield from text(body, "text", at(where, "body"), what=_("The text of a card"), most=CARD_BODY)
        if str(body.get("text")).count("\n") > CARD_BREAKS:
            words = _("The text of a card may have %(limit)d line breaks.") % {"limit": CARD_BREAKS}
            yield Fault(at(where, "body", "text"), "invalid", words, limit=CARD_BREAKS)
    action = yield from inner(card, "action", where, what=_("The link of a card (action)"))
    if action:
        place = at(where, "action")
        yield from choice(action, "name", place, what=_("The name of the action"), of=["cta_url"])
        parameters = yield from inner(action, "parameters", place, what=_("The link (parameters)"))
        if parameters:
            place = at(place, "parameters")
            yield from text(parameters, "display_text", place, what=_("The label of a link"), most=20)
            yield from address(parameters, "url", place, what=_("The address of a link"))
