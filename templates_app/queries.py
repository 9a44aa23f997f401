"""Finding templates."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from templates_app.models import Template
from templates_app.syncing import GONE

PAGE = 40


@dataclass(frozen=True)
class Page:
    templates: list[Template]
    after: int | None  # ask for what comes after this one


def templates(*, q: str = "") -> QuerySet[Template]:
    """Those that Meta still has, by name."""
    found = Template.objects.exclude(status=GONE).select_related("account").order_by("name", "language", "pk")
    return found.filter(name__icontains=q.replace("\0", "")[:100]) if q else found


def page(*, q: str = "", after: int | None = None) -> Page:
    """One page; the next begins behind the last of it, so nothing moves when templates come and go."""
    found = templates(q=q)
    if after is not None and (last := Template.objects.filter(pk=after).first()):
        same_name = Q(name=last.name)
        found = found.filter(
            Q(name__gt=last.name)
            | same_name & (Q(language__gt=last.language) | Q(language=last.language, pk__gt=last.pk))
        )
    rows = list(found[: PAGE + 1])
    more = len(rows) > PAGE
    return Page(templates=rows[:PAGE], after=rows[PAGE - 1].pk if more else None)


def approved() -> QuerySet[Template]:
    """Those that may be sent."""
    return templates().filter(status="APPROVED")
