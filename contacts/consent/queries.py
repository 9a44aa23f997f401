"""What holds now, for one person and for a million."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from contacts.models import ConsentState, Contact, Mark, Purpose

SET_ASIDE = (Mark.Kind.RESTRICTED, Mark.Kind.ERASED)  # kept, and used for nothing


def state(contact: Contact | int) -> dict[str, ConsentState]:
    """By purpose; what was never spoken of is missing."""
    return {held.purpose: held for held in ConsentState.objects.filter(contact=contact)}


def with_consent(purpose: str, *, contact: str = "") -> Q:
    """Those who said yes. `contact`: how the rows that are filtered lead to their contact, such as "contact__"."""
    return _among(purpose, contact, is_given=True)


def opted_out(purpose: str, *, contact: str = "") -> Q:
    """Those who said no."""
    return _among(purpose, contact, is_given=False)


def marked(kinds: Iterable[str], *, contact: str = "") -> Q:
    """Those who are blocked, restricted, perhaps minors or being erased."""
    return Q(Exists(Mark.objects.filter(kind__in=list(kinds), lifted_at=None, contact=OuterRef(f"{contact}pk"))))


def processable(*, contact: str = "") -> Q:
    """Those whose data may be used: everybody but who is restricted or being erased. All lists ask for this."""
    return ~marked(SET_ASIDE, contact=contact)


def may_be_sent(purpose: str, *, contact: str = "") -> Q:
    """The audience of something that is said to many: who said yes, and whom nothing else stands against."""
    kinds = {*Mark.Kind.values} - ({Mark.Kind.MINOR} if purpose != Purpose.MARKETING else set())
    return with_consent(purpose, contact=contact) & ~marked(kinds, contact=contact)


def _among(purpose: str, contact: str, *, is_given: bool) -> Q:
    """Asked of each: among a million, those of whom it is not true are not found by a list of those of whom it is."""
    held = ConsentState.objects.filter(purpose=purpose, is_given=is_given, contact=OuterRef(f"{contact}pk"))
    return Q(Exists(held))
