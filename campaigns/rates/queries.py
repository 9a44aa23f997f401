"""Finding rate cards, and writing one down again as Meta writes it."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from campaigns.models import Category, Rate, RateTable
from campaigns.rates import markets
from campaigns.rates.money import Money

COLUMNS = ("Market", "Currency", "Marketing", "Utility", "Authentication", "Authentication-International", "Service")


def tables() -> QuerySet[RateTable]:
    """The newest first, with how many markets and steps each has."""
    of_list = Count("rates__market", filter=Q(rates__after=0), distinct=True)
    tiers = Count("rates", filter=Q(rates__after__gt=0))
    return RateTable.objects.select_related("added_by").annotate(markets=of_list, tiers=tiers)


def currencies() -> list[str]:
    """Those that there are prices in, the one brought last first."""
    found = RateTable.objects.order_by("-added_at").values_list("currency", flat=True)
    return list(dict.fromkeys(found))


def rows(table: RateTable) -> list[tuple[str, list[str]]]:
    """Each market with its prices, in the order of the card's columns; empty where it has none."""
    prices: dict[str, dict[str, int]] = {}
    for rate in table.rates.filter(after=0):
        prices.setdefault(markets.name(rate.market), {})[rate.category] = rate.micros
    return [
        (market, [_exact(found.get(category)) for category in Category]) for market, found in sorted(prices.items())
    ]


def tiers(table: RateTable) -> list[Rate]:
    return list(table.rates.filter(after__gt=0))


def sheet(table: RateTable) -> Iterator[list[str]]:
    """The card again, in Meta's columns."""
    yield list(COLUMNS)
    for market, prices in rows(table):
        yield [market, table.currency, *(price or "n/a" for price in prices)]


def tier_sheet(table: RateTable) -> Iterator[list[str]]:
    yield ["Market", "Currency", "Category", "From", "Rate"]
    for rate in tiers(table):
        yield [markets.name(rate.market), table.currency, rate.category, str(rate.after + 1), _exact(rate.micros)]


def _exact(micros: int | None) -> str:
    if micros is None:
        return ""
    digits = f"{Money(micros, '').amount:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
