"""What WhatsApp tells us about a person in passing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from contacts.models import ConsentEvent, Contact, Identity


class Choice(NamedTuple):
    """Somebody allowed or forbade us something, by a button of WhatsApp."""

    contact: int
    purpose: str
    is_given: bool
    at: datetime
    wording: str


LONGEST = 200  # characters of an id; what is longer is none


def note_ids(*, contact: Contact, wa_id: str = "", bsuid: str = "", scope: str = "") -> None:
    """Keep ids that WhatsApp named for this contact. An id that is somebody else's already stays theirs."""
    named = ((Identity.Kind.WA_ID, wa_id, ""), (Identity.Kind.BSUID, bsuid, scope))
    Identity.objects.bulk_create(
        [
            Identity(contact=contact, kind=kind, value=value, scope=of)
            for kind, value, of in named
            if 0 < len(value) <= LONGEST
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def note_opt_outs(told: Mapping[int, datetime]) -> None:
    """These contacts want no marketing, as WhatsApp's refusal of a message of ours said at that time."""
    there = Contact.objects.filter(pk__in=told).order_by("pk").select_for_update(no_key=True)
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(contact_id=contact, is_given=False, at=told[contact], source=ConsentEvent.Source.REFUSAL)
            for contact in there.values_list("pk", flat=True)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def note_preferences(choices: Sequence[Choice]) -> None:
    """What people chose in WhatsApp, each word of it once."""
    there = (
        Contact.objects.filter(pk__in={one.contact for one in choices}).order_by("pk").select_for_update(no_key=True)
    )
    list(there.values_list("pk"))
    ConsentEvent.objects.bulk_create(
        [
            ConsentEvent(
                contact_id=one.contact,
                purpose=one.purpose,
                is_given=one.is_given,
                at=one.at,
                source=ConsentEvent.Source.WHATSAPP,
                wording=one.wording,
            )
            for one in choices
        ],
        ignore_conflicts=True,
    )
