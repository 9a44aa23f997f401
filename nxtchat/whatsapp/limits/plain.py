"""What the kinds of message that are not interactive may hold."""

import re
from typing import Any

from django.utils.translation import gettext as _

from nxtchat.whatsapp.limits import emoji
from nxtchat.whatsapp.limits.measuring import (
    Fault,
    Faults,
    Object,
    address,
    at,
    entries,
    inner,
    invalid,
    missing,
    number,
    only,
    text,
    yes_or_no,
)

TEXT = 4096
CAPTION = 1024
CONTACTS = 257
FILES = ("image", "video", "audio", "document", "sticker")
MORE_OF_FILE = {"image": {"caption"}, "video": {"caption"}, "document": {"caption", "filename"}, "audio": {"voice"}}


def text_message(content: Object) -> Faults:
    yield from only(content, {"body", "preview_url"}, "")
    yield from text(content, "body", "", what=_("The text"), most=TEXT)
    yield from yes_or_no(content, "preview_url", "", what=_("Whether a link is previewed"))


def file(kind: str, content: Object, *, files: int, where: str = "") -> Faults:
    """One file: brought here by somebody, or fetched by WhatsApp from an address. `files`: how many were brought."""
    more = MORE_OF_FILE.get(kind, set())
    yield from only(content, {"link", *more}, where)
    if files + ("link" in content) != 1:
        yield Fault(
            at(where, "id"), "required", _("A message of this kind has exactly one file."), limit=1, found=files
        )
    yield from address(content, "link", where, what=_("The address of the file"), needed=False)
    if "caption" in more:
        yield from text(content, "caption", where, what=_("A caption"), most=CAPTION, needed=False)
    if "filename" in more:
        yield from text(content, "filename", where, what=_("A file's name"), most=240, needed=False)
    yield from yes_or_no(content, "voice", where, what=_("Whether it is a voice message"))


def location(content: Object, where: str = "") -> Faults:
    yield from only(content, {"latitude", "longitude", "name", "address"}, where)
    for axis, what, most in (("latitude", _("The latitude"), 90), ("longitude", _("The longitude"), 180)):
        if axis not in content:
            yield missing(at(where, axis), what)
        elif not _is_coordinate(content[axis], most):
            words = _("%(what)s must be a number from -%(most)d to %(most)d.") % {"what": what, "most": most}
            yield invalid(at(where, axis), words)
    yield from text(content, "name", where, what=_("The name of a place"), most=1000, needed=False)
    yield from text(content, "address", where, what=_("The address of a place"), most=1000, needed=False)


def _is_coordinate(value: Any, most: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    if isinstance(value, str) and not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,30})?", value, re.ASCII):
        return False
    return -most <= float(value) <= most if not isinstance(value, int) else -most <= value <= most


def contact_cards(cards: list[Any]) -> Faults:
    yield from number(len(cards), "", what=_("Contact cards"), least=1, most=CONTACTS)
    for place, card in enumerate(cards[:CONTACTS]):
        if isinstance(card, dict):
            yield from _card(card, str(place))
        else:
            yield invalid(str(place), _("A contact card must be an object."))


LISTS = {
    "phones": ("phone", {"phone", "type", "wa_id"}),
    "emails": ("email", {"email", "type"}),
    "urls": ("url", {"url", "type"}),
    "addresses": ("", {"street", "city", "state", "zip", "country", "country_code", "type"}),
}
NAMES = {"formatted_name", "first_name", "last_name", "middle_name", "suffix", "prefix"}
ORG = {"company", "department", "title"}


def _card(card: Object, where: str) -> Faults:
    yield from only(card, {"name", "org", "birthday", *LISTS}, where)
    name = yield from inner(card, "name", where, what=_("The name of a contact"))
    yield from _words(name, NAMES, at(where, "name"))
    if name:
        what = _("The full name of a contact")
        yield from text(name, "formatted_name", at(where, "name"), what=what, most=1000)
        if not any(name.get(part) for part in NAMES - {"formatted_name"}):
            words = _("Beside the full name, WhatsApp wants one part of it, such as the first name.")
            yield Fault(at(where, "name", "first_name"), "required", words)
    org = yield from inner(card, "org", where, what=_("The company of a contact"), needed=False)
    yield from _words(org, ORG, at(where, "org"))
    for key, (needed, keys) in LISTS.items():
        listed = yield from entries(card, key, where, what=_("Numbers and addresses of a contact"), most=50, least=0)
        for place, entry in enumerate(listed):
            yield from _words(entry, keys, at(where, key, place))
            if needed:
                what = _("What this entry is about")
                yield from text(entry, needed, at(where, key, place), what=what, most=1000)
    birthday = card.get("birthday")
    if birthday is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(birthday), re.ASCII):
        yield invalid(at(where, "birthday"), _("A birthday is written like 1990-12-31."))


def _words(holder: Object, keys: set[str], where: str) -> Faults:
    yield from only(holder, keys, where)
    for key in sorted(keys & set(holder)):
        yield from text(holder, key, where, what=_("An entry of a contact"), most=1000, needed=False)


def reaction(content: Object) -> Faults:
    """`{"emoji": "👍"}`; an empty one takes the reaction back."""
    yield from only(content, {"emoji"}, "")
    found = content.get("emoji")
    if not isinstance(found, str) or (found and not emoji.is_one(found)):
        yield invalid("emoji", _("A reaction is exactly one emoji; none takes it back."))
