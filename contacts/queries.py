"""Lists of people, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import F, Q, QuerySet

from contacts import finding
from contacts.finding import EVERYBODY
from contacts.models import Contact
from contacts.models.people import sought

PAGE = 50
COUNTED = 1_000  # as far as a list counts by itself

NAME, HEARD, CREATED = "name", "heard", "created"


@dataclass(frozen=True)
class Page:
    contacts: list[Contact]
    after: int | None  # the next page begins after this contact


@dataclass(frozen=True)
class Count:
    """How many there are, as far as anybody counted."""

    number: int
    is_all: bool = True


def page(
    among: Sequence[QuerySet[Contact]], *, sort: str = CREATED, after: int | None = None, size: int = PAGE
) -> Page:
    """The page goes on by what stands in the last row, so nobody is skipped or shown twice.

    `among`: parts without anybody in common; each is read through an index of its own.
    """
    last = Contact.objects.annotate(sought=sought()).filter(pk=after).first() if after else None
    of_part = {NAME: _by_name, HEARD: _by_last_heard}.get(sort, _by_created)
    found = islice(merge(*(of_part(part, last, size + 1) for part in among)), size + 1)
    rows = _with_what_rows_show([pk for _place, pk in found])
    return Page(contacts=rows[:size], after=rows[size - 1].pk if len(rows) > size else None)


def named(q: str, *, seen: Sequence[Q] = EVERYBODY, contact: str = "") -> Q:
    """By parts of the name, of the username, or of the number however it is written; see finding.py for how many.

    `seen`: whom whoever asks may see, as conditions on contacts. `contact`: how the rows that are filtered lead to
    their contact, such as "contact__".
    """
    return Q(**{f"{contact}pk__in": finding.these(finding.found(q, seen=seen).ids)})


def count(among: Sequence[QuerySet], *, most: int | None = COUNTED) -> Count:
    """Counted as far as `most`, which is quick; None: all of them, which takes its time."""
    number = 0
    for part in among:
        rows = part.order_by().values("pk")
        number += (rows if most is None else rows[: most + 1 - number]).count()
        if most is not None and number > most:
            return Count(most, is_all=False)
    return Count(number)


# Each answers with (where it stands in the order, its id), and what comes first is smaller.
Place = tuple[tuple, int]


def _by_created(among: QuerySet[Contact], last: Contact | None, most: int) -> list[Place]:
    if last:
        before = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
        among = among.filter(before, created_at__lte=last.created_at)
    rows = among.order_by("-created_at", "-pk").values_list("created_at", "pk")[:most]
    return [((-at.timestamp(), -pk), pk) for at, pk in rows]


def _by_name(among: QuerySet[Contact], last: Contact | None, most: int) -> list[Place]:
    among = among.annotate(sought=sought())
    if last:
        place = last.sought  # type: ignore[attr-defined]
        among = among.filter(Q(sought__gt=place) | Q(sought=place, pk__gt=last.pk), sought__gte=place)
    rows = among.order_by("sought", "pk").values_list("sought", "pk")[:most]
    return [((name, pk), pk) for name, pk in rows]


def _by_last_heard(among: QuerySet[Contact], last: Contact | None, most: int) -> list[Place]:
    """Those who never wrote come after all others; both parts go through the index."""
    order = (F("last_heard_at").desc(nulls_last=True), F("pk").desc())
    heard, silent = among.filter(last_heard_at__isnull=False), among.filter(last_heard_at=None)
    found: list[Place] = []
    if not last or last.last_heard_at:
        if last:
            at = last.last_heard_at
            heard = heard.filter(Q(last_heard_at__lt=at) | Q(last_heard_at=at, pk__lt=last.pk), last_heard_at__lte=at)
        rows = heard.order_by(*order).values_list("last_heard_at", "pk")[:most]
        found = [((False, -at.timestamp(), -pk), pk) for at, pk in rows if at]
    else:
        silent = silent.filter(pk__lt=last.pk)
    if len(found) < most:
        ids = silent.order_by(*order).values_list("pk", flat=True)[: most - len(found)]
        found += [((True, 0, -pk), pk) for pk in ids]
    return found


def _with_what_rows_show(ids: list[int]) -> list[Contact]:
    """In the order of the ids."""
    rows = Contact.objects.prefetch_related("identities", "labels", "groups").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]
