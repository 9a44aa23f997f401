"""What the steps show beside their forms: how it reads for real people, what stands against it, what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from django.utils import timezone

from campaigns.drafting import audience
from campaigns.models import Campaign, Category
from campaigns.rates import queries as rates
from campaigns.rates.estimating import Estimate, estimate
from contacts.models import Contact
from nxtchat.team.models import Agent
from templates_app import filling
from templates_app.builder.preview import Preview, preview
from templates_app.filling import sources
from templates_app.models import Template

LOOKED_AT = 5_000  # people whose values are tried before anything is sent
AT_ONCE = 500
CATEGORIES = {
    "MARKETING": Category.MARKETING,
    "UTILITY": Category.UTILITY,
    "AUTHENTICATION": Category.AUTHENTICATION,
}


@dataclass(frozen=True)
class Face:
    """How the message reads for one person."""

    contact: Contact
    preview: Preview
    length: int
    fallbacks: list[str]
    faults: list[str]


@dataclass(frozen=True)
class Words:
    faults: list[tuple[str, str]]  # of the filling itself: (place, words)
    faces: list[Face]  # the longest first
    refused: list[Face]
    refused_count: int
    unknown: list[tuple[str, int]]  # (place, how many get the fallback)
    people: int


def filling_of(campaign: Campaign, *, agent: Agent) -> filling.Filling:
    return filling.Filling(campaign.template, sources.read(campaign.values), agent=agent.name)


def words(campaign: Campaign, *, agent: Agent) -> Words:
    """Tried with the first of the audience; a campaign is tried with each person again when it is sent."""
    made = filling_of(campaign, agent=agent)
    if made.faults:
        return Words([(fault.where, fault.words) for fault in made.faults], [], [], 0, [], 0)
    found = filling.survey(made, _batches(campaign))
    known = Contact.objects.prefetch_related("identities").in_bulk(
        [each.contact for each in (*found.longest, *found.refusals)]
    )
    faces, refused = (
        [_face(campaign.template, known[each.contact], each) for each in some if each.contact in known]
        for some in (found.longest, found.refusals)
    )
    return Words([], faces, refused, found.refused, sorted(found.unknown.items()), found.people)


def cost(campaign: Campaign, counted: audience.Counted, *, currency: str = "") -> Estimate:
    """By the table that holds on the day it starts."""
    currency = currency or next(iter(rates.currencies()), "")
    category = CATEGORIES.get(campaign.template.category, Category.MARKETING)
    counts = {(country, category): count for country, count in counted.by_country.items()}
    day = timezone.localdate(campaign.starts_at) if campaign.starts_at else timezone.localdate()
    return estimate(counts, day=day, currency=currency)


def minutes(campaign: Campaign, count: int) -> int:
    """How long sending takes at its pace, where nothing else is sent."""
    pace = campaign.per_second or campaign.number.throughput
    return -(-count // (pace * 60))


def days(campaign: Campaign, count: int) -> int | None:
    """Over how many days it spreads: by what was said, or by what the account may do. None: within one."""
    per_day = min(filter(None, [campaign.per_day, tier(campaign)]), default=0)
    return -(-count // per_day) if per_day and count > per_day else None


def tier(campaign: Campaign) -> int | None:
    """How many people the account may begin to write to in 24 hours. None: nobody told us, or as many as it likes."""
    word = campaign.number.account.limit_tier.removeprefix("TIER_")
    if word.endswith("K") and word[:-1].isdigit():
        return int(word[:-1]) * 1_000
    return int(word) if word.isdigit() else None


def _batches(campaign: Campaign) -> Iterator[tuple[int, ...]]:
    ids = audience.going(campaign).order_by("pk").values_list("pk", flat=True)[:LOOKED_AT]
    yield from batched(ids, AT_ONCE, strict=False)


def _face(template: Template, contact: Contact, filled: filling.Filled) -> Face:
    values = {place.key: str(filled.values.get(place.key, "")) for place in filled.wanted if place.takes_words}
    return Face(
        contact,
        preview(_with(template.design, values)),
        filled.length,
        list(filled.unknown),
        [fault.words for fault in filled.faults],
    )


def _with(design: Any, values: dict[str, str]) -> Any:
    """The same design with these values where it has examples."""

    def of(part: str, card: int | None = None) -> dict[str, str]:
        before = f"{part}_" if card is None else f"card_{card}_{part}_"
        return {key.removeprefix(before): value for key, value in values.items() if key.startswith(before)}

    def head(header: Any, card: int | None = None) -> Any:
        return replace(header, samples=of("header", card))

    cards = tuple(
        replace(card, header=head(card.header, place), samples=of("body", place))
        for place, card in enumerate(design.cards)
    )
    return replace(design, header=head(design.header), samples=of("body"), cards=cards)
