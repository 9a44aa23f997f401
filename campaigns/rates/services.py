"""Bringing a rate card, and throwing one away."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from campaigns.models import Rate, RateTable
from campaigns.rates.reading import Price, Refused, read
from nxtchat.team.models import Agent


@dataclass(frozen=True)
class Brought:
    tables: list[RateTable]
    prices: int
    refused: list[Refused]


@transaction.atomic
def bring(file: BinaryIO, *, starts_on: date, by: Agent) -> Brought:
    """The card of that day, or its volume tiers. Brought again, it takes the place of what was there."""
    card = read(file)
    by_currency: dict[str, list[Price]] = defaultdict(list)
    for price in card.prices:
        by_currency[price.currency].append(price)
    tables = [
        _keep(currency, prices, starts_on=starts_on, has_tiers=card.has_tiers, by=by)
        for currency, prices in sorted(by_currency.items())
    ]
    return Brought(tables, len(card.prices), card.refused)


def _keep(currency: str, prices: list[Price], *, starts_on: date, has_tiers: bool, by: Agent) -> RateTable:
    table, _is_new = RateTable.objects.update_or_create(
        currency=currency, starts_on=starts_on, defaults={"added_by": by, "added_at": timezone.now()}
    )
    # The steps that cost other than the list price come in a file of their own; neither file touches the other's.
    kept = {(price.market, price.category, price.after): price for price in prices if price.after or not has_tiers}
    old = table.rates.filter(after__gt=0) if has_tiers else table.rates.filter(after=0)
    old.delete()
    Rate.objects.bulk_create(
        Rate(table=table, market=price.market, category=price.category, after=price.after, micros=price.micros)
        for price in kept.values()
    )
    return table


def remove(table: RateTable) -> None:
    table.delete()
