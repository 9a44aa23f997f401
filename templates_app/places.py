"""What has to be filled in before a template can be sent, place by place, and the components made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from templates_app.filling import FILES, PLACE
from templates_app.models import Template

Components = list[dict[str, Any]]
FILLABLE_BUTTONS = {"URL", "COPY_CODE"}
UNFILLABLE = {"CATALOG", "MPM", "SPM", "OTP", "ORDER_DETAILS"}  # these want more than words
KNOWN_PARTS = {"HEADER", "BODY", "FOOTER", "BUTTONS"}


@dataclass(frozen=True)
class Place:
    """One thing to fill in. `key` names it among those of its template."""

    key: str
    part: str  # header, body, button
    name: str  # as the template names it: a number, or a word
    kind: str = "text"  # or coupon_code, image, video, document
    index: int = 0  # of the button
    around: str = ""  # the text that it stands in


def can_be_filled(template: Template) -> bool:
    """Whether words and one file are all that it needs."""
    parts = {str(part.get("type", "")).upper() for part in template.components}
    buttons = {str(button.get("type", "")).upper() for button in _buttons(template)}
    return parts <= KNOWN_PARTS and not buttons & UNFILLABLE and _format(template) != "LOCATION"


def places(template: Template) -> list[Place]:
    """In the order in which they are read."""
    return list(_places(template))


def components(template: Template, values: dict[str, Any]) -> Components:
    """As the Cloud API takes them. `values`: by the places' keys; of a file the object that names it."""
    made: Components = []
    for part in ("header", "body"):
        mine = [place for place in places(template) if place.part == part]
        if mine:
            made.append({"type": part, "parameters": [_parameter(place, values[place.key]) for place in mine]})
    for place in places(template):
        if place.part == "button":
            sub_type = "copy_code" if place.kind == "coupon_code" else "url"
            given = {"type": "button", "sub_type": sub_type, "index": str(place.index)}
            made.append(given | {"parameters": [_parameter(place, values[place.key])]})
    return made


def _places(template: Template) -> Iterator[Place]:
    file = FILES.get(_format(template))
    if file and file != "location":
        yield Place("header_file", "header", "", kind=file)
    elif not file:
        yield from _named("header", template.header)
    yield from _named("body", template.body)
    for index, button in enumerate(_buttons(template)):
        kind, url = str(button.get("type", "")).upper(), str(button.get("url", ""))
        if kind == "URL" and PLACE.search(url):
            yield Place(f"button_{index}", "button", "", index=index, around=url)
        elif kind == "COPY_CODE":
            yield Place(f"button_{index}", "button", "", kind="coupon_code", index=index)


def _named(part: str, text: str) -> Iterator[Place]:
    for name in dict.fromkeys(PLACE.findall(text)):
        yield Place(f"{part}_{name}", part, name, around=text)


def _parameter(place: Place, value: Any) -> dict[str, Any]:
    named = {} if not place.name or place.name.isdigit() else {"parameter_name": place.name}
    return {"type": place.kind, **named, place.kind: value}


def _buttons(template: Template) -> list[dict[str, Any]]:
    parts = [part for part in template.components if str(part.get("type", "")).upper() == "BUTTONS"]
    return [button for part in parts for button in part.get("buttons") or []]


def _format(template: Template) -> str:
    heads = [part for part in template.components if str(part.get("type", "")).upper() == "HEADER"]
    return str(heads[0].get("format", "")).upper() if heads else ""
