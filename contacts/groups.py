"""Groups on WhatsApp: people who are spoken to together have one conversation, which is none of theirs."""

from collections.abc import Iterable
from datetime import datetime

from contacts.models import Contact, Identity
from contacts.resolving import Known


def stand_for(groups: Iterable[tuple[str, datetime]]) -> dict[str, Known]:
    """The contact that stands for each group, put on file where it is new. Groups are few: one by one."""
    found = {}
    for value, at in groups:
        if value not in found:
            identity = Identity.objects.filter(kind=Identity.Kind.GROUP, scope="", value=value).first()
            if not identity:
                contact = Contact.objects.create(created_at=at)
                identity = Identity.objects.create(
                    contact=contact, kind=Identity.Kind.GROUP, value=value, first_seen=at, last_seen=at
                )
            found[value] = Known(identity.contact_id, identity.pk)
    return found
