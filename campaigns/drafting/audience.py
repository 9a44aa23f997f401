"""Who would get a campaign if it started now, and who not, and why. Nothing is written down: that is freezing.

The rules stand in the order of the gate, so each person is left out for one reason, the gravest.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from campaigns.models import Campaign, Listed, Recipient
from contacts import access
from contacts.consent import queries as consent
from contacts.consent.standing import PURPOSES
from contacts.models import Contact, Group, Identity, Import, ImportChange, Label, Mark, Purpose
from contacts.segments import queries as segments
from nxtchat.team.models import Agent

Rule = Recipient.Rule
GOES = ""  # no rule is against it
PAGE = 50
SAMPLES = 20
PARTS = ("segments", "groups", "labels", "imports")


@dataclass(frozen=True)
class Counted:
    """How many are in the audience, how many of them get it, and how many not for which rule."""

    people: int = 0
    going: int = 0
    left_out: list[tuple[str, Any, int]] = field(default_factory=list)  # rule, words, how many
    by_country: dict[str, int] = field(default_factory=dict)  # of those who get it


def people(campaign: Campaign, *, agent: Agent) -> QuerySet[Contact]:
    """Everybody who was chosen, whom the agent may know of; nobody twice."""
    chosen = campaign.audience
    found = Q(pk__in=Listed.objects.filter(campaign=campaign).values("contact"))
    for segment in segments.segments_for(agent).filter(pk__in=_ids(chosen, "segments")):
        found |= Q(pk__in=segments.people_in(segment).values("pk"))
    for part, through, column in (
        ("groups", Group.members.through, "group_id"),
        ("labels", Contact.labels.through, "label_id"),
    ):
        if ids := _ids(chosen, part):
            rows = through._default_manager.filter(**{f"{column}__in": ids})
            found |= Q(pk__in=rows.values("contact_id"))
    if ids := _ids(chosen, "imports"):
        mine = access.imports(agent).filter(pk__in=ids)
        found |= Q(pk__in=ImportChange.objects.filter(import_file__in=mine).values("contact_id"))
    return access.contacts(agent).filter(found)


def counted(campaign: Campaign, *, agent: Agent) -> Counted:
    """In one question, however many there are."""
    rows = _with_rule(campaign, people(campaign, agent=agent)).order_by().values("rule", "country")
    going: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for rule, country, count in rows.annotate(n=Count("pk")).values_list("rule", "country", "n"):
        counts, key = (left_out, rule) if rule else (going, country if country.isalpha() else "")
        counts[key] = counts.get(key, 0) + count
    told = [(rule.value, rule.label, left_out[rule]) for rule in Rule if rule in left_out]
    return Counted(
        people=sum(going.values()) + sum(left_out.values()),
        going=sum(going.values()),
        left_out=told,
        by_country=going,
    )


def page(campaign: Campaign, *, agent: Agent, rule: str, after: int = 0, size: int = PAGE) -> list[Contact]:
    """Those who are left out for this rule; without one, those who get it."""
    found = _with_rule(campaign, people(campaign, agent=agent)).filter(rule=rule, pk__gt=after)
    return list(found.order_by("pk").prefetch_related("identities")[:size])


def going(campaign: Campaign, *, agent: Agent) -> QuerySet[Any]:
    return _with_rule(campaign, people(campaign, agent=agent)).filter(rule=GOES)


def choices(agent: Agent) -> dict[str, list[tuple[int, str]]]:
    """What an audience can be put together of, by part."""
    imports = access.imports(agent).filter(state=Import.State.DONE).order_by("-pk")[:100]
    return {
        "segments": [(one.pk, one.name) for one in segments.segments_for(agent).order_by("name")],
        "groups": list(Group.objects.order_by("name").values_list("pk", "name")),
        "labels": list(Label.objects.order_by("name").values_list("pk", "name")),
        "imports": [(one.pk, str(one)) for one in imports],
    }


def _with_rule(campaign: Campaign, among: QuerySet[Any]) -> QuerySet[Any]:
    purpose = PURPOSES.get(campaign.template.category)
    whens = [
        When(consent.marked([kind]), then=Value(rule))
        for kind, rule in (
            (Mark.Kind.ERASED, Rule.ERASED),
            (Mark.Kind.RESTRICTED, Rule.RESTRICTED),
            (Mark.Kind.BLOCKED, Rule.BLOCKED),
        )
    ]
    if purpose:
        whens.append(When(consent.opted_out(purpose), then=Value(Rule.OPTED_OUT)))
    if purpose == Purpose.MARKETING:
        lacking = ~consent.with_consent(purpose) | consent.marked([Mark.Kind.MINOR])
        whens.append(When(lacking, then=Value(Rule.NO_CONSENT)))
    whens.append(When(~Exists(_addresses(campaign)), then=Value(Rule.NUMBER_UNAVAILABLE)))
    if campaign.cap_messages and purpose == Purpose.MARKETING:
        had = Subquery(_had_lately(campaign.cap_days))
        among = among.annotate(had=had)
        whens.append(When(had__gte=campaign.cap_messages, then=Value(Rule.CAPPED)))
    return among.annotate(rule=Case(*whens, default=Value(GOES), output_field=CharField()))


def _addresses(campaign: Campaign) -> QuerySet[Identity]:
    kinds = [Identity.Kind.WA_ID, Identity.Kind.PHONE, Identity.Kind.BSUID, Identity.Kind.PARENT_BSUID]
    scopes = ("", campaign.number.account.identity_scope)
    return Identity.objects.filter(contact=OuterRef("pk"), kind__in=kinds, replaced_by=None, scope__in=scopes)


def _had_lately(days: int) -> QuerySet:
    since = timezone.now() - timedelta(days=days)
    lately = Recipient.objects.filter(contact=OuterRef("pk"), begun_at__gte=since, campaign__category="MARKETING")
    return lately.order_by().values("contact").annotate(n=Count("pk")).values("n")


def _ids(chosen: dict[str, Any], part: str) -> list[int]:
    return [pk for pk in chosen.get(part, []) if isinstance(pk, int)]
