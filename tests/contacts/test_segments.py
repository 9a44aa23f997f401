"""Filters that are kept under a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import placing
from contacts.consent.ledger import Said, record
from contacts.fields import defining
from contacts.models import Contact, Field, Group, Identity, Label, Segment
from contacts.segments import queries
from contacts.segments.conditions import Condition, Wrong


@pytest.fixture
def as_bruno(client, bruno):
    client.force_login(bruno)
    return client


def keep(browser, name: str, query: str, **more):
    return browser.post("/contacts/segments/", {"name": name, "filter": query, **more}, follow=True)


def someone(**fields) -> Contact:
    return Contact.objects.create(profile_name=fields.pop("name", "Somebody"), **fields)


def found(*tokens: str, match: str = "all") -> set[Contact]:
    asked = [Condition.read(token).stored for token in tokens]
    return set(queries.people_in(Segment(conditions=asked, match=match)))


def test_a_filter_is_kept_and_finds_whoever_meets_it_later(as_bruno, contact):
    vip = Label.objects.create(name="vip")
    page = keep(as_bruno, "Best", f"c=label.is.{vip.pk}")
    assert "The segment “Best” is kept." in page.text
    assert "0" in as_bruno.get("/contacts/segments/").text
    contact.labels.add(vip)
    segment = Segment.objects.get()
    assert set(queries.people_in(segment)) == {contact}
    [row] = as_bruno.get("/contacts/segments/").context["rows"]
    assert (row["count"].number, row["words"]) == (1, ["Label is vip"])
    assert "Ana Souza" in as_bruno.get(f"/contacts/?segment={segment.pk}").text


def test_what_cannot_be_kept(as_bruno, db):
    vip = Label.objects.create(name="vip")
    assert "needs conditions" in keep(as_bruno, "Best", "").text
    assert "needs a name" in keep(as_bruno, " ", f"c=label.is.{vip.pk}").text
    keep(as_bruno, "Best", f"c=label.is.{vip.pk}")
    assert "already" in keep(as_bruno, "best", f"c=label.is.{vip.pk}").text
    assert Segment.objects.count() == 1


def test_a_segment_is_its_owners_until_it_is_shared(as_bruno, client, agent_of, bruno, ada):
    vip = Label.objects.create(name="vip")
    keep(as_bruno, "Mine", f"c=label.is.{vip.pk}")
    keep(as_bruno, "Ours", f"c=label.is.{vip.pk}", is_shared="1")
    mine, ours = Segment.objects.order_by("name")
    client.force_login(agent_of("Chitra"))
    page = client.get("/contacts/segments/").text
    assert "Ours" in page and "Mine" not in page
    assert client.get(f"/contacts/segments/{mine.pk}/count/").status_code == 404
    assert client.get(f"/contacts/segments/{ours.pk}/count/").status_code == 200
    assert client.post(f"/contacts/segments/{ours.pk}/removal/").status_code == 404
    assert client.get(f"/contacts/?segment={mine.pk}").context["segment"] is None
    client.force_login(ada)
    assert client.post(f"/contacts/segments/{mine.pk}/removal/").status_code == 404
    assert client.post(f"/contacts/segments/{ours.pk}/removal/").status_code == 302


def test_a_segment_is_changed_to_another_filter(as_bruno, db):
    vip = Label.objects.create(name="vip")
    keep(as_bruno, "Best", f"c=label.is.{vip.pk}")
    segment = Segment.objects.get()
    as_bruno.post(f"/contacts/segments/{segment.pk}/", {"name": "Rest", "filter": f"c=label.not.{vip.pk}"})
    segment.refresh_from_db()
    assert (segment.name, segment.conditions[0]["op"]) == ("Rest", "not")


def test_a_segment_about_what_is_gone_finds_nobody_and_says_so(as_bruno, contact):
    vip = Label.objects.create(name="vip")
    keep(as_bruno, "Others", f"c=label.not.{vip.pk}")
    vip.delete()
    with pytest.raises(Wrong):
        queries.people_in(Segment.objects.get())
    assert "This is not there any more." in as_bruno.get("/contacts/segments/").text


def test_last_heard_and_on_file(db):
    now = timezone.now()
    lately, once, never = (
        someone(last_heard_at=now - timedelta(days=2)),
        someone(last_heard_at=now - timedelta(days=50), created_at=now - timedelta(days=60)),
        someone(),
    )
    assert found("heard.within.30") == {lately}
    assert found("heard.before.30") == {once}
    assert found("heard.never") == {never}
    assert found("known.before.30") == {once}
    assert found("known.within.30", "heard.never") == {never}


def test_the_country_of_a_number_is_looked_up_by_a_sweep(db):
    brazil, canada, none = someone(), someone(), someone()
    Identity.objects.create(contact=brazil, kind=Identity.Kind.WA_ID, value="5511987654321")
    Identity.objects.create(contact=canada, kind=Identity.Kind.PHONE, value="16135550123")
    assert placing.place_some() and not placing.place_some()
    assert found("country.is.br") == {brazil}
    assert found("country.is.CA") == {canada}
    assert found("country.not.BR") == {canada, none}


def test_consent(db):
    yes, no, unasked = someone(), someone(), someone()
    now = timezone.now()
    record(
        [
            Said(contact=yes.pk, purpose="marketing", is_given=True, at=now, source="agent"),
            Said(contact=no.pk, purpose="marketing", is_given=True, at=now - timedelta(days=2), source="agent"),
            Said(contact=no.pk, purpose="marketing", is_given=False, at=now, source="word"),
        ]
    )
    assert found("consent.given.marketing") == {yes}
    assert found("consent.withdrawn.marketing") == {no}
    assert found("consent.unknown.marketing") == {unasked}


def test_groups_labels_and_languages_in_all_and_any(db):
    friends, vip = Group.objects.create(name="Friends"), Label.objects.create(name="vip")
    one, other = someone(language="pt_BR"), someone()
    friends.members.add(one)
    other.labels.add(vip)
    assert found(f"group.is.{friends.pk}", "language.is.pt_BR") == {one}
    assert found(f"group.is.{friends.pk}", f"label.is.{vip.pk}", match="any") == {one, other}
    assert found(f"group.not.{friends.pk}") == {other}


@pytest.mark.parametrize(
    ("kind", "values", "token", "who"),
    [
        (Field.Kind.TEXT, ["São Paulo", "Santos", None], "is.são paulo", [0]),
        (Field.Kind.TEXT, ["São Paulo", "50% off", None], "begins.50%", [1]),
        (Field.Kind.TEXT, ["São Paulo", "Santos", None], "known.", [0, 1]),
        (Field.Kind.TEXT, ["São Paulo", "Santos", None], "unknown.", [2]),
        (Field.Kind.NUMBER, [9, 10.5, -3], "from.9", [0, 1]),
        (Field.Kind.NUMBER, [9, 10.5, None], "to.10", [0]),
        (Field.Kind.NUMBER, [9, 10.5, None], "is.10.5", [1]),
        (Field.Kind.DATE, ["2026-01-31", "2025-12-31", None], "from.2026-01-01", [0]),
        (Field.Kind.DATE, ["2026-01-31", "2025-12-31", None], "to.31/12/2025", [1]),
        (Field.Kind.CHOICE, ["Large", "Small", None], "is.large", [0]),
        (Field.Kind.CHOICE, ["Large", "Small", None], "not.Large", [1, 2]),
        (Field.Kind.YES_NO, [True, False, None], "is.no", [1]),
    ],
)
def test_each_kind_of_field(db, kind, values, token, who):
    field = defining.define(name="It", kind=kind, choices=["Large", "Small"])
    people = [someone(fields={} if value is None else {field.slot: value}) for value in values]
    assert found(f"field:{field.pk}.{token}") == {people[place] for place in who}


@pytest.mark.parametrize("token", ["is.perhaps", "between.1", "is."])
def test_a_question_that_does_not_fit_the_field(db, token):
    field = defining.define(name="It", kind=Field.Kind.YES_NO)
    with pytest.raises(Wrong):
        found(f"field:{field.pk}.{token}")
