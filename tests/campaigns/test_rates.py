"""A marketer brings Meta's rate card. All figures here are made up."""

from datetime import date

import pytest

from campaigns.models import Category, Rate, RateTable
from campaigns.rates import markets, services
from campaigns.rates.reading import Unreadable, read
from tests.campaigns.conftest import MADE_UP, MADE_UP_TIERS, card

OCTOBER = date(2026, 10, 1)


def bring(client, text=MADE_UP, day="2026-10-01"):
    return client.post("/campaigns/prices/", {"file": card(text), "starts_on": day})


def test_a_marketer_brings_the_card_and_sees_its_prices(marketer, db):
    answer = bring(marketer)
    table = RateTable.objects.get()
    assert answer["Location"] == f"/campaigns/prices/{table.pk}/"
    assert (table.currency, table.starts_on) == ("USD", OCTOBER)
    page = marketer.get(answer["Location"]).text
    assert "Brazil" in page
    assert "0.0125" in page
    assert Rate.objects.get(market="IN", category=Category.INTERNATIONAL).micros == 50_000
    assert not Rate.objects.filter(market="BR", category=Category.INTERNATIONAL).exists()  # n/a is no price


def test_several_dates_stand_side_by_side_and_each_holds_from_its_day(marketer, db):
    bring(marketer)
    bring(marketer, MADE_UP.replace("0.0125", "0.013"), day="2027-01-01")
    page = marketer.get("/campaigns/prices/").text
    assert "Oct. 1, 2026" in page
    assert "Jan. 1, 2027" in page
    assert RateTable.at(date(2026, 12, 31), currency="USD").starts_on == OCTOBER
    assert RateTable.at(date(2027, 1, 1), currency="USD").starts_on == date(2027, 1, 1)
    assert RateTable.at(date(2026, 9, 30), currency="USD") is None
    assert RateTable.at(OCTOBER, currency="EUR") is None


def test_the_same_day_brought_again_replaces_prices_and_leaves_the_tiers(marketer, db):
    bring(marketer)
    bring(marketer, MADE_UP_TIERS)
    bring(marketer, MADE_UP.replace("0.0125", "0.013"))
    assert RateTable.objects.count() == 1
    assert Rate.objects.get(market="IN", category=Category.MARKETING).micros == 13_000
    steps = Rate.objects.filter(market="BR", category=Category.UTILITY).values_list("after", "micros")
    assert list(steps) == [(0, 20_000), (1_000, 15_000), (5_000, 10_000)]


BAD = [
    ("Atlantis,$US,0.1,0.1,0.1,n/a,0.1", "We do not know this market."),
    ("Peru,Dollars,0.1,0.1,0.1,n/a,0.1", "This is no currency."),
    ("Peru,$US,cheap,0.1,0.1,n/a,0.1", "A price is not a number."),
    ('Peru,$US,"0,1",0.1,0.1,n/a,0.1', "A price is not a number."),
    ("Peru,$US,0.1234567,0.1,0.1,n/a,0.1", "more than six digits"),
    ("Peru,$US,n/a,n/a,,-,", "There is no price in this row."),
    ("Brazil,$US,0.9,0.02,0.03,n/a,0.02", "with different prices"),
    ("Peru,$US,-0.1,0.1,0.1,n/a,0.1", "A price is not a number."),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_row_that_says_nothing_usable_is_told_and_the_others_are_read(marketer, db, row, reason):
    answer = bring(marketer, f"{MADE_UP}{row}\n")
    assert answer.status_code == 422
    assert reason in answer.text
    assert "1 row was not taken." in answer.text
    assert set(RateTable.objects.get().rates.values_list("market", flat=True)) == {
        "BR",
        "IN",
        "Rest of Latin America",
        "North America",
        "Other",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name;phone\nAna;5511\n", "no_market"),
        ("Market,Marketing\nBrazil,0.1\n", "no_currency"),
        ("Market,Currency\nBrazil,$US\n", "no_category"),
        ("Market,Currency,From,To\nBrazil,$US,1,2\n", "no_tier_columns"),
        ("Market,Currency,Marketing\n", "nothing"),
        ("Market,Currency,Marketing\n" + "Brazil,$US,0.1\n" * 20_001, "too_large"),
    ],
)
def test_a_file_that_is_no_rate_card_is_refused(text, reason):
    with pytest.raises(Unreadable) as refusal:
        read(card(text))
    assert refusal.value.reason == reason


