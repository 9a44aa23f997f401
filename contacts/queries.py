"""Finding people."""

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from contacts.models import Contact, Identity

PAGE = 50
LONGEST = 100  # characters of a search that are looked at


@dataclass(frozen=True)
class Page:
    contacts: list[Contact]
    before: int | None  # ask for those who came before this one


def page(among: QuerySet[Contact], *, q: str = "", before: int | None = None) -> Page:
    """The newest first; the next page begins behind the last, so nobody is skipped or shown twice."""
    found = among.filter(named(q)) if q else among
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk").prefetch_related("identities", "labels")[: PAGE + 1])
    return Page(contacts=rows[:PAGE], before=rows[PAGE - 1].pk if len(rows) > PAGE else None)


def named(q: str, *, contact: str = "") -> Q:
    """By a part of the name, of the username, or of the number however it is spaced.

    `contact`: how the rows that are filtered lead to their contact, such as "contact__".
    """
    q = q.replace("\0", "")[:LONGEST]
    ids = Identity.objects.filter(contact=OuterRef(f"{contact}pk"))
    theirs = Q(Exists(ids.filter(kind=Identity.Kind.USERNAME, value__icontains=q.removeprefix("@"))))
    digits = re.sub(r"\D", "", q)
    if len(digits) >= 3:
        phones = (Identity.Kind.WA_ID, Identity.Kind.PHONE)
        theirs |= Q(Exists(ids.filter(kind__in=phones, value__contains=digits)))
    return Q(**{f"{contact}name__icontains": q}) | Q(**{f"{contact}profile_name__icontains": q}) | theirs
