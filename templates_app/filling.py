"""What is filled into a template when it is sent: does it fit, and what does it read like then?"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits import Fault
from templates_app.models import Template

PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
FILES = {"IMAGE": "image", "VIDEO": "video", "DOCUMENT": "document", "LOCATION": "location"}
LONGEST = 1024  # characters of the body, with all that is filled in
Components = list[dict[str, Any]]


def misfits(template: Template, components: Components) -> list[Fault]:
    """Where the values are not what the approved template asks for. `components`: as the Cloud API takes them."""
    return list(_misfits(template, components))


def shown(template: Template, components: Components) -> str:
    """What the customer reads."""
    return _fill(template.body, _values(components, "body")) or template.name


def _misfits(template: Template, components: Components) -> Iterator[Fault]:
    yield from _file(template, components)
    for kind, text in (("header", template.header), ("body", template.body)):
        if kind == "body" and not text:
            continue  # Meta writes that of sign-in codes by itself
        if kind == "header" and _format(template) in FILES:
            continue
        yield from _places(kind, text, components)
    filled = shown(template, components)
    if len(filled) > LONGEST:
        words = _("With these values the text has %(found)d characters; it may have %(limit)d.")
        told = {"found": len(filled), "limit": LONGEST}
        yield Fault("components", "max_length", words % told, limit=LONGEST, found=len(filled))


def _places(kind: str, text: str, components: Components) -> Iterator[Fault]:
    wanted, values = list(dict.fromkeys(PLACE.findall(text))), _parameters(components, kind)
    where = _where(components, kind)
    if len(wanted) != len(values):
        words = _("The %(part)s of this template has %(limit)d places to fill; here are %(found)d values.")
        told = {"part": _("header") if kind == "header" else _("text"), "limit": len(wanted), "found": len(values)}
        yield Fault(where, "invalid", words % told, limit=len(wanted), found=len(values))
    elif wanted and not all(name.isdigit() for name in wanted):
        named = {str(value.get("parameter_name")) for value in values}
        if lacking := [name for name in wanted if name not in named]:
            words = _("No value is named %(name)s.") % {"name": lacking[0]}
            yield Fault(where, "invalid", words)


def _file(template: Template, components: Components) -> Iterator[Fault]:
    wanted = FILES.get(_format(template))
    given = _parameters(components, "header")
    if wanted and [value.get("type") for value in given] != [wanted]:
        words = _("The header of this template needs exactly one value, of the kind %(kind)s.") % {"kind": wanted}
        yield Fault(_where(components, "header"), "invalid", words)


def _format(template: Template) -> str:
    heads = [part for part in template.components if str(part.get("type", "")).upper() == "HEADER"]
    return str(heads[0].get("format", "")).upper() if heads else ""


def _where(components: Components, kind: str) -> str:
    for place, component in enumerate(components):
        if str(component.get("type", "")).lower() == kind:
            return f"components.{place}.parameters"
    return "components"


def _parameters(components: Components, kind: str) -> list[dict[str, Any]]:
    found = (each for each in components if str(each.get("type", "")).lower() == kind)
    return next(found, {}).get("parameters") or []


def _values(components: Components, kind: str) -> dict[str, str]:
    listed: dict[str, str] = {}
    for place, value in enumerate(_parameters(components, kind), start=1):
        inner = value.get(str(value.get("type")))
        words = inner if isinstance(inner, str) else (inner or {}).get("fallback_value", "")
        listed[str(value.get("parameter_name") or place)] = str(words)
    return listed


def _fill(text: str, values: dict[str, str]) -> str:
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
