"""Who we talk to, and what they allow."""

from contacts.models.consent import ConsentEvent, ConsentState, Mark, Purpose
from contacts.models.imports import Import, ImportChange, ImportKey, ImportRow
from contacts.models.merging import Merge, Suggestion
from contacts.models.people import Contact, ContactKey, Identity, Label

__all__ = [
    "ConsentEvent",
    "ConsentState",
    "Contact",
    "ContactKey",
    "Identity",
    "Import",
    "ImportChange",
    "ImportKey",
    "ImportRow",
    "Label",
    "Mark",
    "Merge",
    "Purpose",
    "Suggestion",
]
