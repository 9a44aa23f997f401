"""What a customer filled in, as lines that people can read."""

import re
from typing import Any

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.cards.reading import Fact, mapping, words

MOST = 60  # lines
NOT_SAID = {"flow_token", "saved_address_id"}  # for machines
NAMES: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "phone_number": gettext_lazy("Phone"),
    "address": gettext_lazy("Address"),
    "house_number": gettext_lazy("House number"),
    "floor_number": gettext_lazy("Floor"),
    "tower_number": gettext_lazy("Tower"),
    "building_name": gettext_lazy("Building"),
    "landmark_area": gettext_lazy("Landmark"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "in_pin_code": gettext_lazy("Postcode"),
    "sg_post_code": gettext_lazy("Postcode"),
    "email": gettext_lazy("E-mail"),
    "date": gettext_lazy("Date"),
}
# `screen_0_First_name_2` is how the builder of forms calls the field "First name".
_BUILT = re.compile(r"^screen_\d+_(.+?)_\d+$")


def facts_of_form(response: Any) -> list[Fact]:
    """`response_json` is JSON written into a string; what is none is shown as it came."""
    if isinstance(response, str):
        try:
            response = orjson.loads(response)
        except orjson.JSONDecodeError:
            return [Fact("", response)] if response else []
    found = _facts(mapping(response))
    return found[:MOST] + ([Fact("", "…")] if len(found) > MOST else [])


def _facts(answers: dict[str, Any]) -> list[Fact]:
    found = []
    for key, value in answers.items():
        if key in NOT_SAID:
            continue
        if key == "values" and isinstance(value, dict):  # of an address
            found += _facts(value)
        elif said := _said(value):
            found.append(Fact(_name(key), said))
    return found


def _name(key: str) -> str:
    if key in NAMES:
        return str(NAMES[key])
    built = _BUILT.match(key)
    return (built[1] if built else key).replace("_", " ").strip().capitalize()


def _said(value: Any, depth: int = 0) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list) and depth < 4:
        return ", ".join(filter(None, (_said(each, depth + 1) for each in value)))
    if isinstance(value, dict) and depth < 4:
        return _file_name(value) or ", ".join(filter(None, (_said(each, depth + 1) for each in value.values())))
    said = words(value)
    # Picked from a list, an answer reads `0_Yes`: its place, then its words.
    return re.sub(r"^\d+_(?=\D)", "", said)


def _file_name(value: dict[str, Any]) -> str:
    return words(value.get("file_name")) if "sha256" in value or "mime_type" in value else ""
