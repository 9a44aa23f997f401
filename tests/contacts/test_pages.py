"""The people we talk to, as agents of different teams see them."""

import pytest

from contacts.models import Contact, Identity, Label
from contacts.queries import PAGE
from nxtchat.team.roles import Role


@pytest.fixture
def as_bruno(client, bruno):
    client.force_login(bruno)
    return client


def someone(name: str, wa_id: str = "") -> Contact:
    contact = Contact.objects.create(profile_name=name)
    if wa_id:
        Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=wa_id)
    return contact


def test_an_agent_sees_who_wrote(as_bruno, conversation):
    page = as_bruno.get("/contacts/").text
    assert "Ana Souza" in page
    assert "+5511987654321" in page


def test_somebody_who_only_talks_to_another_teams_number_is_not_there(client, chitra, conversation, contact):
    client.force_login(chitra)
    assert "Ana Souza" not in client.get("/contacts/").text
    assert "Ana Souza" not in client.get("/contacts/?q=Ana").text
    assert "Ana Souza" not in client.get("/contacts/?q=98765").text
    assert client.get(f"/contacts/{contact.pk}/").status_code == 404
    assert client.post(f"/contacts/{contact.pk}/name/", {"name": "Anna"}).status_code == 404
    contact.refresh_from_db()
    assert contact.name == ""


def test_the_own_team_sees_them_with_the_same_set_up(client, chitra, bruno, conversation, contact):
    client.force_login(bruno)
    assert "Ana Souza" in client.get("/contacts/?q=98765").text
    assert client.get(f"/contacts/{contact.pk}/").status_code == 200


def test_somebody_who_also_talks_to_our_number_is_there(client, chitra, conversation, contact, account):
    from inbox.models import Conversation
    from nxtchat.whatsapp.models import Number

    everyones = Number.objects.create(account=account, phone_number_id="206540352242922", display_phone="+1 555 0100")
    Conversation.objects.create(number=everyones, contact=contact)
    client.force_login(chitra)
    assert client.get(f"/contacts/{contact.pk}/").status_code == 200


def test_somebody_without_any_conversation_is_everyones(client, chitra):
    lone = someone("Caio Prado")
    client.force_login(chitra)
    assert "Caio Prado" in client.get("/contacts/").text
    assert client.get(f"/contacts/{lone.pk}/").status_code == 200


def test_whoever_answers_privacy_requests_finds_everybody(client, agent_of, chitra, conversation, contact):
    client.force_login(agent_of("Petra Voss", Role.PRIVACY))
    page = client.get(f"/contacts/{contact.pk}/")
    assert page.status_code == 200
    assert "/inbox/?" not in page.text  # she may not read what they wrote
    assert client.post(f"/contacts/{contact.pk}/name/", {"name": "Anna"}).status_code == 404


@pytest.mark.parametrize("q", ["ana", "SOUZA", "98765", "+55 11 98765-4321", "(11) 98765"])
def test_a_person_is_found_by_a_part_of_the_name_or_number(as_bruno, conversation, q):
    someone("Caio Prado", "5521999990000")
    page = as_bruno.get("/contacts/", {"q": q}).text
    assert "Ana Souza" in page
    assert "Caio Prado" not in page


def test_a_person_is_found_by_the_name_that_we_gave(as_bruno, conversation, contact):
    Contact.objects.filter(pk=contact.pk).update(name="Dona Ana")
    assert "Dona Ana" in as_bruno.get("/contacts/?q=dona").text


def test_two_digits_are_too_few_to_look_for_in_numbers(as_bruno, conversation):
    assert "Ana Souza" not in as_bruno.get("/contacts/?q=55").text


@pytest.mark.parametrize("q", ["%", "\0nobody", "'; --", "x" * 5000])
def test_a_strange_search_finds_nobody_and_breaks_nothing(as_bruno, conversation, q):
    answer = as_bruno.get("/contacts/", {"q": q})
    assert answer.status_code == 200
    assert "Ana Souza" not in answer.text


def test_many_people_come_page_by_page_each_once(as_bruno):
    for count in range(PAGE + 5):
        someone(f"Person {count:03}")
    seen: list[str] = []
    url = "/contacts/"
    for _page in range(2):
        page = as_bruno.get(url)
        seen += [contact.profile_name for contact, _cells in page.context["rows"]]
        url = f"/contacts/?after={page.context['next']}"
    assert len(seen) == len(set(seen)) == PAGE + 5
    assert page.context["next"] is None


def test_an_agent_gives_a_person_a_name(as_bruno, conversation, contact):
    as_bruno.post(f"/contacts/{contact.pk}/name/", {"name": "Dona Ana"})
    assert "Dona Ana" in as_bruno.get("/contacts/").text
    assert "Ana Souza" in as_bruno.get(f"/contacts/{contact.pk}/").text


def test_a_name_that_is_too_long_is_refused(as_bruno, conversation, contact):
    assert as_bruno.post(f"/contacts/{contact.pk}/name/", {"name": "A" * 201}).status_code == 422
    contact.refresh_from_db()
    assert contact.name == ""


def test_a_viewer_sees_a_person_but_cannot_rename_them(client, agent_of, conversation, contact):
    client.force_login(agent_of("Vera Lind", Role.VIEWER))
    assert "Keep the name" not in client.get(f"/contacts/{contact.pk}/").text
    assert client.post(f"/contacts/{contact.pk}/name/", {"name": "Anna"}).status_code == 404


def test_those_who_have_the_conversation_open_are_told_of_the_new_name(
    as_bruno, conversation, contact, django_capture_on_commit_callbacks
):
    from nxtchat.live.stream import STREAM
    from nxtchat.redis import client as redis

    redis().delete(STREAM)
    with django_capture_on_commit_callbacks(execute=True):
        as_bruno.post(f"/contacts/{contact.pk}/name/", {"name": "Dona Ana"})
    [(_id, event)] = redis().xrange(STREAM)
    assert event["kind"] == "contact.changed"
    assert event["number"] == str(conversation.number_id)
    assert f'"c":{conversation.pk}' in event["data"]
    assert "Dona" not in str(event)


def test_the_labels_and_ids_of_a_person_are_shown(as_bruno, conversation, contact):
    contact.labels.add(Label.objects.create(name="vip"))
    Identity.objects.create(contact=contact, kind=Identity.Kind.BSUID, value="BR.13491208655302741918")
    page = as_bruno.get(f"/contacts/{contact.pk}/").text
    assert "vip" in page
    assert "BR.13491208655302741918" in page


def test_a_stranger_is_sent_to_sign_in(client, contact):
    assert client.get(f"/contacts/{contact.pk}/")["Location"].startswith("/sign-in/")
