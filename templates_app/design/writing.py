"""A design as Meta wants to be asked for it."""

from typing import Any

from templates_app.design.parts import MEDIA, Button, Card, Design, Header, Samples
from templates_app.design.variables import in_order

Json = dict[str, Any]


def to_meta(design: Design) -> Json:
    """The body of the request that creates it."""
    made: Json = {
        "name": design.name,
        "language": design.language,
        "category": design.category,
        "components": components(design),
    }
    if design.named:
        made["parameter_format"] = "named"
    if design.seconds_to_live is not None:
        made["message_send_ttl_seconds"] = design.seconds_to_live
    return made


def components(design: Design) -> list[Json]:
    made: list[Json | None] = [
        _header(design.header, named=design.named),
        _offer(design),
        _body(design),
        _footer(design),
        {"type": "BUTTONS", "buttons": [_button(each) for each in design.buttons]} if design.buttons else None,
        _carousel(design),
        {"type": "CALL_PERMISSION_REQUEST"} if design.asks_to_call else None,
        *design.more,
    ]
    return [part for part in made if part]


def _header(header: Header, *, named: bool) -> Json | None:
    if not header.kind:
        return None
    made: Json = {"type": "HEADER", "format": header.kind}
    if header.kind == "TEXT":
        return made | {"text": header.text} | _samples("header_text", header.text, header.samples, named=named)
    if header.kind in MEDIA and header.handle:
        made["example"] = {"header_handle": [header.handle]}
    return made


def _offer(design: Design) -> Json | None:
    if design.offer is None:
        return None
    offer = {"text": design.offer.text, "has_expiration": design.offer.expires}
    return {"type": "LIMITED_TIME_OFFER", "limited_time_offer": offer}


def _body(design: Design) -> Json | None:
    if design.is_code:
        return {"type": "BODY"} | ({"add_security_recommendation": True} if design.warns_of_sharing else {})
    return _text_body(design.body, design.samples, named=design.named)


def _text_body(text: str, samples: Samples, *, named: bool) -> Json | None:
    return {"type": "BODY", "text": text} | _samples("body_text", text, samples, named=named) if text else None


def _footer(design: Design) -> Json | None:
    if design.is_code:
        return {"type": "FOOTER", "code_expiration_minutes": design.code_minutes} if design.code_minutes else None
    return {"type": "FOOTER", "text": design.footer} if design.footer else None


def _samples(key: str, text: str, samples: Samples, *, named: bool) -> Json:
    names = in_order(text, named=named)
    if not names:
        return {}
    if named:
        listed = [{"param_name": name, "example": samples.get(name, "")} for name in names]
        return {"example": {f"{key}_named_params": listed}}
    values = [samples.get(name, "") for name in names]
    return {"example": {key: [values] if key == "body_text" else values}}


def _button(button: Button) -> Json:
    made: Json = {"type": button.kind, **button.more}
    if button.text:
        made["text"] = button.text
    match button.kind:
        case "URL":
            made |= {"url": button.url} | ({"example": [button.sample]} if button.sample else {})
        case "PHONE_NUMBER":
            made["phone_number"] = button.phone
        case "COPY_CODE":
            made["example"] = button.sample
        case "FLOW":
            wanted = {button.flow_by: button.flow, "flow_action": button.flow_action, "navigate_screen": button.screen}
            made |= {key: value for key, value in wanted.items() if key and value}
        case "OTP":
            made |= _otp(button)
    return made


def _otp(button: Button) -> Json:
    made: Json = {"otp_type": button.otp}
    if button.autofill_text:
        made["autofill_text"] = button.autofill_text
    if button.accepts_zero_tap:
        made["zero_tap_terms_accepted"] = True
    if button.apps:
        apps = [{"package_name": app.package, "signature_hash": app.signature} for app in button.apps]
        made["supported_apps"] = apps
    return made


def _carousel(design: Design) -> Json | None:
    if not design.cards:
        return None
    return {"type": "CAROUSEL", "cards": [_card(card, named=design.named) for card in design.cards]}


def _card(card: Card, *, named: bool) -> Json:
    parts = [
        _header(card.header, named=named),
        _text_body(card.body, card.samples, named=named),
        {"type": "BUTTONS", "buttons": [_button(each) for each in card.buttons]} if card.buttons else None,
    ]
    return {"components": [part for part in parts if part]}
