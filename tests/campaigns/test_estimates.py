"""What would it cost? By made-up prices, exactly; without prices, how many messages where."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.models import Category, Rate
from campaigns.rates import estimating, services
from campaigns.rates.estimating import Prices, cost, estimate
from campaigns.rates.money import Money
from tests.campaigns.conftest import MADE_UP, MADE_UP_TIERS, card

OCTOBER = date(2026, 10, 1)
MARKETING, UTILITY, SERVICE = Category.MARKETING, Category.UTILITY, Category.SERVICE


@pytest.fixture
def prices(mara):
    return services.bring(card(), starts_on=OCTOBER, by=mara).tables[0]


def test_each_market_at_its_price_and_the_sum_of_all(prices):
    counts = {("BR", MARKETING): 10, ("EC", MARKETING): 3, ("UY", MARKETING): 2, ("US", MARKETING): 1}
    found = estimate(counts, day=OCTOBER, currency="USD")
    assert [(line.market_name, line.count, line.high) for line in found.lines] == [
        ("Brazil", 10, 1_000_000),
        ("Rest of Latin America", 5, 1_000_000),
        ("North America", 1, 300_000),
    ]
    assert found.high.amount == found.low.amount == Decimal("2.3")
    assert str(found.high) == "USD 2.30"
    assert (found.count, found.unpriced) == (16, 0)


def test_without_a_table_there_are_counts_and_no_price(db):
    found = estimate({("BR", MARKETING): 10, ("", MARKETING): 1}, day=OCTOBER, currency="USD")
    assert found.table is None
    assert [(line.market_name, line.count, line.price) for line in found.lines] == [("Brazil", 10, None), ("", 1, None)]
    assert found.unpriced == 11
    assert found.high.micros == 0


def test_the_table_of_the_day_is_taken_and_not_the_newest(prices, mara):
    services.bring(card(MADE_UP.replace("Brazil,$US,0.1,", "Brazil,$US,0.5,")), starts_on=date(2027, 1, 1), by=mara)
    counts = {("BR", MARKETING): 1}
    assert estimate(counts, day=date(2026, 12, 31), currency="USD").high.micros == 100_000
    assert estimate(counts, day=date(2027, 1, 1), currency="USD").high.micros == 500_000
    assert estimate(counts, day=date(2026, 9, 1), currency="USD").table is None


def test_whose_country_nobody_knows_has_no_price_and_is_told(prices):
    found = estimate({("BR", MARKETING): 1, ("", MARKETING): 2}, day=OCTOBER, currency="USD")
    assert found.unpriced == 2
    assert found.high.micros == 100_000


def test_what_is_free_makes_the_cheapest_case(prices):
    found = estimate({("BR", MARKETING): 10}, day=OCTOBER, currency="USD", free={("BR", MARKETING): 4})
    assert (found.low.micros, found.high.micros) == (600_000, 1_000_000)


def test_until_october_a_window_makes_utility_free_and_never_marketing():
    assert estimating.is_free_in_window(UTILITY, day=date(2026, 9, 30))
    assert not estimating.is_free_in_window(UTILITY, day=OCTOBER)
    assert not estimating.is_free_in_window(MARKETING, day=date(2026, 9, 30))


def test_of_service_messages_a_thousand_of_each_number_and_month_are_free():
    assert estimating.service_to_pay(1_000, day=OCTOBER) == 0
    assert estimating.service_to_pay(1_001, day=OCTOBER) == 1
    assert estimating.service_to_pay(10, day=OCTOBER, used=995) == 5
    assert estimating.service_to_pay(10, day=OCTOBER, used=5_000) == 10
    assert estimating.service_to_pay(5_000, day=date(2026, 9, 30)) == 0


def test_a_service_message_costs_what_utility_does_where_the_card_has_no_price_for_it(prices):
    found = estimate({("IN", SERVICE): 1, ("BR", SERVICE): 1}, day=OCTOBER, currency="USD")
    assert {line.market: line.price for line in found.lines} == {"IN": 2_500, "BR": 20_000}


def test_volume_tiers_are_the_cheapest_case_and_count_what_the_month_had(prices, mara):
    services.bring(card(MADE_UP_TIERS), starts_on=OCTOBER, by=mara)
    found = estimate({("BR", UTILITY): 2_000}, day=OCTOBER, currency="USD", used={("BR", UTILITY): 500})
    assert found.low.micros == 500 * 20_000 + 1_500 * 15_000
    assert found.high.micros == 2_000 * 20_000


def test_signing_in_from_abroad_may_cost_more(prices):
    found = estimate({("IN", Category.AUTHENTICATION): 2}, day=OCTOBER, currency="USD")
    assert (found.low.micros, found.high.micros) == (5_000, 100_000)


amounts = st.integers(0, 10**7)
ladders = st.lists(st.tuples(st.integers(1, 600), amounts), max_size=5, unique_by=lambda step: step[0])


@settings(deadline=None)
@given(first=amounts, further=ladders, used=st.integers(0, 300), count=st.integers(0, 300))
def test_a_sum_is_exactly_that_of_its_messages(first, further, used, count):
    steps = [(0, first), *sorted(further)]
    one_by_one = sum(
        next(price for after, price in reversed(steps) if after <= place) for place in range(used, used + count)
    )
    assert cost(count, steps=steps, used=used) == one_by_one


@settings(deadline=None)
@given(parts=st.lists(st.tuples(st.integers(0, 10**6), amounts), max_size=20))
def test_money_loses_nothing_however_it_is_divided(parts):
    whole = sum(count * price for count, price in parts)
    assert sum((Money(count * price, "USD").amount for count, price in parts), Decimal(0)) == Money(whole, "USD").amount


@settings(deadline=None)
@given(
    counts=st.dictionaries(st.sampled_from(["BR", "EC", "US", "IS", ""]), st.integers(1, 10**6), min_size=1),
    rates=st.dictionaries(st.sampled_from(["BR", "Rest of Latin America", "Other"]), amounts, min_size=1),
)
def test_nobody_is_lost_between_countries_and_markets(counts, rates):
    prices = Prices(Rate(market=market, category=MARKETING, micros=micros) for market, micros in rates.items())
    found = estimating._by_market({(country, MARKETING): count for country, count in counts.items()}, prices)
    assert sum(found.values()) == sum(counts.values())
