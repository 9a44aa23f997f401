"""What WhatsApp tells us about a person in passing."""

from contacts.models import Contact, Identity

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
