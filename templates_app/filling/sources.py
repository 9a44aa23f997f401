"""Where the words come from that go into a template's places: the same for everybody, or what is known of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.models import Field
from nxtchat.whatsapp.limits import Fault
from nxtchat.whatsapp.limits.template import NOT_IN_TEXT
from templates_app.filling.places import Place

FIXED, FIELD, AGENT = "fixed", "field", "agent"
OF_CONTACT = {
    "first_name": gettext_lazy("First name"),
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone number"),
    "username": gettext_lazy("Username"),
    "external": gettext_lazy("Id in another system"),
}
KINDS = {FIXED: gettext_lazy("The same for everybody"), AGENT: gettext_lazy("Name of who sends it"), **OF_CONTACT}


@dataclass(frozen=True, slots=True)
class Source:
    """What goes into one place. `value`: if it is fixed, words or the Cloud API's object of it."""

    kind: str = FIXED
    value: Any = ""
    field: str = ""  # the key of a custom field
    fallback: str = ""  # where nothing is known of somebody

    @property
    def needs_fallback(self) -> bool:
        return self.kind == FIELD or self.kind in OF_CONTACT

    @classmethod
    def read(cls, told: Any) -> "Source":
        """ValueError: it is none."""
        if isinstance(told, str):
            return cls(value=told)
        if isinstance(told, dict) and "from" not in told:
            return cls(value=told)  # of what is no words, the Cloud API's own object
        if not isinstance(told, dict) or not set(told) <= {"from", "value", "field", "fallback"}:
            raise ValueError
        kind, field, fallback = told.get("from", FIXED), told.get("field", ""), told.get("fallback", "")
        if kind not in {*KINDS, FIELD} or not isinstance(field, str) or not isinstance(fallback, str):
            raise ValueError
        return cls(kind, told.get("value", ""), field, fallback)

    def as_json(self) -> dict[str, Any]:
        told = {"value": self.value, "field": self.field, "fallback": self.fallback}
        return {"from": self.kind} | {key: value for key, value in told.items() if value}


Sources = Mapping[str, Source]  # by the places' keys


def read(told: Any) -> dict[str, Source]:
    """As it was kept or sent to us. ValueError: it is no such thing."""
    if not isinstance(told, dict):
        raise ValueError
    return {str(key): Source.read(each) for key, each in told.items()}


def as_json(sources: Sources) -> dict[str, Any]:
    return {key: source.as_json() for key, source in sources.items()}


def faults(wanted: list[Place], sources: Sources, fields: Mapping[str, Field]) -> Iterator[Fault]:
    """What stands against filling it in like this, for anybody. `fields`: all there are, by their keys."""
    for place in wanted:
        source = sources.get(place.key)
        if source is None or (source.kind == FIXED and source.value in ("", None, {})):
            if place.needed:
                yield Fault(place.key, "required", _("Say what goes in here."))
        elif not place.takes_words:
            if source.kind != FIXED or not isinstance(source.value, dict):
                yield Fault(place.key, "invalid", _("No words go in here."))
        elif source.kind == FIELD and source.field not in fields:
            yield Fault(place.key, "does_not_exist", _("There is no such field of contacts any more."))
        elif source.needs_fallback and not source.fallback.strip():
            yield Fault(place.key, "required", _("Say what goes in here for those of whom it is not known."))
        else:
            yield from of_words(place, source.fallback if source.needs_fallback else source.value)
    for key in sorted(set(sources) - {place.key for place in wanted}):
        yield Fault(key[:60], "unknown", _("This template has no such place."))


def of_words(place: Place, words: Any) -> Iterator[Fault]:
    """Whether these may stand in that place."""
    if not isinstance(words, str):
        yield Fault(place.key, "invalid", _("This must be words."))
    elif NOT_IN_TEXT.search(words):
        told = _("What is filled in may have no line breaks or tabs, and no more than 4 spaces in a row.")
        yield Fault(place.key, "invalid", told)
    elif len(words) > place.most:
        told = _("This may have %(limit)d characters; it has %(found)d.") % {"limit": place.most, "found": len(words)}
        yield Fault(place.key, "max_length", told, limit=place.most, found=len(words))
