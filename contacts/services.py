"""What agents do with a contact."""

from django.db import transaction

from contacts.above import above
from contacts.models import Contact


@transaction.atomic
def rename(*, contact: Contact, name: str) -> None:
    """Call the person this from now on; with no name, what they call themselves."""
    contact.name = name.replace("\0", "").strip()
    contact.save(update_fields=["name"])
    above().changed(contact)
