"""The list of contacts: filters, orders, columns, and doing something to many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts.fields import defining
from contacts.models import Action, Contact, Field, Group, Identity, Label
from nxtchat.team.roles import Role


@pytest.fixture
def as_bruno(client, bruno):
    client.force_login(bruno)
    return client


@pytest.fixture
def people(db):
    """Three: Álvaro from Brazil, Beatriz from Mexico, Caio of whom nothing is known."""
    found = []
    for name, wa_id in (("Álvaro Dias", "5511987654321"), ("Beatriz", "525512345678"), ("Caio", "")):
        contact = Contact.objects.create(profile_name=name)
        if wa_id:
            Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=wa_id)
        found.append(contact)
    return found


@pytest.fixture
def vip(db):
    return Label.objects.create(name="vip")


def names(browser, query: str = "") -> list[str]:
    return [contact.profile_name for contact, _cells in browser.get(f"/contacts/{query}").context["rows"]]


@pytest.mark.parametrize("q", ["alvaro", "ÁLV", "dia", "dias alv", "98765", "551187654321", "(11) 8765-4321"])
def test_a_person_is_found_by_any_spelling(as_bruno, people, number, q):
    number.display_phone = "+55 21 99999-0000"  # ours is Brazilian: local numbers are dialled from there
    number.save()
    assert names(as_bruno, f"?q={q}") == ["Álvaro Dias"]


@pytest.mark.parametrize("q", ["+52 1 55 1234 5678", "5215512345678", "12345"])
def test_an_old_mexican_spelling_finds_the_new_one(as_bruno, people, number, q):
    assert names(as_bruno, f"?q={q.replace('+', '%2B')}") == ["Beatriz"]


def test_orders(as_bruno, people):
    _alvaro, beatriz, caio = people
    now = timezone.now()
    Contact.objects.filter(pk=beatriz.pk).update(last_heard_at=now - timedelta(days=2))
    Contact.objects.filter(pk=caio.pk).update(last_heard_at=now)
    assert names(as_bruno) == ["Caio", "Beatriz", "Álvaro Dias"]
    assert names(as_bruno, "?sort=name") == ["Álvaro Dias", "Beatriz", "Caio"]
    assert names(as_bruno, "?sort=heard") == ["Caio", "Beatriz", "Álvaro Dias"]


@pytest.mark.parametrize("sort", ["created", "name", "heard"])
def test_every_order_goes_on_where_it_stopped(as_bruno, sort):
    now = timezone.now()
    for count in range(120):
        heard = now - timedelta(hours=count % 7) if count % 3 else None
        Contact.objects.create(profile_name=f"Person {count % 40:02}", last_heard_at=heard)
    seen, query = [], f"?sort={sort}"
    while query:
        page = as_bruno.get(f"/contacts/{query}").context
        seen += [contact.pk for contact, _cells in page["rows"]]
        query = f"?sort={sort}&after={page['next']}" if page["next"] else ""
    assert len(seen) == len(set(seen)) == 120


def test_filters_stand_in_the_address_and_go_together(as_bruno, people, vip):
    alvaro, beatriz, _caio = people
    alvaro.labels.add(vip)
    Contact.objects.filter(pk=beatriz.pk).update(language="es")
    has_label, speaks = f"c=label.is.{vip.pk}", "c=language.is.es"
    assert names(as_bruno, f"?{has_label}") == ["Álvaro Dias"]
    assert names(as_bruno, f"?c=label.not.{vip.pk}") == ["Caio", "Beatriz"]
    assert names(as_bruno, f"?{has_label}&{speaks}") == []
    assert names(as_bruno, f"?{has_label}&{speaks}&match=any") == ["Beatriz", "Álvaro Dias"]
    page = as_bruno.get(f"/contacts/?{has_label}")
    assert "Label is vip" in page.text and "1 contact" in page.text


def test_one_filter_more_is_added_by_a_form_without_script(as_bruno, people, vip):
    answer = as_bruno.get(f"/contacts/?q=a&add=label.is&value={vip.pk}")
    assert answer["Location"] == f"/contacts/?q=a&c=label.is.{vip.pk}"


@pytest.mark.parametrize(
    "token", ["label.is.999", "label.is.x", "heard.within.soon", "nonsense", "field:9.is.1", "label"]
)
def test_a_filter_that_cannot_be_meant_is_told_and_left_out(as_bruno, people, token):
    page = as_bruno.get(f"/contacts/?c={token}")
    assert page.status_code == 200 and len(page.context["filter"].wrong) == 1
    assert 'role="alert"' in page.text


def test_an_agent_chooses_the_columns_once(as_bruno, client, people, agent_of):
    city = defining.define(name="City", kind=Field.Kind.TEXT)
    Contact.objects.filter(pk=people[0].pk).update(fields={city.slot: "Lima"})
    assert "Lima" not in as_bruno.get("/contacts/").text
    as_bruno.post("/contacts/columns/", {"column": ["number", f"field:{city.pk}"], "filter": "sort=name"})
    assert "Lima" in as_bruno.get("/contacts/").text
    client.force_login(agent_of("Chitra"))
    assert "Lima" not in client.get("/contacts/").text


def do(browser, what: str, **more) -> Action:
    answer = browser.post("/contacts/actions/", {"do": what, **more})
    assert answer.status_code == 302, answer
    return Action.objects.first()


def test_many_are_labelled_at_once_and_it_is_taken_back(as_bruno, people, vip):
    alvaro, beatriz, _caio = people
    alvaro.labels.add(vip)  # before: stays afterwards
    action = do(as_bruno, f"label.{vip.pk}", ids=[alvaro.pk, beatriz.pk])
    assert (action.state, action.changed) == ("done", 1)
    assert set(vip.contacts.all()) == {alvaro, beatriz}
    page = as_bruno.get(f"/contacts/?done={action.pk}").text
    assert "Labelled “vip”" in page and "Undo" in page
    as_bruno.post(f"/contacts/actions/{action.pk}/undo/")
    assert set(vip.contacts.all()) == {alvaro}
    assert "It is as before." in as_bruno.get(f"/contacts/?done={action.pk}").text


def test_a_field_is_set_for_all_that_the_filter_finds(as_bruno, people, vip):
    alvaro, beatriz, _caio = people
    vip.contacts.add(alvaro, beatriz)
    city = defining.define(name="City", kind=Field.Kind.TEXT)
    Contact.objects.filter(pk=alvaro.pk).update(fields={city.slot: "Lima"})
    action = do(as_bruno, f"set.{city.pk}", value="Quito", whom="all", filter=f"c=label.is.{vip.pk}")
    values = dict(Contact.objects.values_list("pk", "fields"))
    assert [values[one.pk].get(city.slot) for one in people] == ["Quito", "Quito", None]
    Contact.objects.filter(pk=beatriz.pk).update(fields={city.slot: "Cusco"})  # somebody knows better meanwhile
    as_bruno.post(f"/contacts/actions/{action.pk}/undo/")
    values = dict(Contact.objects.values_list("pk", "fields"))
    assert [values[one.pk].get(city.slot) for one in people] == ["Lima", "Cusco", None]


def test_groups_and_taking_out(as_bruno, people):
    friends = Group.objects.create(name="Friends")
    do(as_bruno, f"join.{friends.pk}", ids=[one.pk for one in people])
    assert names(as_bruno, f"?c=group.is.{friends.pk}&sort=name") == ["Álvaro Dias", "Beatriz", "Caio"]
    action = do(as_bruno, f"leave.{friends.pk}", ids=[people[0].pk])
    assert friends.members.count() == 2
    as_bruno.post(f"/contacts/actions/{action.pk}/undo/")
    assert friends.members.count() == 3


def test_what_does_not_fit_is_refused_for_all(as_bruno, people):
    age = defining.define(name="Age", kind=Field.Kind.NUMBER)
    as_bruno.post("/contacts/actions/", {"do": f"set.{age.pk}", "value": "old", "ids": [people[0].pk]})
    assert not Action.objects.exists()
    assert "is not a number" in as_bruno.get("/contacts/").text


@pytest.mark.parametrize("what", ["", "label.999", "nonsense", "label.x"])
def test_nothing_is_done_when_nothing_was_chosen(as_bruno, people, what):
    as_bruno.post("/contacts/actions/", {"do": what, "ids": [people[0].pk]})
    assert not Action.objects.exists()


def test_nobody_changes_whom_they_may_not_see(client, chitra, conversation, contact, vip):
    client.force_login(chitra)
    action = do(client, f"label.{vip.pk}", ids=[contact.pk])
    assert action.changed == 0 and not contact.labels.exists()


def test_a_viewer_does_nothing_and_undoes_nothing(client, agent_of, as_bruno, people, vip):
    action = do(as_bruno, f"label.{vip.pk}", ids=[people[0].pk])
    client.force_login(agent_of("Vera", Role.VIEWER))
    assert client.post("/contacts/actions/", {"do": f"label.{vip.pk}", "ids": [people[1].pk]}).status_code == 404
    assert client.post(f"/contacts/actions/{action.pk}/undo/").status_code == 404
    client.force_login(agent_of("Chitra"))
    assert client.post(f"/contacts/actions/{action.pk}/undo/").status_code == 404
    assert vip.contacts.count() == 1
