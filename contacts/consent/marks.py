"""What else stands against writing to somebody: they are blocked, restricted, perhaps a minor, or being erased."""

from django.db import transaction
from django.utils import timezone

from contacts.consent.ledger import locked
from contacts.models import Contact, Mark
from nxtchat.team.models import Agent


class NeedsReason(Exception):
    """Whoever limits what may be done with a person, or lifts it, says why."""


@transaction.atomic
def put(*, contact: Contact, kind: str, reason: str, by: Agent | None) -> bool:
    """Set the mark. False: it stands already."""
    reason = _reason(reason)
    if not locked([contact.pk]):
        return False
    _mark, is_new = Mark.objects.get_or_create(
        contact=contact, kind=kind, lifted_at=None, defaults={"reason": reason, "by": by}
    )
    return is_new


@transaction.atomic
def lift(*, contact: Contact, kind: str, reason: str, by: Agent | None) -> bool:
    """Take the mark away. False: there is none."""
    reason = _reason(reason)
    locked([contact.pk])
    standing = Mark.objects.filter(contact=contact, kind=kind, lifted_at=None)
    return bool(standing.update(lifted_at=timezone.now(), lifted_by=by, lifted_because=reason))


def move(*, drop: int, keep: int) -> None:
    """Two contacts are one person: what stands against either, stands against both."""
    both = Mark.objects.filter(contact=keep, lifted_at=None).values_list("kind", flat=True)
    Mark.objects.filter(contact=drop, lifted_at=None, kind__in=list(both)).update(lifted_at=timezone.now())
    Mark.objects.filter(contact=drop).update(contact=keep)


def _reason(reason: str) -> str:
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise NeedsReason
    return reason
