"""Who we talk to, and what they allow."""

from contacts.models.actions import Action, Change
from contacts.models.consent import ConsentEvent, ConsentState, Mark, Purpose, Wording
from contacts.models.fields import Field
from contacts.models.imports import Import, ImportChange, ImportKey, ImportRow
from contacts.models.merging import Merge, Suggestion
from contacts.models.notes import ContactNote, Favourite, ListLook
from contacts.models.people import Contact, ContactKey, Identity, Label
from contacts.models.segments import Group, Segment

__all__ = [
    "Action",
    "Change",
    "ConsentEvent",
    "ConsentState",
    "Contact",
    "ContactKey",
    "ContactNote",
    "Favourite",
    "Field",
    "Group",
    "Identity",
    "Import",
    "ImportChange",
    "ImportKey",
    "ImportRow",
    "Label",
    "ListLook",
    "Mark",
    "Merge",
    "Purpose",
    "Segment",
    "Suggestion",
    "Wording",
]
