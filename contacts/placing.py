"""Which country a contact's number is of. Whoever puts contacts on file need not know: a sweep looks, in batches."""

from django.db import connection, transaction

from contacts.models import Contact, Identity
from contacts.models.people import UNPLACED
from contacts.spelling import region
from nxtchat.unnesting import columns

BATCH = 2_000


def place_some() -> bool:
    """Look at one batch of those nobody has looked at. False: there are none."""
    with transaction.atomic():
        unplaced = Contact.objects.filter(country=UNPLACED).order_by("pk")
        locked = unplaced.select_for_update(no_key=True, skip_locked=True)
        ids = list(locked.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return False
        numbers: dict[int, str] = {}
        for kind in (Identity.Kind.WA_ID, Identity.Kind.PHONE):  # WhatsApp's own word first
            known = Identity.objects.filter(contact__in=ids, kind=kind, replaced_by=None).order_by("-last_seen")
            for contact, value in known.values_list("contact_id", "value"):
                numbers.setdefault(contact, value)
        rows = [(pk, region(numbers[pk]) if pk in numbers else "") for pk in ids]
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE contacts_contact c SET country = n.country
                   FROM unnest(%s::bigint[], %s::text[]) AS n(id, country) WHERE c.id = n.id""",
                columns(rows, width=2),
            )
    return True
