"""What a contact's page says about consent."""

from django import template

from contacts.above import above
from contacts.consent.queries import state
from contacts.models import Contact, Purpose

register = template.Library()


@register.inclusion_tag("contacts/_consent.html")
def consent_of(contact: Contact) -> dict:
    """What holds for each purpose, what stands against writing to them, and everything that was said, newest first."""
    events = list(contact.consent_events.select_related("by")[:50])
    proofs = above().addresses([event.message for event in events if event.message])
    held = state(contact)
    return {
        "contact": contact,
        "purposes": [(Purpose(one).label, held.get(one)) for one in Purpose.values],
        "marks": contact.marks.filter(lifted_at=None).select_related("by"),
        "at_whatsapp": above().blocked(contact),
        "events": [(event, _purpose(event.purpose), proofs.get(event.message or 0)) for event in events],
    }


def _purpose(word: str) -> str:
    return str(Purpose(word).label) if word in Purpose.values else word
