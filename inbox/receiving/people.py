"""What we are told about people rather than by them: their entry in a phone book, what they want to be sent."""

from collections.abc import Sequence
from datetime import datetime

from contacts import consent, phonebook
from contacts.models import ConsentEvent, Purpose
from contacts.resolving import Sighting, resolve
from inbox import telling
from inbox.receiving import joining
from inbox.receiving.lines import Line
from nxtchat.whatsapp.events_types import PhonebookEntry, Preference

CHOICES = {"stop": False, "resume": True}
PURPOSES = {"marketing_messages": Purpose.MARKETING.value}


def note_phonebook(told: Sequence[tuple[Line, PhonebookEntry]]) -> None:
    """Somebody who is only taken out of a phone book is no reason to put them on file."""
    resolved = resolve([Sighting(one.whom, line.scope, one.at, only_known=not one.name) for line, one in told])
    joining.follow(resolved)
    names: dict[int, tuple[datetime, str]] = {}
    for (_line, one), known in zip(told, resolved.known, strict=True):
        if known:
            contact = resolved.joined.get(known.contact, known.contact)
            names[contact] = max(names.get(contact, (one.at, one.name)), (one.at, one.name))
    changed = phonebook.keep(names)
    telling.contacts_changed(changed)


def understands(preference: Preference) -> bool:
    """Meta may think of other choices. What is neither yes nor no to us is nobody's word on anything."""
    return preference.choice in CHOICES and bool(preference.category) and not preference.customer.is_nobody


def note_preferences(told: Sequence[tuple[Line, Preference]]) -> None:
    resolved = resolve([Sighting(one.customer, line.scope, one.at) for line, one in told])
    joining.follow(resolved)
    said = [
        consent.Said(
            contact=resolved.joined.get(known.contact, known.contact),
            purpose=PURPOSES.get(one.category, one.category)[:20],
            is_given=CHOICES[one.choice],
            at=one.at,
            source=ConsentEvent.Source.WHATSAPP,
            wording=one.wording,
        )
        for (_line, one), known in zip(told, resolved.known, strict=True)
        if known
    ]
    consent.record(said)
    telling.contacts_changed({one.contact for one in said})
