"""People, as programs see them, put them on file and change them."""

import pytest
from django.utils import timezone

from contacts import above, consent
from contacts.fields import defining
from contacts.models import Contact, Field, Group, Identity, Label, Segment
from contacts.segments.conditions import Condition
from nxtchat.team.roles import Role

SAID = {"purpose": "marketing", "wording": "Send me offers"}
YES = {**SAID, "is_given": True}


@pytest.fixture
def no(db):
    """They said no themselves."""

    def say(contact, purpose="marketing"):
        consent.record(
            [consent.Said(contact=contact.pk, purpose=purpose, is_given=False, at=timezone.now(), source="word")]
        )

    return say


def on_file(number: str, kind=Identity.Kind.WA_ID) -> Contact:
    contact = Contact.objects.create(profile_name=f"Somebody {number}")
    Identity.objects.create(contact=contact, kind=kind, value=number)
    return contact


def allows(contact, purpose="marketing"):
    held = consent.state(contact).get(purpose)
    return held.is_given if held else None


def test_a_person_is_put_on_file_once(asks, db, is_problem):
    vip, shop = Label.objects.create(name="vip"), Group.objects.create(name="Shop")
    size = defining.define(name="Size", kind=Field.Kind.NUMBER)
    body = {"number": "+55 11 98765-4321", "name": "Ana", "language": "pt-br", "labels": ["vip"], "groups": ["Shop"]}
    answer = asks.post("contacts/", {**body, "fields": {"size": "42"}})
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["name"], told["language"], told["address"]) == ("Ana", "pt_BR", "+5511987654321")
    assert (told["labels"], told["groups"], told["fields"]) == (["vip"], ["Shop"], {"size": 42})
    assert told["identities"] == [{"kind": "phone", "value": "5511987654321", "is_current": True}]
    again = asks.post("contacts/", {"number": "+551187654321", "name": "Somebody else", "labels": []})
    assert (again.status_code, again.json()) == (200, told)
    ana = Contact.objects.get()
    assert (ana.name, {*ana.labels.all()}, {*ana.groups.all()}, ana.fields) == ("Ana", {vip}, {shop}, {size.slot: 42})


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "number", "required"),
        ({"number": "+Ana"}, "number", "number_letters"),
        ({"number": "+55 11"}, "number", "number_length"),
        ({"number": "+999 1234 5678"}, "number", "number_country"),
        ({"number": "11 98765-4321"}, "number", "no_country"),
        ({"number": "11 98765-4321", "country": "XX"}, "country", "invalid"),
        ({"number": "+5511987654321", "language": "Portuguese"}, "language", "invalid"),
        ({"number": "+5511987654321", "labels": ["nobody's"]}, "labels.0", "does_not_exist"),
        ({"number": "+5511987654321", "fields": {"shoe": 1}}, "fields.shoe", "unknown"),
        ({"number": "+5511987654321", "identities": []}, "identities", "unknown"),
        ({"number": "+5511987654321", "consent": {**SAID}}, "consent.is_given", "required"),
        (
            {"number": "+5511987654321", "consent": {**YES, "source": "word"}},
            "consent.source",
            "invalid_choice",
        ),
    ],
)
def test_what_cannot_be_meant_puts_nobody_on_file(asks, is_problem, body, field, code):
    assert is_problem(asks.post("contacts/", body), 400, "invalid") == {field: code}
    assert not Contact.objects.exists()


def test_a_number_without_its_country_is_dialled_from_where_ours_are(asks, number):
    number.display_phone = "+55 11 4000-0000"
    number.save()
    told = asks.post("contacts/", {"number": "(11) 98765-4321"}).json()
    assert told["address"] == "+5511987654321"
    told = asks.post("contacts/", {"number": "044 55 1234 5678", "country": "mx"}).json()
    assert told["address"] == "+525512345678"


