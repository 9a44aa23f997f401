"""A design from Meta's JSON: an answer of Meta's, or a draft of ours. What we do not know is kept as it is."""

import re
from dataclasses import replace
from typing import Any

from templates_app.design.parts import OTP_TYPES, App, Button, Card, Design, Header, Offer, Samples
from templates_app.design.variables import in_order

Json = dict[str, Any]
KNOWN = ("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST")
OTP_IN_ADDRESS = re.compile(r"[?&]otp_type=(\w+)", re.ASCII)
OF_BUTTONS = {
    *("type", "text", "url", "phone_number", "example", "flow_id", "flow_name", "flow_json", "flow_action"),
    *("navigate_screen", "otp_type", "autofill_text", "zero_tap_terms_accepted", "supported_apps"),
    *("package_name", "signature_hash"),
}


def from_meta(told: Json) -> Design:
    parts = _listed(told.get("components"))
    by_kind = {_kind(part): part for part in reversed(parts)}
    body, footer = by_kind.get("BODY", {}), by_kind.get("FOOTER", {})
    named = str(told.get("parameter_format", "")).upper() == "NAMED"
    offer = by_kind.get("LIMITED_TIME_OFFER", {}).get("limited_time_offer")
    category = str(told.get("category", "")).upper()
    buttons = _buttons(by_kind.get("BUTTONS", {}))
    return Design(
        name=str(told.get("name", "")),
        language=str(told.get("language", "")),
        category=category,
        named=named,
        header=_header(by_kind.get("HEADER", {}), named=named),
        body=_text(body),
        samples=_samples("body_text", body, named=named),
        footer=_text(footer),
        buttons=tuple(map(_as_code, buttons)) if category == "AUTHENTICATION" else buttons,
        cards=tuple(_card(card, named=named) for card in _listed(by_kind.get("CAROUSEL", {}).get("cards"))),
        offer=Offer(_text(offer), offer.get("has_expiration") is True) if isinstance(offer, dict) else None,
        warns_of_sharing=body.get("add_security_recommendation") is True,
        code_minutes=_whole(footer.get("code_expiration_minutes")),
        asks_to_call="CALL_PERMISSION_REQUEST" in by_kind,
        seconds_to_live=_whole(told.get("message_send_ttl_seconds")),
        more=tuple(part for part in parts if _kind(part) not in KNOWN),
    )


def _kind(part: Json, key: str = "type") -> str:
    return str(part.get(key, "")).upper()


def _listed(value: Any) -> list[Json]:
    """The objects of a list; of anything else there are none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(part: Json) -> str:
    found = part.get("text")
    return found if isinstance(found, str) else ""


def _example(part: Json) -> Json:
    found = part.get("example")
    return found if isinstance(found, dict) else {}


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _header(part: Json, *, named: bool) -> Header:
    handles = _example(part).get("header_handle")
    handle = str(handles[0]) if isinstance(handles, list) and handles else ""
    samples = _samples("header_text", part, named=named)
    return Header(kind=_kind(part, "format"), text=_text(part), samples=samples, handle=handle)


def _samples(key: str, part: Json, *, named: bool) -> Samples:
    example = _example(part)
    if named:
        listed = _listed(example.get(f"{key}_named_params"))
        return {str(each.get("param_name", "")): str(each.get("example", "")) for each in listed}
    values = example.get(key)
    values = values if isinstance(values, list) else []
    values = values[0] if values and isinstance(values[0], list) else values
    return dict(zip(in_order(_text(part), named=False), map(str, values), strict=False))


def _card(card: Json, *, named: bool) -> Card:
    parts = {_kind(part): part for part in _listed(card.get("components"))}
    body = parts.get("BODY", {})
    samples = _samples("body_text", body, named=named)
    header = _header(parts.get("HEADER", {}), named=named)
    return Card(header=header, body=_text(body), samples=samples, buttons=_buttons(parts.get("BUTTONS", {})))


def _buttons(part: Json) -> tuple[Button, ...]:
    return tuple(_button(each) for each in _listed(part.get("buttons")))


def _button(told: Json) -> Button:
    example = told.get("example")
    flow_by = next((key for key in ("flow_id", "flow_name", "flow_json") if told.get(key)), "")
    apps = _listed(told.get("supported_apps"))
    if told.get("package_name"):  # as it was written when there could be one app only
        apps = [{"package_name": told["package_name"], "signature_hash": told.get("signature_hash", "")}]
    otp = _kind(told, "otp_type")
    return Button(
        kind=_kind(told),
        text=_text(told),
        url=str(told.get("url", "")),
        phone=str(told.get("phone_number", "")),
        sample=str((example[0] if example else "") if isinstance(example, list) else example or ""),
        flow_by=flow_by,
        flow=str(told.get(flow_by, "")),
        flow_action=str(told.get("flow_action", "")),
        screen=str(told.get("navigate_screen", "")),
        otp=otp if otp in OTP_TYPES else "",
        autofill_text=str(told.get("autofill_text", "")),
        accepts_zero_tap=told.get("zero_tap_terms_accepted") is True,
        apps=tuple(App(str(app.get("package_name", "")), str(app.get("signature_hash", ""))) for app in apps),
        more={key: value for key, value in told.items() if key not in OF_BUTTONS},
    )


def _as_code(button: Button) -> Button:
    """Meta shows the button of a code, once it has one, as a link; what kind it was stands in the address."""
    asked = OTP_IN_ADDRESS.search(button.url)
    if button.kind != "URL" or not asked or asked[1].upper() not in OTP_TYPES:
        return button
    return replace(button, kind="OTP", otp=asked[1].upper(), url="", sample="")


def without_nul(value: Any) -> Any:
    """Postgres keeps no NUL in text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [without_nul(part) for part in value]
    if isinstance(value, dict):
        return {key: without_nul(part) for key, part in value.items()}
    return value
