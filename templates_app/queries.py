"""Finding templates."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nxtchat.whatsapp.models import Account
from templates_app.models import Draft, Event, Template
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


def drafts() -> QuerySet[Draft]:
    """What is being written, the last touched first."""
    return Draft.objects.select_related("account", "author", "template")


def accounts() -> QuerySet[Account]:
    """Those that a template can be written for."""
    return Account.objects.order_by("pk")


def languages(template: Template) -> QuerySet[Template]:
    """The same template in all its languages."""
    return templates().filter(account=template.account_id, name=template.name)


def timeline(template: Template) -> QuerySet[Event]:
    """What happened to it, the last first."""
    return template.events.select_related("by").order_by("-at", "-pk")
