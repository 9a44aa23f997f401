"""The components of a message, as the Cloud API takes them, made of what is filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from templates_app.design import VARIABLE, Design
from templates_app.filling.places import CATALOG, CODE, COUPON, FLOW, OFFER, PRODUCTS, TEXT, Place, places

Components = list[dict[str, Any]]
Values = Mapping[str, Any]  # by the places' keys: words, or the Cloud API's object of what is no words
SUB_TYPES = {COUPON: "copy_code", FLOW: "flow", CATALOG: "catalog", PRODUCTS: "mpm"}  # of all others: url
ACTIONS = {FLOW, CATALOG, PRODUCTS}


def components(design: Design, values: Values) -> Components:
    """A place that has no value is left out; whether it may be is asked by `fitting`."""
    return made_of(places(design), values)


def made_of(wanted: Iterable[Place], values: Values) -> Components:
    """The same where the places are known, since it is done for many."""
    given = [place for place in wanted if values.get(place.key) not in (None, "", {})]
    made = _components([place for place in given if place.card is None], values)
    cards = sorted({place.card for place in given if place.card is not None})
    if cards:
        inside = {card: _components([place for place in given if place.card == card], values) for card in cards}
        listed = [{"card_index": card, "components": inside[card]} for card in cards]
        made.append({"type": "carousel", "cards": listed})
    return made


def filled_in(design: Design, values: Mapping[str, str]) -> Design:
    """The design as it reads then. A place without a value stays open."""

    def fill(text: str, part: str, card: int | None = None) -> str:
        before = part if card is None else f"card_{card}_{part}"
        return VARIABLE.sub(lambda place: values.get(f"{before}_{place[1]}") or place[0], text)

    cards = [replace(card, body=fill(card.body, "body", number)) for number, card in enumerate(design.cards)]
    header = replace(design.header, text=fill(design.header.text, "header"))
    return replace(design, header=header, body=fill(design.body, "body"), cards=tuple(cards))


def _components(given: list[Place], values: Values) -> Components:
    made: Components = []
    for part, name in (("header", "header"), ("offer", "limited_time_offer"), ("body", "body")):
        if mine := [place for place in given if place.part == part]:
            made.append({"type": name, "parameters": [_parameter(place, values[place.key]) for place in mine]})
    for place in given:
        if place.part == "button":
            made.append(_button(place.index, SUB_TYPES.get(place.kind, "url"), _parameter(place, values[place.key])))
        elif place.kind == CODE:
            made.append(_button(0, "url", {"type": TEXT, TEXT: values[place.key]}))
    return made


def _button(index: int, sub_type: str, parameter: dict[str, Any]) -> dict[str, Any]:
    return {"type": "button", "sub_type": sub_type, "index": str(index), "parameters": [parameter]}


def _parameter(place: Place, value: Any) -> dict[str, Any]:
    if place.kind in ACTIONS:
        return {"type": "action", "action": value}
    if place.kind == OFFER:
        return {"type": "limited_time_offer", "limited_time_offer": value}
    kind = TEXT if place.takes_words and place.kind != COUPON else place.kind
    named = {"parameter_name": place.name} if place.kind == TEXT and not place.name.isdigit() else {}
    return {"type": kind, **named, kind: value}
