"""Interactive messages, by Meta's page of each type."""

from nxtchat.whatsapp.pretend.server.asking import Body, inside, invalid, listed, missing, no_twins, one_of, only, said
from nxtchat.whatsapp.pretend.server.errors import Refusal

ANY_HEADER = ("text", "image", "video", "document")
HEADERS: dict[str, tuple[str, ...]] = {
    "button": ANY_HEADER,
    "cta_url": ANY_HEADER,
    "flow": ANY_HEADER,
    "list": ("text",),
    "product_list": ("text",),
}
BODY_MAY_BE_LONGER = {"list": 4096}
BODY_MAY_BE_MISSING = {"product", "catalog_message", "call_permission_request"}
BODY, FOOTER, HEADER = 1024, 60, 60


def interactive(content: Body) -> None:
    kind = content.get("type")
    if not kind:
        raise missing("interactive['type']")
    one_of(content, "type", ACTIONS, "interactive['type']")
    only(content, {"type", "header", "body", "footer", "action"}, "interactive")
    action = inside(content, "action", "interactive['action']")
    if "body" in content or kind not in BODY_MAY_BE_MISSING:
        most = BODY_MAY_BE_LONGER.get(str(kind), BODY)
        said(content.get("body", {}), "text", most, "interactive['body']['text']")
    if "footer" in content:
        said(content["footer"], "text", FOOTER, "interactive['footer']['text']")
    if "header" in content:
        _header(content["header"], HEADERS.get(str(kind), ()))
    elif kind == "product_list":
        raise missing("interactive['header']")
    ACTIONS[str(kind)](action)


def _header(header: Body, allowed: tuple[str, ...]) -> None:
    if not isinstance(header, dict) or header.get("type") not in allowed:
        raise invalid("interactive['header']['type']", "is not supported for this interactive type")
    kind = header["type"]
    if kind == "text":
        said(header, "text", HEADER, "interactive['header']['text']")
        return
    file = inside(header, kind, f"interactive['header']['{kind}']")
    if bool(file.get("id")) == bool(file.get("link")):
        raise missing(f"interactive['header']['{kind}']['id']")


def _buttons(action: Body) -> None:
    buttons = listed(action, "buttons", "interactive['action']['buttons']", least=1, most=3)
    for button in buttons:
        one_of(button, "type", ["reply"], "button['type']")
        said(button.get("reply", {}), "id", 256, "button['reply']['id']")
        said(button.get("reply", {}), "title", 20, "button['reply']['title']")
    no_twins([button["reply"]["title"] for button in buttons], "button titles")
    no_twins([button["reply"]["id"] for button in buttons], "button ids")


def _list(action: Body) -> None:
    said(action, "button", 20, "interactive['action']['button']")
    sections = listed(action, "sections", "interactive['action']['sections']", least=1, most=10)
    rows = [row for section in sections for row in listed(section, "rows", "section['rows']", least=1, most=10)]
    if len(rows) > 10:
        raise invalid("interactive['action']['sections']", "must have 1 to 10 rows in all")
    for section in sections:
        if len(sections) > 1 or "title" in section:
            said(section, "title", 24, "section['title']")
    for row in rows:
        said(row, "id", 200, "row['id']")
        said(row, "title", 24, "row['title']")
        if "description" in row:
            said(row, "description", 72, "row['description']")
    no_twins([row["id"] for row in rows], "row ids")


def _link(action: Body) -> None:
    one_of(action, "name", ["cta_url"], "interactive['action']['name']")
    parameters = inside(action, "parameters", "interactive['action']['parameters']")
    said(parameters, "display_text", 20, "display_text")
    said(parameters, "url", 2000, "url")
    if not parameters["url"].startswith(("https://", "http://")):
        raise invalid("url", "must be an http or https address")


def _flow(action: Body) -> None:
    one_of(action, "name", ["flow"], "interactive['action']['name']")
    parameters = inside(action, "parameters", "interactive['action']['parameters']")
    one_of(parameters, "flow_message_version", ["3"], "flow_message_version")
    said(parameters, "flow_cta", 30, "flow_cta")
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        raise Refusal(100, "Exactly one of flow_id and flow_name must be given.")


def _product(action: Body) -> None:
    said(action, "catalog_id", 200, "interactive['action']['catalog_id']")
    said(action, "product_retailer_id", 200, "interactive['action']['product_retailer_id']")


def _products(action: Body) -> None:
    said(action, "catalog_id", 200, "interactive['action']['catalog_id']")
    sections = listed(action, "sections", "interactive['action']['sections']", least=1, most=10)
    found = [listed(each, "product_items", "section['product_items']", least=1, most=30) for each in sections]
    if sum(map(len, found)) > 30:
        raise invalid("interactive['action']['sections']", "must have at most 30 products in all")
    for item in (item for items in found for item in items):
        said(item, "product_retailer_id", 200, "product_retailer_id")
    for section in sections:
        if len(sections) > 1:
            said(section, "title", 24, "section['title']")


def _cards(action: Body) -> None:
    cards = listed(action, "cards", "interactive['action']['cards']", least=2, most=10)
    for place, card in enumerate(cards):
        if card.get("card_index") != place:
            raise invalid("card_index", "must count from 0")
        one_of(card, "type", ["cta_url", "product"], "card['type']")
        inner = inside(card, "action", "card['action']")
        if card["type"] == "product":
            _product(inner)
            continue
        _header(inside(card, "header", "card['header']"), ("image", "video"))
        if "body" in card:
            said(card["body"], "text", 160, "card['body']['text']")
        _link(inner)
    if len({(card["type"], (card.get("header") or {}).get("type")) for card in cards}) > 1:
        raise invalid("interactive['action']['cards']", "must all have the same type and header type")


def _named(name: str):
    return lambda action: one_of(action, "name", [name], "interactive['action']['name']")


ACTIONS = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "flow": _flow,
    "product": _product,
    "product_list": _products,
    "carousel": _cards,
    "catalog_message": _named("catalog_message"),
    "location_request_message": _named("send_location"),
    "address_message": _named("address_message"),
    "call_permission_request": _named("call_permission_request"),
    "voice_call": _named("voice_call"),
    "contact_request": _named("request_contact_info"),
}
