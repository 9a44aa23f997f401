"""A template is filled in from what is known of each person, and whoever cannot get it is known beforehand."""

from dataclasses import replace

import pytest

from contacts.models import Contact, Field, Identity
from templates_app import filling
from templates_app.design import to_meta
from templates_app.filling import Filling, Source, places, survey
from templates_app.models import Template
from tests.templates_app.designs import CODE, NAMED, PLAIN, SHOP, SORTS, with_buttons

NAME = Source("first_name", fallback="there")


@pytest.fixture
def order(db):
    return Field.objects.create(name="Order", key="order", kind=Field.Kind.TEXT)


@pytest.fixture
def approved(account):
    def approve(design):
        told = to_meta(design)
        return Template.objects.create(
            account=account,
            meta_id=str(Template.objects.count() + 1),
            status="APPROVED",
            is_named=design.named,
            **{key: told[key] for key in ("name", "language", "category", "components")},
        )

    return approve


def person(name="", **fields):
    contact = Contact.objects.create(profile_name=name, fields=fields)
    Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=f"5511{contact.pk:08}")
    return contact.pk


def text(filled):
    return [each["parameters"][0]["text"] for each in filled.components]


def test_everybody_gets_their_own_words(approved, order):
    template = approved(PLAIN)
    ana, rui = person("Ana Souza", **{order.slot: "A-17"}), person("", **{order.slot: "B-2"})
    mine = Filling(template, {"body_1": NAME, "body_2": Source("field", field="order", fallback="of yours")})
    assert mine.faults == []
    found = mine.of([ana, rui])
    parameters = [{"type": "text", "text": "Ana"}, {"type": "text", "text": "A-17"}]
    assert found[ana].components == [{"type": "body", "parameters": parameters}]
    assert found[rui].values == {"body_1": "there", "body_2": "B-2"}
    assert (found[ana].unknown, found[rui].unknown) == ((), ("body_1",))
    assert not filling.misfits(template, found[rui].components)


def test_a_batch_takes_two_questions_however_many_they_are(approved, order, django_assert_num_queries):
    template = approved(replace(NAMED, header=replace(NAMED.header, kind="", text="")))
    mine = Filling(
        template,
        {"body_first_name": Source("phone", fallback="you"), "body_order": Source("field", "", "order", "of yours")},
    )
    everybody = [person(f"Person {count}", **{order.slot: str(count)}) for count in range(40)]
    assert mine.faults == []
    with django_assert_num_queries(2):
        found = mine.of(everybody)
    assert [found[pk].values["body_order"] for pk in everybody] == [str(count) for count in range(40)]
    assert found[everybody[0]].values["body_first_name"].startswith("+5511")


@pytest.mark.parametrize(
    ("given", "where", "code"),
    [
        ({"body_1": NAME}, "body_2", "required"),
        ({"body_1": Source("first_name"), "body_2": Source(value="1")}, "body_1", "required"),
        ({"body_1": NAME, "body_2": Source("field", field="gone", fallback="x")}, "body_2", "does_not_exist"),
        ({"body_1": NAME, "body_2": Source(value="two\nlines")}, "body_2", "invalid"),
        ({"body_1": NAME, "body_2": Source(value="wide     gap")}, "body_2", "invalid"),
        ({"body_1": Source("name", fallback="x" * 1025), "body_2": Source(value="1")}, "body_1", "max_length"),
        ({"body_1": NAME, "body_2": Source(value={"id": "1"})}, "body_2", "invalid"),
        ({"body_1": NAME, "body_2": Source(value="1"), "body_3": Source(value="1")}, "body_3", "unknown"),
    ],
)
def test_what_nobody_could_get_is_said_before_anybody_is_filled_in(approved, given, where, code):
    found = Filling(approved(PLAIN), given).faults
    assert [(fault.where, fault.code) for fault in found] == [(where, code)]


@pytest.mark.parametrize("words", ["two\nlines", "a\ttab", "wide     gap", "x" * 1000])
def test_whose_values_cannot_be_sent_is_told_and_others_are_not_stopped(approved, order, words):
    mine = Filling(approved(PLAIN), {"body_1": NAME, "body_2": Source("field", field="order", fallback="yours")})
    good, bad = person("Ana", **{order.slot: "A-17"}), person("Rui", **{order.slot: words})
    found = mine.of([good, bad])
    assert found[good].faults == () and len(found[bad].faults) == 1
    seen = survey(mine, [[good], [bad, person()]])
    assert (seen.people, seen.refused, seen.unknown) == (3, 1, {"body_1": 1, "body_2": 1})
    assert [each.contact for each in seen.refusals] == [bad]
    assert seen.longest[0].contact != bad and len(seen.longest) == 2


