"""What WhatsApp said it charges, beside what was estimated."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from campaigns.models import Campaign, Category, Recipient
from campaigns.rates.estimating import Estimate, estimate
from campaigns.rates.money import Money


@dataclass(frozen=True)
class Bill:
    actual: Estimate  # what is billed, at the prices of the day it was sent
    billed: int
    free: int
    untold: int  # delivered, but WhatsApp has not said whether it asks for it
    low: Money | None  # as it was estimated
    high: Money | None


def bill(campaign: Campaign) -> Bill:
    """Counted from WhatsApp's own reports; the sums are made of the card, because reports name no prices."""
    rows = (
        Recipient.objects.filter(campaign=campaign, delivered_at__isnull=False)
        .order_by()
        .annotate(billable=_said("billable"), category=_said("category"))
        .values("billable", "category", "contact__country")
        .annotate(n=Count("pk"))
        .values_list("billable", "category", "contact__country", "n")
    )
    counts: dict[tuple[str, Category], int] = {}
    told = {"true": 0, "false": 0, None: 0}
    for billable, category, country, count in rows:
        told[billable if billable in told else None] += count
        if billable == "true":
            key = (country if country and country.isalpha() else "", _category(category, campaign))
            counts[key] = counts.get(key, 0) + count
    kept = campaign.estimate or {}
    currency = kept.get("currency") or ""
    day = (campaign.started_at or campaign.created_at).date()
    low, high = (Money(kept[name], currency) if kept.get("table") else None for name in ("low", "high"))
    return Bill(estimate(counts, day=day, currency=currency), told["true"], told["false"], told[None], low, high)


def _said(word: str) -> KeyTextTransform:
    return KeyTextTransform(word, "message__pricing")


def _category(said: str | None, campaign: Campaign) -> Category:
    """Meta's word, which may be another than the template's: marketing_lite, for one."""
    word = (said or campaign.category).lower().replace("-", "_").removesuffix("_lite")
    return Category(word) if word in Category.values else Category.MARKETING
