"""A template that is sent: does it fit what was approved, and what does the phone show of it?"""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.template_parts import PLACEHOLDER
from nxtchat.whatsapp.pretend.server.templates import of
from nxtchat.whatsapp.pretend.server.things import Template, Waba
from nxtchat.whatsapp.pretend.server.world import World

REFUSED_TO_SEND = {"PAUSED": 132015, "DISABLED": 132016}


def to_be_sent(wanted: dict[str, Any], *, waba: Waba, world: World, by_bsuid: bool) -> Template:
    """The approved template this send means, with a value for each of its variables."""
    name, language = wanted["name"], wanted["language"]["code"]
    template = next((t for t in of(waba, world=world) if (t.name, t.language) == (name, language)), None)
    if template and template.status in REFUSED_TO_SEND:
        raise Refusal(REFUSED_TO_SEND[template.status])
    if template is None or template.status != "APPROVED":
        raise Refusal(132001, f"template name ({name}) does not exist in {language}")
    if by_bsuid and template.category == "AUTHENTICATION":
        raise Refusal(131062)
    for kind in ("body", "header"):
        expected, given = _variables(template, kind), _parameters(wanted, kind)
        if len(expected) != len(given):
            raise Refusal(
                132000, f"{kind}: number of localizable_params ({len(given)}) does not match the expected number of "
                f"params ({len(expected)})",
            )  # fmt: skip
        _fit(template, kind, expected, given)
        for parameter in given:
            if re.search(r"[\n\t]| {5,}", str(parameter.get("text", ""))):
                raise Refusal(132012, f"{kind}: Param text cannot have new-line/tab or more than 4 consecutive spaces")
    _check_buttons(template, wanted)
    _check_cards(template, wanted)
    offer = _component(template, "limited_time_offer").get("limited_time_offer") or {}
    if offer.get("has_expiration") and not _parameters(wanted, "limited_time_offer"):
        raise Refusal(131008, "limited_time_offer: expiration_time_ms is missing")
    return template


def _fit(template: Template, kind: str, expected: list[str], given: list[dict[str, Any]]) -> None:
    """Named values by their names; a file where a file belongs."""
    if expected == ["media"]:
        wanted = str(_component(template, kind).get("format", "")).lower()
        if given[0].get("type") != wanted:
            said = str(given[0].get("type")).upper()
            raise Refusal(132012, f"{kind}: Format mismatch, expected {wanted.upper()}, received {said}")
    elif template.parameter_format == "NAMED" and {str(each.get("parameter_name")) for each in given} != set(expected):
        raise Refusal(100, "Invalid parameter: Parameter name is missing or empty")


NEED_A_VALUE = {"COPY_CODE", "OTP", "MPM"}


def _check_buttons(template: Template, wanted: dict[str, Any]) -> None:
    """A link with a place in it needs what belongs there, and so does what is copied or shown."""
    filled = {str(each.get("index")) for each in wanted.get("components") or [] if each.get("parameters")}
    for place, button in enumerate(_component(template, "buttons").get("buttons") or []):
        kind = str(button.get("type", "")).upper()
        if ("{{" in str(button.get("url", "")) or kind in NEED_A_VALUE) and str(place) not in filled:
            raise Refusal(131008, f"buttons: Button at index {place} of type {kind.title()} requires a parameter")


def _check_cards(template: Template, wanted: dict[str, Any]) -> None:
    """As many as were approved, each with what stands in its header."""
    approved = _component(template, "carousel").get("cards") or []
    found = [each for each in wanted.get("components") or [] if str(each.get("type", "")).lower() == "carousel"]
    given = found[0].get("cards") or [] if found else []
    if len(approved) != len(given):
        raise Refusal(132000, f"carousel: {len(given)} cards do not match the expected {len(approved)}")
    for place, card in enumerate(given):
        if not any(str(each.get("type", "")).lower() == "header" for each in card.get("components") or []):
            raise Refusal(132012, f"carousel: card {place} has no header")


def buttons(template: Template, wanted: dict[str, Any]) -> list[dict[str, str]]:
    """What can be pressed, with what a quick reply gives back: what the business said, or its own words."""
    payloads = {
        str(each.get("index")): str((each.get("parameters") or [{}])[0].get("payload") or "")
        for each in wanted.get("components") or []
        if str(each.get("type", "")).lower() == "button"
    }
    return [
        {
            "id": str(place),
            "kind": str(button.get("type", "")).upper(),
            "title": str(button.get("text", "")),
            "payload": payloads.get(str(place)) or str(button.get("text", "")),
        }
        for place, button in enumerate(_component(template, "buttons").get("buttons") or [])
    ]


def shown(template: Template, wanted: dict[str, Any]) -> str:
    """The text that the customer reads."""
    parameters = _parameters(wanted, "body")
    named = {each["parameter_name"]: each.get("text", "") for each in parameters if each.get("parameter_name")}
    listed = {str(place): each.get("text", "") for place, each in enumerate(parameters, start=1)}
    text = str(_component(template, "body").get("text", ""))
    return PLACEHOLDER.sub(lambda match: str((listed | named).get(match[1], "")), text)


def _component(template: Template, kind: str) -> dict[str, Any]:
    return next((each for each in template.components if str(each.get("type", "")).lower() == kind), {})


def _variables(template: Template, kind: str) -> list[str]:
    component = _component(template, kind)
    if kind == "header" and str(component.get("format", "")).upper() in {"IMAGE", "VIDEO", "DOCUMENT", "LOCATION"}:
        return ["media"]
    if kind == "body" and template.category == "AUTHENTICATION":
        return ["code"]
    return sorted(set(PLACEHOLDER.findall(str(component.get("text", "")))))


def _parameters(wanted: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    components = wanted.get("components") or []
    component: dict[str, Any] = next((each for each in components if str(each.get("type", "")).lower() == kind), {})
    return component.get("parameters") or []
