"""Whom does `to` or `recipient` mean?"""

import re
from typing import Any

from nxtchat.whatsapp.pretend.server.asking import invalid
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Line, Person, country_code
from nxtchat.whatsapp.pretend.server.world import World

BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
PHONE = re.compile(r"\+?[\d\s\-().]+")


def addressee(body: dict[str, Any], *, line: Line, world: World) -> tuple[Person, bool]:
    """The person, and whether it was addressed by its user id. `to` wins over `recipient`."""
    to = body.get("to")
    if to:
        if not isinstance(to, str):
            raise Refusal(100, "Param to must be a string.")
        return _by_phone(to, line=line, world=world), False
    recipient = body["recipient"]
    if not isinstance(recipient, str) or not BSUID.fullmatch(recipient):
        raise invalid("recipient", "is not a business-scoped user id")
    person = world.person_by_bsuid(recipient, business_id=world.waba_of(line).business_id)
    if person is None:
        raise Refusal(131026)
    return person, True


def _by_phone(to: str, *, line: Line, world: World) -> Person:
    if not PHONE.fullmatch(to.strip()):
        raise invalid("to", "is not a valid phone number")
    number = "".join(re.findall(r"\d", to, re.ASCII))
    if not to.strip().startswith("+"):
        number = country_code(line.digits) + number  # as documented: without a plus, our own country is meant
    if not 7 <= len(number) <= 15:
        raise invalid("to", "is not a valid phone number")
    if number == line.digits:
        raise Refusal(131021)
    known = next((each for each in variants(number) if each in world.people), None)
    if known:
        return world.people[known]
    stranger = Person(phone=_as_whatsapp_writes_it(number))
    world.keep(stranger)
    return stranger


def variants(number: str) -> list[str]:
    """Brazil's ninth digit, Mexico's 1 and Argentina's 9 are on WhatsApp sometimes there and sometimes not."""
    others = []
    if match := re.fullmatch(r"(55\d\d)9(\d{8})", number):
        others.append(match[1] + match[2])
    elif match := re.fullmatch(r"(55\d\d)(\d{8})", number):
        others.append(f"{match[1]}9{match[2]}")
    for code, extra in (("52", "1"), ("54", "9")):
        if match := re.fullmatch(rf"{code}{extra}(\d{{10}})", number):
            others.append(code + match[1])
        elif match := re.fullmatch(rf"{code}(\d{{10}})", number):
            others.append(code + extra + match[1])
    return [number, *others]


def _as_whatsapp_writes_it(number: str) -> str:
    return re.sub(r"^52(\d{10})$", r"521\1", number)
