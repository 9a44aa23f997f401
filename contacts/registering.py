"""Somebody whom another program names by their number: on file already, in whatever spelling, or put there now."""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from contacts import access, numbers
from contacts.above import erased
from contacts.lookups import Id, find, take_turn
from contacts.models import ConsentState, Contact, Identity
from contacts.problems import WORDS, Problem
from contacts.spelling import digits, region, search_keys
from nxtchat.team.models import Agent
from nxtchat.whatsapp.models import Number


class CannotRegister(Exception):
    """This person cannot be put on file, or not by this agent. `code` is one of the words of problems.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def reason(self) -> str:
        return str(WORDS[self.code])


@dataclass(frozen=True)
class Found:
    contact: Contact
    is_new: bool
    people: frozenset[int]  # everybody who has or had the number, in any spelling


def number_of(typed: str, *, country: str = "") -> str:
    """The number with its country's code; Problem says why there is none. Nobody guesses between two countries."""
    text = typed.strip()
    if not country and not text.startswith("00") and not {"+", "\uff0b"} & {*text}:
        country = _home()
        if not country:
            raise Problem("no_country")
    return numbers.digits(text, country=country)


@transaction.atomic
def register(*, number: str, by: Agent) -> Found:
    """Whoever has the number, else whoever had it, else somebody new. CannotRegister: erased, or another team's."""
    keys = _keys(number)
    if erased({key[1:] for key in keys}):
        raise CannotRegister("erased")
    with connection.cursor() as cursor:
        take_turn(cursor, [number])
    for _chance in range(3):
        with connection.cursor() as cursor:
            known = find(cursor, set(keys))
        if contact_id := known.first(keys):
            contact = access.contacts(by).filter(pk=contact_id).first()
            if contact is None:
                raise CannotRegister("not_yours")
            return Found(contact, is_new=False, people=frozenset(known.of(keys)))
        try:
            with transaction.atomic():
                contact = Contact.objects.create()
                Identity.objects.create(contact=contact, kind=Identity.Kind.PHONE, value=number)
                return Found(contact, is_new=True, people=frozenset({contact.pk}))
        except IntegrityError:  # somebody else put them on file at the same moment
            continue
    raise RuntimeError("a number was taken and given up three times in a row")


def said_no(found: Found, purpose: str) -> bool:
    """Did they, or anybody else by this number, say no to this?"""
    return ConsentState.objects.filter(contact__in=found.people, purpose=purpose, is_given=False).exists()


def _home() -> str:
    """The country that all our own numbers are of; empty where there are several."""
    homes = {region(digits(phone)) for phone in Number.objects.values_list("display_phone", flat=True)} - {""}
    return homes.pop() if len(homes) == 1 else ""


def _keys(number: str) -> list[Id]:
    """The likeliest first: WhatsApp's own word for a number, then ours; as it is written, then as it may be."""
    kinds = (Identity.Kind.WA_ID.value, Identity.Kind.PHONE.value)
    return [("", kind, value) for kind in kinds for value in search_keys(number)]