def test_the_longest_values_come_first(approved):
    mine = Filling(approved(PLAIN), {"body_1": NAME, "body_2": Source(value="1")})
    everybody = [person("A" * length) for length in (3, 9, 1, 30, 4)]
    assert [len(each.values["body_1"]) for each in survey(mine, [everybody[:2], everybody[2:]]).longest] == [
        30,
        9,
        4,
        3,
        1,
    ]


def test_names_as_people_write_them_are_tidied(approved):
    mine = Filling(approved(PLAIN), {"body_1": Source("name", fallback="x"), "body_2": Source("agent")}, agent="Bruno")
    ana = person("  Ana \n     Souza ")
    assert mine.of([ana])[ana].values == {"body_1": "Ana Souza", "body_2": "Bruno"}


@pytest.mark.parametrize(
    ("kind", "value", "en", "de"),
    [
        (Field.Kind.DATE, "2026-11-25", "Nov. 25, 2026", "25. November 2026"),
        (Field.Kind.NUMBER, 1234567.5, "1,234,567.5", "1.234.567,5"),
    ],
)
def test_dates_and_numbers_are_written_in_the_language_of_the_template(approved, kind, value, en, de):
    due = Field.objects.create(name="Due", key="due", kind=kind)
    ana = person("Ana", **{due.slot: value})
    given = {"body_1": NAME, "body_2": Source("field", field="due", fallback="soon")}
    for language, words in (("en", en), ("de", de)):
        found = Filling(approved(replace(PLAIN, language=language)), given).of([ana])
        assert found[ana].values["body_2"] == words


def test_what_is_known_of_somebody_means_nothing_in_an_address(approved):
    mine = {"body_1": NAME, "body_2": Source(value="1"), "button_0": Source("name", fallback="you")}
    ana = person("Ana?x=1&y/..")
    template = approved(with_buttons(SHOP))
    assert Filling(template, mine).of([ana])[ana].values["button_0"] == "Ana%3Fx%3D1%26y%2F.."
    fixed = Filling(template, mine | {"button_0": Source(value="spring?from=chat now")})
    assert fixed.of([ana])[ana].values["button_0"] == "spring?from=chat%20now"


def test_a_sign_in_code_goes_into_the_text_and_into_the_button(approved):
    template = approved(CODE)
    ana = person("Ana")
    made = Filling(template, {"code": Source(value="123456")}).of([ana])[ana].components
    assert [(each["type"], each["parameters"][0]["text"]) for each in made] == [
        ("body", "123456"),
        ("button", "123456"),
    ]
    assert not filling.misfits(template, made) and filling.misfits(template, made[:1])
    assert [fault.code for fault in Filling(template, {"code": Source(value="1" * 16)}).faults] == ["max_length"]


SAMPLES = {
    "text": "Ana", "link": "spring", "code": "123456", "coupon_code": "25OFF", "image": {"id": "1"},
    "video": {"id": "1"}, "document": {"id": "1"}, "location": {"latitude": "1", "longitude": "2"},
    "product": {"product_retailer_id": "p", "catalog_id": "c"}, "offer": {"expiration_time_ms": 1},
    "flow": {"flow_token": "t"}, "catalog": {"thumbnail_product_retailer_id": "p"},
    "products": {"thumbnail_product_retailer_id": "p", "sections": []},
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_of_template_fits_when_it_is_filled_in_and_not_when_a_value_is_missing(approved, sort):
    template = approved(SORTS[sort])
    design = template.design
    if not filling.can_be_filled(design):
        assert sort in {"gif", "order", "from tomorrow"}
        return
    values = {place.key: SAMPLES[place.kind] for place in places(design)}
    assert not filling.misfits(template, filling.components(design, values))
    for place in places(design):
        rest = {key: value for key, value in values.items() if key != place.key}
        assert bool(filling.misfits(template, filling.components(design, rest))) is place.needed
