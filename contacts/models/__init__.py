"""Who we talk to, and what they allow."""

from contacts.models.consent import ConsentEvent
from contacts.models.people import Contact, ContactKey, Identity, Label

__all__ = ["ConsentEvent", "Contact", "ContactKey", "Identity", "Label"]
