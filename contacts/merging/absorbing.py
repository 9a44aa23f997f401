"""WhatsApp said that two contacts are one person, or somebody of us did: what both have becomes what one has."""

from typing import Any

from django.db.models import Q

from contacts.consent import marks
from contacts.consent.ledger import opened
from contacts.merging import moving
from contacts.merging.blending import blend
from contacts.models import Contact, Suggestion

# The database derives the one; the other is about pairs and is looked after here.
BY_ITSELF = ("contacts.ConsentState", "contacts.Suggestion")


def absorb(*, keep: int, drop: int) -> None:
    """By WhatsApp's word, so for good. The caller has locked both, and moved what they said."""
    marks.move(drop=drop, keep=keep)
    carry_over(keep=keep, drop=drop)
    kept, gone = Contact.objects.get(pk=keep), Contact.objects.get(pk=drop)
    blend(kept, gone)
    remove(drop)


def carry_over(*, keep: int, drop: int) -> moving.Carried:
    """Everything that names the one names the other."""
    with opened():
        carried = moving.carry(Contact, drop=drop, keep=keep, leave=BY_ITSELF)
    moving.take(carried, Suggestion.objects.filter(Q(one=drop) | Q(other=drop)))
    for row in carried.taken.get("contacts.Suggestion", ()):
        _keep_doubt(row, keep=keep, drop=drop)
    return carried


def remove(contact: int) -> None:
    """Whatever still names them stops this, so nothing of theirs can go with them."""
    rows = Contact.objects.filter(pk=contact)
    with opened():
        rows._raw_delete(rows.db)


def _keep_doubt(row: dict[str, Any], *, keep: int, drop: int) -> None:
    """What was to be looked at between the one who is gone and a third is now between the one who stays and them."""
    third = row["other_id"] if row["one_id"] == drop else row["one_id"]
    if third != keep and row["state"] == Suggestion.State.OPEN:
        one, other = sorted((keep, third))
        Suggestion.objects.get_or_create(one_id=one, other_id=other, reason=row["reason"])
