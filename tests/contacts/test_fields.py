"""What an organisation wants to know of its contacts, and what fits."""

from datetime import date, datetime

import pytest
from django.db import connection

from contacts import fields
from contacts.fields import Reading, defining, indexes
from contacts.models import Contact, Field

Kind = Field.Kind


def field(kind: Kind, **more) -> Field:
    return Field(pk=7, name="Something", kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (Kind.TEXT, "  São Paulo ", "São Paulo"),
        (Kind.TEXT, 42.0, "42"),
        (Kind.TEXT, "a\0b", "ab"),
        (Kind.NUMBER, "1234.50", 1234.5),
        (Kind.NUMBER, "12,5", 12.5),
        (Kind.NUMBER, "1.234,5", 1234.5),
        (Kind.NUMBER, "1,234.5", 1234.5),
        (Kind.NUMBER, "1 234 567", 1234567),
        (Kind.NUMBER, "١٢٣", 123),
        (Kind.NUMBER, "-3", -3),
        (Kind.NUMBER, 3.0, 3),
        (Kind.NUMBER, 10**14, 10**14),
        (Kind.DATE, "2026-02-28", "2026-02-28"),
        (Kind.DATE, "31/12/2025", "2025-12-31"),
        (Kind.DATE, "12.31.2025", "2025-12-31"),
        (Kind.DATE, "5.5.2025", "2025-05-05"),
        (Kind.DATE, date(2025, 1, 2), "2025-01-02"),
        (Kind.DATE, datetime(2025, 1, 2, 3, 4), "2025-01-02"),  # noqa: DTZ001  (spreadsheets know no zone)
        (Kind.YES_NO, "Sim", True),
        (Kind.YES_NO, "نعم", True),
        (Kind.YES_NO, "no", False),
        (Kind.YES_NO, 0, False),
        (Kind.YES_NO, True, True),
        *((kind, "  ", None) for kind in Kind),
        *((kind, None, None) for kind in Kind),
    ],
)
def test_what_people_write_is_kept_as_what_it_is(kind, written, kept):
    found = fields.clean(field(kind), written)
    assert found == kept and type(found) is type(kept)


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        (Kind.TEXT, "x" * 501, "500 characters"),
        (Kind.TEXT, ["a"], "text"),
        (Kind.NUMBER, "twelve", "“twelve” is not a number"),
        (Kind.NUMBER, "1,234", "two ways"),
        (Kind.NUMBER, "nan", "not a number"),
        (Kind.NUMBER, float("inf"), "not a number"),
        (Kind.NUMBER, "1e400", "not a number"),
        (Kind.NUMBER, True, "not a number"),
        (Kind.NUMBER, "1" * 16, "15 digits"),
        (Kind.DATE, "2026-02-29", "not a date"),
        (Kind.DATE, "05/06/2025", "two ways"),
        (Kind.DATE, "1/2/25", "not a date"),
        (Kind.DATE, 45000, "not a date"),
        (Kind.YES_NO, "perhaps", "neither yes nor no"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(kind, written, words):
    with pytest.raises(fields.Unfit, match=words):
        fields.clean(field(kind), written)


def test_a_choice_is_one_of_the_choices_however_it_is_written():
    size = field(Kind.CHOICE, choices=["Small", "Large"])
    assert fields.clean(size, "LARGE") == "Large"
    with pytest.raises(fields.Unfit, match=r"“Huge” is none of: Small, Large\."):
        fields.clean(size, "Huge")


def test_a_file_may_say_how_it_writes():
    assert fields.clean(field(Kind.NUMBER), "1,234", reading=Reading(decimal=".")) == 1234
    assert fields.clean(field(Kind.NUMBER), "1.234", reading=Reading(decimal=",")) == 1234
    assert fields.clean(field(Kind.DATE), "05/06/2025", reading=Reading(dates="dmy")) == "2025-06-05"
    assert fields.clean(field(Kind.DATE), "05/06/2025", reading=Reading(dates="mdy")) == "2025-05-06"


def test_a_value_is_shown_in_words():
    assert fields.shown(field(Kind.YES_NO), False) == "No"
    assert fields.shown(field(Kind.NUMBER), 1234567.5) == "1,234,567.5"
    assert fields.shown(field(Kind.DATE), "2026-12-31") == "Dec. 31, 2026"
    assert fields.shown(field(Kind.TEXT), None) == ""


def test_a_field_gets_a_key_that_is_free(db):
    assert defining.define(name="Name", kind=Kind.TEXT).key == "name_2"
    assert defining.define(name="शहर", kind=Kind.TEXT).key == "field"
    with pytest.raises(defining.CannotDefine, match="already"):
        defining.define(name="NAME", kind=Kind.TEXT)
    with pytest.raises(defining.CannotDefine, match="two things"):
        defining.define(name="Size", kind=Kind.CHOICE, choices=["Large", "large "])


def _indexes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'contact\\_value%'")
        return dict(cursor.fetchall())


def test_each_field_has_an_index_and_takes_it_along_with_its_values(contact):
    age = defining.define(name="Age", kind=Kind.NUMBER)
    city = defining.define(name="City", kind=Kind.TEXT)
    Contact.objects.filter(pk=contact.pk).update(fields={age.slot: 30, city.slot: "Lima"})
    indexes.bring_up_to_date()
    indexes.bring_up_to_date()
    assert set(_indexes()) == {f"contact_value_{age.slot}", f"contact_value_{city.slot}"}
    gone = age.slot
    defining.remove(age)
    indexes.bring_up_to_date()
    contact.refresh_from_db()
    assert gone not in contact.fields and contact.fields[city.slot] == "Lima"
    assert set(_indexes()) == {f"contact_value_{city.slot}"}


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nobody_is_locked_out():
    age = defining.define(name="Age", kind=Kind.NUMBER)
    indexes.bring_up_to_date()
    assert _indexes()
    defining.remove(age)
    indexes.bring_up_to_date()
    assert not _indexes()
