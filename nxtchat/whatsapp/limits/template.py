"""What may be filled into a template. Whether it fits what Meta approved is known to templates_app."""

import re
from typing import Any

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits.headers import header_file
from nxtchat.whatsapp.limits.measuring import Faults, Object, at, choice, entries, inner, invalid, only, text
from nxtchat.whatsapp.limits.plain import location

COMPONENTS = ("header", "body", "button", "carousel", "limited_time_offer", "order_status")
BUTTONS = (
    *("quick_reply", "url", "copy_code", "flow", "catalog", "mpm", "spm", "voice_call", "order_details"),
    *("phone_number", "request_contact_info"),
)
PARAMETERS = (
    *("text", "currency", "date_time", "image", "video", "document", "location", "payload", "coupon_code"),
    *("action", "product", "limited_time_offer", "tap_target_configuration", "order_status"),
)
NOT_IN_TEXT = re.compile(r"[\n\r\t]| {5,}")


def template(content: Object) -> Faults:
    yield from only(content, {"name", "language", "components"}, "")
    yield from text(content, "name", "", what=_("The name of the template"), most=512)
    language = yield from inner(content, "language", "", what=_("The language"))
    if language:
        yield from only(language, {"code", "policy"}, "language")
        yield from text(language, "code", "language", what=_("The code of the language"), most=20)
    yield from _components(content, "")


def _components(holder: Object, where: str) -> Faults:
    found = yield from entries(holder, "components", where, what=_("The parts of a template"), most=20, least=0)
    for place, component in enumerate(found):
        yield from _component(component, at(where, "components", place))


def _component(component: Object, where: str) -> Faults:
    kind = component.get("type")
    name = kind.lower() if isinstance(kind, str) else kind
    yield from choice({"type": name}, "type", where, what=_("The kind of a part"), of=COMPONENTS)
    if name == "carousel":
        cards = yield from entries(component, "cards", where, what=_("Cards"), most=10)
        for place, card in enumerate(cards):
            yield from _components(card, at(where, "cards", place))
        return
    if name == "button":
        sub_type = component.get("sub_type")  # Meta's own examples write some in capitals
        sub_type = sub_type.lower() if isinstance(sub_type, str) else sub_type
        yield from choice({"sub_type": sub_type}, "sub_type", where, what=_("The kind of a button"), of=BUTTONS)
        if str(component.get("index")) not in tuple("0123456789"):
            yield invalid(at(where, "index"), _("A button is named by its place among all buttons, from 0 to 9."))
    parameters = yield from entries(component, "parameters", where, what=_("What is filled in"), most=100, least=0)
    for place, parameter in enumerate(parameters):
        yield from _parameter(parameter, at(where, "parameters", place))


def _parameter(parameter: Object, where: str) -> Faults:
    kind: Any = parameter.get("type")
    yield from choice(parameter, "type", where, what=_("The kind of what is filled in"), of=PARAMETERS)
    if kind == "text":
        yield from text(parameter, "text", where, what=_("What is filled in"), most=32_768)
        if isinstance(parameter.get("text"), str) and NOT_IN_TEXT.search(parameter["text"]):
            words = _("What is filled in may have no line breaks or tabs, and no more than 4 spaces in a row.")
            yield invalid(at(where, "text"), words)
    elif kind in ("image", "video", "document"):
        yield from header_file(kind, parameter, where)
    elif kind == "location":
        place = yield from inner(parameter, "location", where, what=_("The place"))
        if place:
            yield from location(place, at(where, "location"))
    elif kind == "payload":
        yield from text(parameter, "payload", where, what=_("What a button gives back"), most=256)
    elif kind == "coupon_code":
        yield from text(parameter, "coupon_code", where, what=_("The code of a coupon"), most=20)
    elif kind in ("currency", "date_time"):
        value = yield from inner(parameter, kind, where, what=_("What is filled in"))
        yield from text(value, "fallback_value", at(where, kind), what=_("What is filled in"), most=1024)
