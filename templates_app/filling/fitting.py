"""What is filled into a template when it is sent: does it fit, and what does it read like then?"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits import Fault
from templates_app.design import VARIABLE, Button, Design
from templates_app.filling.making import Components
from templates_app.filling.places import (
    BODY_LENGTH,
    CARD_LENGTH,
    CODE,
    HEADER_LENGTH,
    OFFER_LENGTH,
    Place,
    places,
)
from templates_app.models import Template

OF_KINDS = {"QUICK_REPLY": "quick_reply", "URL": "url", "COPY_CODE": "copy_code", "OTP": "url"}  # others: their own


def misfits(template: Template, components: Components) -> list[Fault]:
    """Where the values are not what the approved template asks for. `components`: as the Cloud API takes them."""
    design = template.design
    wanted, body = places(design), OFFER_LENGTH if design.offer else BODY_LENGTH
    level = _Level(components, "", [place for place in wanted if place.card is None], design.buttons)
    found = [*level.faults(header=design.header.text, body=design.body, most=body)]
    return found + list(_cards(design, components, wanted))


def shown(template: Template, components: Components) -> str:
    """What the customer reads."""
    return _fill(template.body, _values(components, "body")) or template.name


def _cards(design: Design, components: Components, wanted: list[Place]) -> Iterator[Fault]:
    where = _where(components, "carousel")
    given = _component(components, "carousel").get("cards") or []
    if len(given) != len(design.cards):
        words = _("This template has %(limit)d cards; here are %(found)d.")
        told = {"limit": len(design.cards), "found": len(given)}
        yield Fault(f"{where}.cards".lstrip("."), "invalid", words % told, limit=len(design.cards), found=len(given))
        return
    for place, (card, told) in enumerate(zip(design.cards, given, strict=True)):
        mine = [each for each in wanted if each.card == place]
        level = _Level(told.get("components") or [], f"{where}.cards.{place}.", mine, card.buttons)
        yield from level.faults(header=card.header.text, body=card.body, most=CARD_LENGTH)


class _Level:
    """The components of the message, or of one card in it."""

    def __init__(self, given: Components, where: str, wanted: list[Place], buttons: Sequence[Button]) -> None:
        self.given, self.where, self.wanted, self.buttons = given, where, wanted, buttons

    def faults(self, *, header: str, body: str, most: int) -> Iterator[Fault]:
        for part, text, length in (("header", header, HEADER_LENGTH), ("body", body, most)):
            yield from self._part(part)
            found = len(_fill(text, _values(self.given, part)))
            if found > length:
                words = _("With these values the text has %(found)d characters; it may have %(limit)d.")
                told = {"found": found, "limit": length}
                yield Fault(f"{self.where}components", "max_length", words % told, limit=length, found=found)
        yield from self._offer()
        yield from self._buttons()

    def _part(self, part: str) -> Iterator[Fault]:
        wanted = [place for place in self.wanted if place.part == part]
        given, where = _parameters(self.given, part), f"{self.where}{_where(self.given, part, 'parameters')}"
        if wanted and not wanted[0].takes_words:
            if [value.get("type") for value in given] != [wanted[0].kind]:
                words = _("The header of this template needs exactly one value, of the kind %(kind)s.")
                yield Fault(where, "invalid", words % {"kind": wanted[0].kind})
        elif len(wanted) != len(given):
            words = _("The %(part)s of this template has %(limit)d places to fill; here are %(found)d values.")
            told = {"part": _("header") if part == "header" else _("text"), "limit": len(wanted), "found": len(given)}
            yield Fault(where, "invalid", words % told, limit=len(wanted), found=len(given))
        elif not all(place.name.isdigit() for place in wanted):
            named = {str(value.get("parameter_name")) for value in given}
            if lacking := [place.name for place in wanted if place.name not in named]:
                yield Fault(where, "invalid", _("No value is named %(name)s.") % {"name": lacking[0]})

    def _offer(self) -> Iterator[Fault]:
        wanted = any(place.part == "offer" for place in self.wanted)
        if wanted != bool(_parameters(self.given, "limited_time_offer")):
            words = _("Say when the offer ends.") if wanted else _("This template has no offer that ends.")
            where = _where(self.given, "limited_time_offer", "parameters")
            yield Fault(f"{self.where}{where}", "required" if wanted else "invalid", words)

    def _buttons(self) -> Iterator[Fault]:
        filled = set()
        for number, component in enumerate(self.given):
            if _kind(component) == "button" and (component.get("parameters") or component.get("sub_type")):
                place = int(component.get("index") or 0)
                filled.add(place)
                said = str(component.get("sub_type", "")).lower()
                kinds = [OF_KINDS.get(each.kind, each.kind.lower()) for each in self.buttons]
                if place >= len(kinds) or said != kinds[place]:
                    words = _("The button at this place of the template is another one.")
                    yield Fault(f"{self.where}components.{number}", "invalid", words)
        for needed in self.wanted:
            if (needed.kind == CODE or needed.part == "button") and needed.needed and needed.index not in filled:
                words = _("The button “%(button)s” needs what belongs into it.")
                named = self.buttons[needed.index].text if self.buttons else ""
                yield Fault(f"{self.where}components", "required", words % {"button": named or needed.index + 1})


def _kind(component: dict[str, Any]) -> str:
    return str(component.get("type", "")).lower()


def _component(components: Components, kind: str) -> dict[str, Any]:
    return next((each for each in components if _kind(each) == kind), {})


def _where(components: Components, kind: str, within: str = "") -> str:
    for place, component in enumerate(components):
        if _kind(component) == kind:
            return f"components.{place}.{within}".rstrip(".")
    return "components"


def _parameters(components: Components, kind: str) -> list[dict[str, Any]]:
    return _component(components, kind).get("parameters") or []


def _values(components: Components, kind: str) -> dict[str, str]:
    listed: dict[str, str] = {}
    for place, value in enumerate(_parameters(components, kind), start=1):
        inner = value.get(str(value.get("type")))
        words = inner if isinstance(inner, str) else (inner or {}).get("fallback_value", "")
        listed[str(value.get("parameter_name") or place)] = str(words)
    return listed


def _fill(text: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda place: values.get(place[1], place[0]), text)