@pytest.mark.parametrize("kind", [Identity.Kind.WA_ID, Identity.Kind.PHONE])
@pytest.mark.parametrize(
    ("there", "spelled"),
    [
        ("5511987654321", {"number": "+5511987654321"}),
        ("5511987654321", {"number": "0055 11 98765 4321"}),
        ("5511987654321", {"number": "(11) 98765-4321", "country": "BR"}),
        ("5511987654321", {"number": "+55 11 8765-4321"}),
        ("551187654321", {"number": "+55 11 98765-4321"}),
        ("5215512345678", {"number": "+52 55 1234 5678"}),
        ("525512345678", {"number": "+52 1 55 1234 5678"}),
        ("5215512345678", {"number": "55 1234 5678", "country": "MX"}),
        ("5491123456789", {"number": "+54 11 2345-6789"}),
        ("541123456789", {"number": "+54 9 11 2345-6789"}),
        ("5491123456789", {"number": "011 15-2345-6789", "country": "AR"}),
    ],
)
def test_whoever_opted_out_stays_so_however_their_number_is_spelled(asks, is_problem, no, kind, there, spelled):
    ana = on_file(there, kind)
    no(ana)
    assert asks.post("contacts/", {**spelled, "name": "Ana"}).json()["id"] == ana.pk
    assert asks.patch(f"contacts/{ana.pk}/", {"name": "Ana"}).status_code == 200
    refused = asks.post("contacts/", {**spelled, "consent": YES})
    is_problem(refused, 409, "opted_out")
    assert "does not change that" in refused.json()["detail"]
    assert (allows(ana), ana.consent_events.count(), Contact.objects.count()) == (False, 1, 1)


def test_an_import_brings_a_yes_to_whoever_never_said_no(asks, no):
    yes = {"number": "+5511987654321", "consent": YES}
    assert asks.post("contacts/", yes).status_code == 201
    ana = Contact.objects.get()
    assert (allows(ana), ana.consent_events.get().source) == (True, "import")
    assert asks.post("contacts/", {**yes, "consent": {**SAID, "is_given": False}}).status_code == 200
    assert allows(ana) is False


def test_the_no_of_the_same_number_on_another_contact_counts_too(asks, is_problem, no):
    ana, also_ana = on_file("5511987654321"), on_file("551187654321")
    no(also_ana)
    is_problem(asks.post("contacts/", {"number": "+5511987654321", "consent": YES}), 409, "opted_out")
    assert (allows(ana), allows(also_ana)) == (None, False)


def test_whoever_was_erased_is_not_brought_back(asks, is_problem, monkeypatch):
    kept = {above.fingerprint("wa_id", "551187654321")}
    monkeypatch.setattr(above, "_erased", lambda prints: kept & set(prints))
    is_problem(asks.post("contacts/", {"number": "+5511987654321"}), 409, "erased")
    assert not Contact.objects.exists()
    assert asks.post("contacts/", {"number": "+5511987654322"}).status_code == 201


def test_what_they_told_the_program_themselves_holds_again(asks, no):
    ana = on_file("5511987654321")
    no(ana)
    said = {**YES, "source": "api", "evidence": "Form, today"}
    assert asks.post("contacts/", {"number": "+5511987654321", "consent": said}).status_code == 200
    assert (allows(ana), ana.consent_events.first().source) == (True, "api")


def test_whoever_is_of_another_team_is_not_told_of(program, chitra, bruno, conversation, is_problem):
    theirs = program(chitra)
    is_problem(theirs.post("contacts/", {"number": "+5511987654321"}), 409, "not_yours")
    is_problem(theirs.get(f"contacts/{conversation.contact_id}/"), 404, "not_found")
    is_problem(theirs.patch(f"contacts/{conversation.contact_id}/", {"name": "Mine"}), 404, "not_found")
    assert theirs.get("contacts/").json()["results"] == []
    assert program(bruno).get(f"contacts/{conversation.contact_id}/").json()["display_name"] == "Ana Souza"


def test_a_token_or_a_role_that_only_reads_changes_nobody(program, agent_of, bruno, contact, is_problem):
    for reader in (program(bruno, "contacts.read"), program(agent_of("Vera", Role.VIEWER))):
        assert reader.get(f"contacts/{contact.pk}/").status_code == 200
        is_problem(reader.patch(f"contacts/{contact.pk}/", {"name": "Ana"}), 403, "permission_denied")
        is_problem(reader.post("contacts/", {"number": "+5511987654321"}), 403, "permission_denied")
    is_problem(program(bruno, "numbers.read").get("contacts/"), 403, "permission_denied")


