"""One template, filled in for many people: two or three questions to the database for each batch, the rest is words."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from contacts.models import Field
from nxtchat.whatsapp.limits import Fault
from templates_app import languages
from templates_app.design import VARIABLE, Design
from templates_app.filling import making, sources
from templates_app.filling.people import people, word_of
from templates_app.filling.places import BODY_LENGTH, CARD_LENGTH, HEADER_LENGTH, LINK, OFFER_LENGTH, Place, places
from templates_app.filling.sources import FIXED, Source, Sources
from templates_app.models import Template

RESERVED = "%:/?#[]@!$&'()*+,;=~"  # what somebody who writes the end of a link means to write


@dataclass(frozen=True, slots=True)
class Filled:
    """What one contact would get. With faults it cannot be sent to them."""

    contact: int
    values: dict[str, Any]  # by the places' keys
    wanted: tuple[Place, ...]
    faults: tuple[Fault, ...] = ()
    unknown: tuple[str, ...] = ()  # places whose fallback was taken

    @property
    def components(self) -> making.Components:
        """As the Cloud API takes them."""
        return making.made_of(self.wanted, self.values)

    @property
    def length(self) -> int:
        return sum(len(self.values[place.key]) for place in self.wanted if place.takes_words)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with places in it, which may become too long."""

    length: int  # without the places
    keys: tuple[str, ...]  # of the places, each as often as it stands there
    most: int


class Filling:
    """A template and where the words come from that go into it.

    `faults` are those of the filling itself: with any of them nobody gets it. Those of one contact are in what
    `of` returns for them.
    """

    def __init__(self, template: Template, filled_from: Sources, *, agent: str = "") -> None:
        """`agent`: the name of who sends it."""
        self.template, self.sources, self.agent = template, filled_from, agent

    @cached_property
    def design(self) -> Design:
        return self.template.design

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return tuple(places(self.design))

    @cached_property
    def faults(self) -> list[Fault]:
        return list(sources.faults(list(self.places), self.sources, self._fields))

    def of(self, contacts: Collection[int]) -> dict[int, Filled]:
        """Filled in for each of them that is still there. Ask only where `faults` are none."""
        used = {place.key: self.sources[place.key] for place in self.places if place.key in self.sources}
        found = people(contacts, used.values())
        with translation.override(self._language):
            words = {key: word_of(source, fields_by_key=self._fields, agent=self.agent) for key, source in used.items()}
            read = {pk: {key: word(person) for key, word in words.items()} for pk, person in found.items()}
        return {pk: self._filled(pk, values) for pk, values in read.items()}

    def _filled(self, contact: int, values: dict[str, Any]) -> Filled:
        unknown: list[str] = []
        faults: list[Fault] = []
        for place in self.places:
            source = self.sources.get(place.key)
            if source is None or not place.takes_words:
                continue
            if source.needs_fallback and not values[place.key]:
                values[place.key] = source.fallback
                unknown.append(place.key)
            elif source.kind != FIXED:
                faults += sources.of_words(place, values[place.key])
            if place.kind == LINK:
                values[place.key] = _of_link(source, values[place.key])
        for text in self._texts:
            found = text.length + sum(len(values.get(key, "")) for key in text.keys)
            if found > text.most:
                told = {"found": found, "limit": text.most}
                words = _("With these values the text has %(found)d characters; it may have %(limit)d.") % told
                faults.append(Fault(text.keys[0], "max_length", words, limit=text.most, found=found))
        return Filled(contact, values, self.places, tuple(faults), tuple(unknown))

    @property
    def _language(self) -> str:
        return languages.spoken(self.template.language)

    @cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.key: field for field in Field.objects.all()}

    @cached_property
    def _texts(self) -> list[_Text]:
        design = self.design
        body = OFFER_LENGTH if design.offer else BODY_LENGTH
        found = [_text("header", None, design.header.text, HEADER_LENGTH), _text("body", None, design.body, body)]
        found += [_text("body", number, card.body, CARD_LENGTH) for number, card in enumerate(design.cards)]
        return [text for text in found if text.keys and set(text.keys) <= {place.key for place in self.places}]


def _text(part: str, card: int | None, text: str, most: int) -> _Text:
    before = "" if card is None else f"card_{card}_"
    keys = tuple(f"{before}{part}_{name}" for name in VARIABLE.findall(text))
    return _Text(len(VARIABLE.sub("", text)), keys, most)


def _of_link(source: Source, words: str) -> str:
    """In an address some signs mean something; what is known of a contact may mean nothing."""
    return quote(words, safe=RESERVED if source.kind == FIXED else "")
