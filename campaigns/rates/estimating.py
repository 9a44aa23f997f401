"""What so many messages would cost by the table that holds on that day: exactly, in whole millionths.

Meta asks for what is delivered, by the country of the number and the category of the template. Without a table there
are only the numbers. The dearest case is that everything is delivered at the list price. The cheapest leaves out what
is free, and takes the volume tiers as far as this installation knows the month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from campaigns.models import Category, Rate, RateTable
from campaigns.rates import markets
from campaigns.rates.money import Money

SERVICE_COSTS_FROM = date(2026, 10, 1)  # from this day on the service window makes nothing free any more …
FREE_SERVICE = 1_000  # … but so many service messages of a number and month

Steps = list[tuple[int, int]]  # (after so many messages of the month, millionths for each further one)
Counts = Mapping[tuple[str, Category], int]  # by country and category


@dataclass(frozen=True)
class Line:
    """One market and category."""

    market: str
    category: Category
    count: int
    price: int | None  # the list price in millionths; None: the table says nothing, or there is none
    low: int = 0
    high: int = 0

    @property
    def market_name(self) -> str:
        return markets.name(self.market)


@dataclass(frozen=True)
class Estimate:
    day: date
    currency: str
    table: RateTable | None
    lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def unpriced(self) -> int:
        """How many messages the table says nothing about."""
        return sum(line.count for line in self.lines if line.price is None)

    @property
    def low(self) -> Money:
        return Money(sum(line.low for line in self.lines), self.currency)

    @property
    def high(self) -> Money:
        return Money(sum(line.high for line in self.lines), self.currency)


class Prices:
    """The rates of one table, ready to be asked. Read once for an estimate."""

    def __init__(self, rates: Iterable[Rate] = ()) -> None:
        self._steps: dict[tuple[str, str], Steps] = defaultdict(list)
        for rate in rates:
            self._steps[rate.market, rate.category].append((rate.after, rate.micros))
        self.markets = {market for market, _category in self._steps}

    @classmethod
    def of(cls, table: RateTable | None) -> "Prices":
        return cls(table.rates.all() if table else ())

    def steps(self, market: str, category: Category) -> Steps:
        """What one more message costs, from the first of the month on; empty: the table does not say."""
        found = sorted(self._steps.get((market, category), []))
        if not found and category == Category.SERVICE:  # older cards have no column for it: it costs what utility does
            found = self._list_price(market, Category.UTILITY)
        return found if found and found[0][0] == 0 else []

    def _list_price(self, market: str, category: Category) -> Steps:
        return [(after, micros) for after, micros in self._steps.get((market, category), []) if after == 0]


def estimate(
    counts: Counts, *, day: date, currency: str, free: Counts | None = None, used: Counts | None = None
) -> Estimate:
    """`free`: how many of these would cost nothing. `used`: what the month had of each country already."""
    table = RateTable.at(day, currency=currency) if currency else None
    prices = Prices.of(table)
    wanted, for_free, before = (_by_market(some or {}, prices) for some in (counts, free, used))
    lines = [
        _line(market, category, count, prices, free=for_free[market, category], used=before[market, category])
        for (market, category), count in wanted.items()
        if count
    ]
    lines.sort(key=lambda line: (-line.count, line.market, line.category))
    return Estimate(day, currency, table, lines)


def cost(count: int, *, steps: Steps, used: int = 0) -> int:
    """So many messages after `used` others of the month, each at the price of its step."""
    total = 0
    ends = [after for after, _price in steps[1:]] + [used + count]
    for (after, price), end in zip(steps, ends, strict=True):
        total += max(min(end, used + count) - max(after, used), 0) * price
    return total


def is_free_in_window(category: Category, *, day: date) -> bool:
    """Whether the customer's own message, of the last 24 hours, makes it free."""
    return day < SERVICE_COSTS_FROM and category in {Category.UTILITY, Category.SERVICE}


def service_to_pay(count: int, *, day: date, used: int = 0) -> int:
    """How many of so many service messages of one number Meta asks for, after `used` others of the month."""
    if day < SERVICE_COSTS_FROM:
        return 0
    return max(count - max(FREE_SERVICE - used, 0), 0)


def _line(market: str, category: Category, count: int, prices: Prices, *, free: int, used: int) -> Line:
    steps = prices.steps(market, category)
    if not steps:
        return Line(market, category, count, None)
    at_list = count * steps[0][1]
    if category == Category.AUTHENTICATION and (abroad := prices.steps(market, Category.INTERNATIONAL)):
        at_list = max(at_list, count * abroad[0][1])  # Meta alone knows whether it counts a business as foreign
    at_least = cost(max(count - free, 0), steps=steps, used=used)
    return Line(market, category, count, steps[0][1], low=min(at_least, at_list), high=max(at_least, at_list))


def _by_market(counts: Counts, prices: Prices) -> Counter[tuple[str, Category]]:
    """Without a table every country stands for itself."""
    found: Counter[tuple[str, Category]] = Counter()
    for (country, category), count in counts.items():
        market = markets.of(country, among=prices.markets) if prices.markets else country
        found[market if market is not None else country, category] += count
    return found
