"""Where a place is, out of what people copy from maps. Nothing is asked of the map: the link itself has to say it."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
PAIR = re.compile(rf"{NUMBER}\s*[,;/\s]\s*{NUMBER}")
LINKED = re.compile(rf"(?:loc:)?{NUMBER}\s*[,;~]\s*{NUMBER}(?![\d.])")  # here a space may be part of an address
COMPASS = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*°?\s*([NS])[\s,;]*(\d{1,3}(?:\.\d+)?)\s*°?\s*([EW])\s*", re.I)
COMMAS = re.compile(r"\s*([+-]?\d{1,3}),(\d+)\s*[;\s]\s*([+-]?\d{1,3}),(\d+)\s*")  # as half the world writes it
PIN = re.compile(rf"!3d{NUMBER}!4d{NUMBER}")  # in links of Google's: the place, not the middle of the map
IN_PATH = re.compile(rf"[/@]{NUMBER},\s*{NUMBER}(?![\d.])")
OF_OSM = re.compile(rf"map=[\d.]+/{NUMBER}/{NUMBER}")
NAMED = ("q", "query", "ll", "daddr", "destination", "coordinate", "center", "sll", "cp")  # the surest first
SHORT = ("maps.app.goo.gl", "goo.gl", "g.co", "maps.apple", "bit.ly", "osm.org", "2gis.com", "her.is")
EAST_FIRST = ("yandex.", "2gis.")


class Place(NamedTuple):
    latitude: float
    longitude: float
    name: str = ""


class NotFound(Exception):
    """It does not say where; `reason` is for people."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


def find(text: str) -> Place:
    text = text.strip()
    place = _in_link(text) if re.match(r"(https?://|geo:|www\.)", text, re.I) else _written(text)
    if abs(place.latitude) > 90 or abs(place.longitude) > 180:
        raise NotFound(
            "out_of_range",
            _("There is no such place: the latitude goes from -90 to 90, the longitude from -180 to 180."),
        )
    return place


def _written(text: str) -> Place:
    if found := COMPASS.fullmatch(text):
        south, west = found[2].upper() == "S", found[4].upper() == "W"
        return Place(float(found[1]) * (-1 if south else 1), float(found[3]) * (-1 if west else 1))
    if found := COMMAS.fullmatch(text):
        return Place(float(f"{found[1]}.{found[2]}"), float(f"{found[3]}.{found[4]}"))
    if found := PAIR.fullmatch(text.strip("()[] ").replace("°", "")):
        return Place(float(found[1]), float(found[2]))
    raise NotFound("unreadable", _("This is neither a link to a map nor two numbers such as 38.7139, -9.1394."))


def _in_link(text: str) -> Place:
    try:
        link = urlsplit(text if ":" in text[:6] else f"https://{text}")
        host, asked = (link.hostname or "").lower(), parse_qs(link.query)
    except ValueError as error:
        raise NotFound("unreadable", _("This link is damaged. Copy it again.")) from error
    pair = _pair(link.scheme, unquote(link.path), asked, unquote(link.fragment))
    if pair:
        one, other = (float(number) for number in pair)
        if any(name in host for name in EAST_FIRST):
            one, other = other, one
        return Place(one, other, _name(link.path))
    if host in SHORT:
        raise NotFound(
            "short_link",
            _("This short link does not say where it leads. Open it, and copy the long link from the address bar."),
        )
    raise NotFound(
        "no_coordinates",
        _("This link has no coordinates in it. Open the place on the map and copy the link, or its two numbers."),
    )


def _pair(scheme: str, path: str, asked: dict[str, list[str]], fragment: str) -> tuple[str, str] | None:
    if scheme == "geo":
        found = LINKED.match(path)
        pinned = LINKED.match(asked.get("q", [""])[0])
        return _two(pinned or found)
    if found := PIN.search(path):
        return _two(found)
    if "mlat" in asked and "mlon" in asked:
        return _two(LINKED.fullmatch(f"{asked['mlat'][0]},{asked['mlon'][0]}"))
    for name in NAMED:
        if found := LINKED.match(asked.get(name, [""])[0]):
            return _two(found)
    return _two(IN_PATH.search(path.replace("+", " ")) or OF_OSM.search(fragment))


def _two(found: re.Match[str] | None) -> tuple[str, str] | None:
    return (found[1], found[2]) if found else None


def _name(path: str) -> str:
    """As Google writes it: /maps/place/Café+Central/@…"""
    found = re.search(r"/place/([^/@]+)", path)
    name = unquote_plus(found[1]) if found else ""
    return "" if LINKED.match(name) or re.match(r"\d+°", name) else name[:200]