def test_what_is_known_of_a_person_is_changed_and_the_rest_stays(asks, bruno, contact, is_problem):
    vip, old = Label.objects.create(name="vip"), Label.objects.create(name="old")
    size, town = (defining.define(name=name, kind=kind) for name, kind in (("Size", "number"), ("Town", "text")))
    contact.labels.add(old)
    Contact.objects.filter(pk=contact.pk).update(fields={size.slot: 42, town.slot: "Rio"})
    address = f"contacts/{contact.pk}/"
    told = asks.patch(address, {"labels": ["vip"], "fields": {"size": None, "town": "São Paulo"}}).json()
    assert (told["labels"], told["fields"]) == (["vip"], {"town": "São Paulo"})
    assert (told["name"], told["display_name"]) == ("", "Ana Souza")
    assert asks.patch(address, {"name": "Ana"}).json()["labels"] == ["vip"]
    assert is_problem(asks.patch(address, {"fields": {"size": "big"}}), 400, "invalid") == {"fields.size": "invalid"}
    assert is_problem(asks.patch(address, {"number": "+4912345678"}), 400, "invalid") == {"number": "unknown"}
    assert is_problem(asks.patch(address, {"consent": SAID}), 400, "invalid") == {"consent": "unknown"}
    assert (contact.identities.get().value, {*contact.labels.all()}) == ("5511987654321", {vip})


def test_people_are_found_by_words_and_segments_page_by_page(asks, bruno, ada, is_problem):
    vip, shop = Label.objects.create(name="vip"), Group.objects.create(name="Shop")
    people = [on_file(f"55119876543{n:02}") for n in range(5)]
    vip.contacts.set(people[:3])
    shop.members.set(people[2:])
    kept = [Condition("label", "is", str(vip.pk)).stored]
    mine = Segment.objects.create(name="Best", conditions=kept, owner=bruno)
    hers = Segment.objects.create(name="Hers", conditions=kept, owner=ada)

    def ids(query: str) -> list[int]:
        return [row["id"] for row in asks.get(f"contacts/?{query}").json()["results"]]

    newest = [contact.pk for contact in reversed(people)]
    first = asks.get("contacts/?limit=3").json()
    assert [row["id"] for row in first["results"]] == newest[:3]
    assert [row["id"] for row in asks.get(first["next"]).json()["results"]] == newest[3:]
    assert ids("label=vip") == ids(f"segment={mine.pk}") == newest[2:]
    assert (ids("group=Shop&label=vip"), ids("q=4301"), ids("label=none")) == ([people[2].pk], [people[1].pk], [])
    refused = is_problem(asks.get(f"contacts/?segment={hers.pk}"), 400, "invalid")
    assert refused == {"segment": "does_not_exist"}
    assert [row["name"] for row in asks.get("segments/").json()["results"]] == ["Best"]
    vip.delete()
    assert is_problem(asks.get(f"contacts/?segment={mine.pk}"), 400, "invalid") == {"segment": "invalid"}


def test_the_words_that_people_are_sorted_by_are_listed(program, bruno, db, is_problem):
    label, group = Label.objects.create(name="vip"), Group.objects.create(name="Shop")
    field = defining.define(name="Size", kind=Field.Kind.CHOICE, choices=["S", "M"])
    reader, stranger = program(bruno, "contacts.read"), program(bruno, "numbers.read")
    listed = {what: reader.get(f"{what}/").json()["results"] for what in ("labels", "groups", "fields", "segments")}
    assert listed["labels"] == [{"id": label.pk, "name": "vip", "colour": ""}]
    assert [row["id"] for row in listed["groups"]] == [group.pk]
    assert listed["fields"] == [
        {"id": field.pk, "key": "size", "name": "Size", "kind": "choice", "choices": ["S", "M"]}
    ]
    assert listed["segments"] == []
    for what in listed:
        is_problem(stranger.get(f"{what}/"), 403, "permission_denied")
