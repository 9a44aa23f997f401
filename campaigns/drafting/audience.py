"""Who would get a campaign if it started now, and who not, and why. Nothing is written down: that is freezing.

Each person is left out for one reason, the gravest; `campaigns.audience` has the rules.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from campaigns import audience
from campaigns.capping import REACHED
from campaigns.models import Campaign, Recipient
from contacts import access
from contacts.models import Contact, Group, Import, Label
from contacts.segments import queries as segments
from nxtchat.team.models import Agent

Rule = Recipient.Rule
GOES = ""  # no rule is against it
PAGE = 50
SAMPLES = 20


@dataclass(frozen=True)
class Counted:
    """How many are in the audience, how many of them get it, and how many not for which rule."""

    people: int = 0
    going: int = 0
    left_out: list[tuple[str, Any, int]] = field(default_factory=list)  # rule, words, how many
    by_country: dict[str, int] = field(default_factory=dict)  # of those who get it


def counted(campaign: Campaign) -> Counted:
    """In one question, however many there are."""
    rows = _with_rule(campaign).order_by().values("rule", "country")
    going: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for rule, country, count in rows.annotate(n=Count("pk")).values_list("rule", "country", "n"):
        counts, key = (left_out, rule) if rule else (going, country if country.isalpha() else "")
        counts[key] = counts.get(key, 0) + count
    told = [(rule.value, rule.label, left_out[rule]) for rule in Rule if rule in left_out]
    got = sum(going.values())
    return Counted(people=got + sum(left_out.values()), going=got, left_out=told, by_country=going)


def people(campaign: Campaign) -> QuerySet[Contact]:
    """Everybody who was chosen, nobody twice: the parts that are written down when it starts."""
    inside = Q()
    for part in audience.parts(campaign):
        inside |= Q(pk__in=part.values("pk"))
    return Contact.objects.filter(inside)


def page(campaign: Campaign, *, agent: Agent, rule: str, after: int = 0, size: int = PAGE) -> list[Contact]:
    """Those who are left out for this rule; without one, those who get it. Only whom the agent may know of."""
    seen = access.contacts(agent).values("pk")
    found = _with_rule(campaign).filter(rule=rule, pk__gt=after, pk__in=seen)
    return list(found.order_by("pk").prefetch_related("identities")[:size])


def going(campaign: Campaign) -> QuerySet[Any]:
    return _with_rule(campaign).filter(rule=GOES)


def choices(agent: Agent) -> dict[str, list[tuple[int, str]]]:
    """What an audience can be put together of, by part."""
    imports = access.imports(agent).filter(state=Import.State.DONE).order_by("-pk")[:100]
    return {
        "segments": [(one.pk, one.name) for one in segments.segments_for(agent).order_by("name")],
        "groups": list(Group.objects.order_by("name").values_list("pk", "name")),
        "labels": list(Label.objects.order_by("name").values_list("pk", "name")),
        "imports": [(one.pk, str(one)) for one in imports],
    }


def _with_rule(campaign: Campaign) -> QuerySet[Any]:
    among: QuerySet[Any] = people(campaign)
    why = RawSQL(audience.left_out(campaign, contact="contacts_contact.id"), [], output_field=CharField())  # noqa: S611
    among = among.annotate(why=why)
    whens = [When(~Q(why=GOES), then=F("why"))]
    if campaign.cap_messages and campaign.template.category == "MARKETING":
        among = among.annotate(had=Subquery(_had_lately(campaign)))
        whens.append(When(had__gte=campaign.cap_messages, then=Value(Rule.CAPPED)))
    return among.annotate(rule=Case(*whens, default=Value(GOES), output_field=CharField()))


def _had_lately(campaign: Campaign) -> QuerySet[Any]:
    since = timezone.now() - timedelta(days=campaign.cap_days)
    lately = Recipient.objects.filter(contact=OuterRef("pk"), begun_at__gt=since, state__in=REACHED)
    offers = lately.exclude(campaign=campaign).filter(campaign__category="MARKETING")
    return offers.order_by().values("contact").annotate(n=Count("pk")).values("n")
