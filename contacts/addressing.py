"""Somebody we write to first: on file already, or put there now."""

from django.db import IntegrityError, connection, transaction

from contacts.lookups import take_turn
from contacts.models import Contact, Identity
from nxtchat.whatsapp.phones import spellings


def reach(*, phone: str = "", bsuid: str = "", scope: str = "") -> Identity:
    """The id that has this address, of whoever it belongs to. `phone`: digits, with the country's code."""
    for _chance in range(3):
        found = _known(phone=phone, bsuid=bsuid, scope=scope)
        if found:
            return found
        kind = Identity.Kind.PHONE if phone else Identity.Kind.BSUID
        try:
            with transaction.atomic():
                if phone:
                    with connection.cursor() as cursor:
                        take_turn(cursor, [phone])
                    if found := _known(phone=phone, bsuid=bsuid, scope=scope):
                        return found
                return Identity.objects.create(
                    contact=Contact.objects.create(), kind=kind, value=phone or bsuid, scope="" if phone else scope
                )
        except IntegrityError:  # somebody else put them on file at the same moment
            continue
    raise RuntimeError("an address was taken and given up three times in a row")


def _known(*, phone: str, bsuid: str, scope: str) -> Identity | None:
    """WhatsApp's own spelling of a number first: it is where an answer goes."""
    known = Identity.objects.select_related("contact").filter(replaced_by=None)
    if bsuid:
        return known.filter(kind=Identity.Kind.BSUID, value=bsuid, scope=scope).first()
    written = known.filter(kind=Identity.Kind.WA_ID, value__in={phone, *spellings(phone)}).order_by("-last_seen")
    return written.first() or known.filter(kind=Identity.Kind.PHONE, value=phone).first()
