"""What only we send: templates."""

from typing import Any

from django.utils.translation import gettext as _

from inbox.cards.card import Card
from inbox.cards.reading import mapping, mappings, words
from inbox.models import Message


def template(message: Message, part: Any) -> Card:
    part = mapping(part)
    name, language = words(part.get("name")), words(mapping(part.get("language")).get("code"))
    lines = [" · ".join(filter(None, (name, language)))]
    if not message.text:  # its words are not known here, so at least those that were filled in
        lines += [_("Filled in: %(words)s") % {"words": filled}] if (filled := ", ".join(_filled(part))) else []
    return Card.plain("template", *lines)


def _filled(part: dict[str, Any]) -> list[str]:
    found = []
    for component in mappings(part.get("components")):
        for parameter in mappings(component.get("parameters")):
            kind = words(parameter.get("type"))
            value = parameter.get(kind)
            inner = mapping(value)
            found.append(words(value) or words(inner.get("fallback_value")) or words(inner.get("filename")))
    return [value for value in found if value]
