"""One contact's page: what is known of them is changed in place, and what happened is told."""

from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.consent.ledger import Said, record
from contacts.fields import defining
from contacts.models import ContactNote, Field, Group, Label
from contacts.timeline import PAGE
from nxtchat.team.roles import Role


@pytest.fixture
def as_bruno(client, bruno):
    client.force_login(bruno)
    return client


@pytest.fixture
def age(db):
    return defining.define(name="Age", kind=Field.Kind.NUMBER)


def test_a_field_is_changed_in_place(as_bruno, conversation, contact, age):
    as_bruno.post(f"/contacts/{contact.pk}/fields/{age.pk}/", {"value": "42"})
    contact.refresh_from_db()
    assert contact.fields == {age.slot: 42}
    page = as_bruno.get(f"/contacts/{contact.pk}/").text
    assert 'value="42"' in page and "“Age” set to “42”" in page
    as_bruno.post(f"/contacts/{contact.pk}/fields/{age.pk}/", {"value": ""})
    contact.refresh_from_db()
    assert contact.fields == {}


def test_what_does_not_fit_stays_in_the_form_with_the_reason(as_bruno, conversation, contact, age):
    answer = as_bruno.post(f"/contacts/{contact.pk}/fields/{age.pk}/", {"value": "old"})
    assert answer.status_code == 422
    assert "“old” is not a number" in answer.text and 'value="old"' in answer.text
    contact.refresh_from_db()
    assert contact.fields == {}


def test_labels_and_groups_come_and_go(as_bruno, conversation, contact):
    vip, friends = Label.objects.create(name="vip"), Group.objects.create(name="Friends")
    for what in (f"label.{vip.pk}", f"join.{friends.pk}"):
        as_bruno.post(f"/contacts/{contact.pk}/words/", {"do": what})
    assert set(contact.labels.all()) == {vip} and set(contact.groups.all()) == {friends}
    as_bruno.post(f"/contacts/{contact.pk}/words/", {"do": f"unlabel.{vip.pk}"})
    assert not contact.labels.exists()
    assert "Label “vip” taken off" in as_bruno.get(f"/contacts/{contact.pk}/").text


def test_a_note_has_an_author_and_is_kept_once(as_bruno, bruno, conversation, contact):
    once = str(uuid4())
    for _press in range(2):
        as_bruno.post(f"/contacts/{contact.pk}/notes/", {"text": "Likes blue.\0", "client_id": once})
    note = ContactNote.objects.get()
    assert (note.author, note.text) == (bruno, "Likes blue.")
    page = as_bruno.get(f"/contacts/{contact.pk}/").text
    assert "Likes blue." in page and "Bruno Lima" in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_no_note(as_bruno, conversation, contact, text):
    as_bruno.post(f"/contacts/{contact.pk}/notes/", {"text": text, "client_id": str(uuid4())})
    assert not ContactNote.objects.exists()


def test_a_favourite_is_one_agents(as_bruno, client, agent_of, conversation, contact):
    as_bruno.post(f"/contacts/{contact.pk}/favourite/", {"wanted": "1"})
    assert "Ana Souza" in as_bruno.get("/contacts/?favourites=1").text
    client.force_login(agent_of("Chitra"))
    assert "Ana Souza" not in client.get("/contacts/?favourites=1").text


def test_the_timeline_tells_of_consent_and_goes_on_page_by_page(as_bruno, bruno, conversation, contact):
    said = Said(contact=contact.pk, purpose="marketing", is_given=True, at=timezone.now(), source="word")
    record([said])
    assert "Agreed to: Offers and news" in as_bruno.get(f"/contacts/{contact.pk}/").text
    for count in range(PAGE + 5):
        ContactNote.objects.create(contact=contact, author=bruno, client_id=uuid4(), text=f"Note {count}")
    seen, url = [], f"/contacts/{contact.pk}/"
    while url:
        page = as_bruno.get(url).context
        seen += list(page["moments"])
        older = page["older"]
        url = f"/contacts/{contact.pk}/history/?before={older.isoformat().replace('+', '%2B')}" if older else ""
    assert len(seen) == len(set(seen)) == PAGE + 7  # the notes, the consent, the beginning
    assert seen == sorted(seen, reverse=True)


def test_strangers_and_viewers_change_nothing(client, chitra, agent_of, conversation, contact, age):
    addresses = [f"fields/{age.pk}/", "words/", "notes/"]
    for agent in (chitra, agent_of("Vera", Role.VIEWER)):
        client.force_login(agent)
        for address in addresses:
            assert client.post(f"/contacts/{contact.pk}/{address}", {"value": "1", "text": "x"}).status_code == 404
    client.force_login(chitra)
    assert client.get(f"/contacts/{contact.pk}/history/").status_code == 404
    assert client.post(f"/contacts/{contact.pk}/favourite/", {"wanted": "1"}).status_code == 404


def test_labels_groups_and_fields_are_named_on_a_page(as_bruno, client, ada):
    as_bruno.post("/contacts/words/labels/", {"name": "vip"})
    as_bruno.post("/contacts/words/groups/", {"name": "Friends"})
    as_bruno.post("/contacts/words/labels/", {"name": "VIP"})  # taken
    label = Label.objects.get()
    as_bruno.post(f"/contacts/words/labels/{label.pk}/", {"name": "Best"})
    assert as_bruno.post("/contacts/words/fields/", {"name": "Size", "kind": "text"}).status_code == 404
    client.force_login(ada)
    client.post("/contacts/words/fields/", {"name": "Size", "kind": "choice", "choices": "S\nL"})
    field = Field.objects.get()
    assert (field.key, field.choices) == ("size", ["S", "L"])
    client.post(f"/contacts/words/fields/{field.pk}/", {"name": "Shirt", "choices": "S\nM\nL"})
    page = client.get("/contacts/words/").text
    assert "Shirt" in page and "Best" in page and "Friends" in page
    client.post(f"/contacts/words/fields/{field.pk}/removal/")
    client.post(f"/contacts/words/labels/{label.pk}/removal/")
    assert not Field.objects.exists() and not Label.objects.exists()
    assert client.post("/contacts/words/nonsense/", {"name": "x"}).status_code == 404
