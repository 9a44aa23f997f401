"""Lists of people, a page at a time."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from contacts import finding
from contacts.models import Contact
from contacts.models.people import sought

PAGE = 50
COUNTED = 10_000  # as far as a list counts by itself

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


def page(among: QuerySet[Contact], *, sort: str = CREATED, after: int | None = None, size: int = PAGE) -> Page:
    """The page goes on by what stands in the last row, so nobody is skipped or shown twice."""
    last = Contact.objects.annotate(sought=sought()).filter(pk=after).first() if after else None
    found = {NAME: _by_name, HEARD: _by_last_heard}.get(sort, _by_created)(among, last, size + 1)
    rows = _with_what_rows_show(found)
    return Page(contacts=rows[:size], after=rows[size - 1].pk if len(rows) > size else None)


def named(q: str, *, contact: str = "") -> Q:
    """By parts of the name, of the username, or of the number however it is written; see finding.py for how many.

    `contact`: how the rows that are filtered lead to their contact, such as "contact__".
    """
    return Q(**{f"{contact}pk__in": finding.found(q)})


def count(among: QuerySet, *, most: int | None = COUNTED) -> Count:
    """Counted as far as `most`, which is quick; None: all of them, which takes its time."""
    rows = among.order_by().values("pk")
    number = (rows if most is None else rows[: most + 1]).count()
    return Count(number) if most is None or number <= most else Count(most, is_all=False)


def _by_created(among: QuerySet[Contact], last: Contact | None, most: int) -> list[int]:
    if last:
        before = Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
        among = among.filter(before, created_at__lte=last.created_at)
    return _ids(among.order_by("-created_at", "-pk"), most)


def _by_name(among: QuerySet[Contact], last: Contact | None, most: int) -> list[int]:
    among = among.annotate(sought=sought())
    if last:
        place = last.sought  # type: ignore[attr-defined]
        among = among.filter(Q(sought__gt=place) | Q(sought=place, pk__gt=last.pk), sought__gte=place)
    return _ids(among.order_by("sought", "pk"), most)


def _by_last_heard(among: QuerySet[Contact], last: Contact | None, most: int) -> list[int]:
    """Those who never wrote come after all others; both parts go through the index."""
    order = (F("last_heard_at").desc(nulls_last=True), F("pk").desc())
    heard, silent = among.filter(last_heard_at__isnull=False), among.filter(last_heard_at=None)
    found: list[int] = []
    if not last or last.last_heard_at:
        if last:
            at = last.last_heard_at
            heard = heard.filter(Q(last_heard_at__lt=at) | Q(last_heard_at=at, pk__lt=last.pk), last_heard_at__lte=at)
        found = _ids(heard.order_by(*order), most)
    else:
        silent = silent.filter(pk__lt=last.pk)
    return found + (_ids(silent.order_by(*order), most - len(found)) if len(found) < most else [])


def _ids(among: QuerySet[Contact], most: int) -> list[int]:
    return list(among.values_list("pk", flat=True)[:most])


def _with_what_rows_show(ids: list[int]) -> list[Contact]:
    """In the order of the ids."""
    rows = Contact.objects.prefetch_related("identities", "labels", "groups").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]
