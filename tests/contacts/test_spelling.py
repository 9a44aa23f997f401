"""One phone, several spellings."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contacts.spelling import canonical, digits, international, region, search_keys

ONE_PHONE = [
    ["5511987654321", "551187654321"],  # Brazil, with and without the ninth digit
    ["5215512345678", "525512345678"],  # Mexico, with and without the 1
    ["5491123456789", "541123456789", "54111523456789"],  # Argentina: from abroad, without the 9, as at home
    ["5493415551234", "543415551234", "54341155551234"],  # an area of three digits
    ["16505551234"],
    ["551132654321"],  # a landline never had a ninth digit
]


@pytest.mark.parametrize("spelt", ONE_PHONE)
def test_every_spelling_finds_every_other_and_all_have_one_key(spelt):
    for one in spelt:
        assert set(search_keys(one)) == set(spelt)
        assert search_keys(one)[0] == one
    assert len({canonical(one) for one in spelt}) == 1


def test_other_phones_have_other_keys():
    for one, other in combinations(ONE_PHONE, 2):
        assert not set(search_keys(one[0])) & set(search_keys(other[0]))
        assert canonical(one[0]) != canonical(other[0])


# Whatever is given, so also what is no number at all.
@example("540000000000")
@given(st.one_of(st.from_regex(r"(55|52|54|1|)[0-9]{0,14}", fullmatch=True), st.text(max_size=20)))
def test_whatever_finds_something_has_the_same_key_as_what_it_finds(number):
    for other in search_keys(number):
        assert canonical(other) == canonical(number)
        assert number in search_keys(other)


@pytest.mark.parametrize(
    ("written", "country", "meant"),
    [
        ("+55 (11) 98765-4321", "", "5511987654321"),
        ("0055 11 98765 4321", "DE", "5511987654321"),
        ("(11) 98765-4321", "BR", "5511987654321"),
        ("011 98765-4321", "br", "5511987654321"),
        ("5511987654321", "BR", "5511987654321"),
        ("11 8765-4321", "BR", "551187654321"),
        ("044 55 1234 5678", "MX", "525512345678"),
        ("01 55 1234 5678", "MX", "525512345678"),
        ("011 15-2345-6789", "AR", "5491123456789"),
        ("0341 15 555-1234", "AR", "5493415551234"),
        ("06 1234 5678", "IT", "390612345678"),  # where the 0 is part of the number
        ("0171 2345678", "DE", "491712345678"),
        ("٠١٠ ١٢٣٤ ٥٦٧٨", "EG", "201012345678"),  # noqa: RUF001
        ("5511987654321", "", "5511987654321"),
        ("Ana", "BR", ""),
        ("123", "", ""),
        ("", "BR", ""),
        ("98765-4321", "??", ""),
    ],
)
def test_a_number_as_somebody_wrote_it(written, country, meant):
    assert international(written, country=country) == meant


def test_digits_of_any_script():
    assert digits("+٥٥ (11) ९८७") == "5511987"  # noqa: RUF001


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("5511987654321", "BR"),
        ("5215512345678", "MX"),
        ("16505551234", "US"),
        ("14165551234", "CA"),
        ("999", ""),
        ("", ""),
    ],
)
def test_the_country_of_a_number(number, country):
    assert region(number) == country