def test_a_page_says_why_a_file_is_no_card_and_keeps_nothing(marketer, db):
    answer = bring(marketer, "name,phone\nAna,5511\n")
    assert answer.status_code == 422
    assert "names a column “Market”" in answer.text
    assert not RateTable.objects.exists()


def test_a_card_cut_by_semicolons_may_have_commas_in_its_prices():
    found = read(card("Market;Currency;Marketing;Utility\nBrazil;€EUR;0,1;0,02\nBrasil;EUR;1;1\n".replace("€EUR", "€")))
    assert [(price.currency, price.market, price.micros) for price in found.prices] == [
        ("EUR", "BR", 100_000),
        ("EUR", "BR", 20_000),
    ]
    assert [row.reason for row in found.refused] == ["market"]


def test_only_utility_and_authentication_have_tiers():
    found = read(card(MADE_UP_TIERS + "Brazil,$US,Marketing,10,,0.1\nBrazil,$US,Utility,many,,0.1\n"))
    assert [row.reason for row in found.refused] == ["no_tiers_for_it", "no_number"]


def test_what_is_taken_along_can_be_brought_again(marketer, mara, db):
    services.bring(card(), starts_on=OCTOBER, by=mara)
    services.bring(card(MADE_UP_TIERS), starts_on=OCTOBER, by=mara)
    table = RateTable.objects.get()
    before = set(table.rates.values_list("market", "category", "after", "micros"))
    sheets = [
        b"".join(marketer.get(f"/campaigns/prices/{table.pk}/{name}.csv").streaming_content).decode()
        for name in ("rates", "tiers")
    ]
    services.remove(table)
    for sheet in sheets:
        assert not services.bring(card(sheet), starts_on=OCTOBER, by=mara).refused
    assert set(Rate.objects.values_list("market", "category", "after", "micros")) == before


def test_a_table_is_deleted(marketer, db):
    bring(marketer)
    marketer.post(f"/campaigns/prices/{RateTable.objects.get().pk}/removal/")
    assert not Rate.objects.exists()


def test_an_agent_neither_sees_nor_brings_nor_deletes_prices(client, bruno, mara):
    table = services.bring(card(), starts_on=OCTOBER, by=mara).tables[0]
    client.force_login(bruno)
    assert bring(client).status_code == 404
    for url in ("", f"{table.pk}/", f"{table.pk}/rates.csv", f"{table.pk}/tiers.csv"):
        assert client.get(f"/campaigns/prices/{url}").status_code == 404
    assert client.post(f"/campaigns/prices/{table.pk}/removal/").status_code == 404
    assert RateTable.objects.get() == table


def test_a_country_is_in_its_own_row_or_that_of_its_region_or_in_other():
    card_has = {"BR", "Rest of Latin America", "North America", "Other"}
    assert markets.of("BR", among=card_has) == "BR"
    assert markets.of("EC", among=card_has) == "Rest of Latin America"
    assert markets.of("US", among=card_has) == "North America"
    assert markets.of("IS", among=card_has) == "Other"
    assert markets.of("KE", among=card_has) == "Other"  # the card says nothing of Africa
    assert markets.of("EC", among=card_has | {"EC"}) == "EC"  # Meta takes countries out of regions twice a year
    assert markets.of("EC", among={"BR"}) is None
    assert markets.of("", among=card_has) is None
