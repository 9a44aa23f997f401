"""One person, or two? On the pages, and for programs."""

import pytest
from django.urls import reverse

from contacts.merging import noticing
from contacts.models import Contact, Identity, Merge, Suggestion
from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(db):
    """One number in two spellings, on file twice."""
    made = []
    for name, kind, value in (("Ana", "wa_id", "551187654321"), ("Dona Ana", "phone", "5511987654321")):
        contact = Contact.objects.create(name=name)
        Identity.objects.create(contact=contact, kind=kind, value=value)
        made.append(contact)
    assert noticing.notice() == 1
    return made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("wa_id", "", "5215512345678"), ("phone", "", "525512345678")),
        (("wa_id", "", "5491123456789"), ("wa_id", "", "541123456789")),
        (("wa_id", "", "16505551234"), ("phone", "", "16505551234")),
        (("bsuid", "1", "US.1"), ("bsuid", "2", "US.1")),
        (("external", "shop", "7"), ("external", "till", "7")),
    ],
)
def test_who_shares_a_number_or_an_id_is_noticed_once(db, one, other):
    for kind, scope, value in (one, other, ("wa_id", "", "34612345678")):
        Identity.objects.create(contact=Contact.objects.create(), kind=kind, scope=scope, value=value)
    assert noticing.notice() == 1
    assert noticing.notice() == 0


def test_an_agent_sees_both_puts_them_together_and_takes_it_back(client, bruno, pair):
    ana, dona = pair
    client.force_login(bruno)
    listed = client.get(reverse("contacts:doubles")).content.decode()
    assert "Dona Ana" in listed
    both = f"{reverse('contacts:merge', args=[ana.pk])}?with={dona.pk}"
    shown = client.get(both).content.decode()
    assert "551187654321" in shown
    assert "5511987654321" in shown
    page = client.post(reverse("contacts:merge", args=[ana.pk]), {"with": dona.pk}, follow=True)
    assert "Take them apart again" in page.content.decode()
    assert not Suggestion.objects.exists()
    client.post(reverse("contacts:merge_undo", args=[Merge.objects.get().pk]))
    assert Contact.objects.filter(pk__in=[ana.pk, dona.pk]).count() == 2
    assert Suggestion.objects.get().state == "open"


def test_two_people_stay_two_and_are_not_asked_about_again(client, bruno, pair):
    client.force_login(bruno)
    client.post(reverse("contacts:double_dismissal", args=[Suggestion.objects.get().pk]))
    assert noticing.notice() == 0
    assert "Dona Ana" not in client.get(reverse("contacts:doubles")).content.decode()


def test_a_viewer_sees_doubts_and_decides_nothing(client, agent_of, pair):
    client.force_login(agent_of("Vera", Role.VIEWER))
    assert client.get(reverse("contacts:doubles")).status_code == 200
    assert client.post(reverse("contacts:merge", args=[pair[0].pk]), {"with": pair[1].pk}).status_code == 404
    assert Contact.objects.count() == 2


def test_nobody_is_put_together_with_whom_the_agent_may_not_see(client, bruno, chitra, number, pair):
    from inbox.models import Conversation, NumberAccess
    from nxtchat.team.models import Team

    hidden = pair[1]
    NumberAccess.objects.filter(number=number).delete()
    NumberAccess.objects.create(number=number, team=Team.objects.create(name="Others"))
    Conversation.objects.create(contact=hidden, number=number)
    client.force_login(bruno)
    assert "Dona Ana" not in client.get(reverse("contacts:doubles")).content.decode()
    assert client.get(reverse("contacts:merge", args=[pair[0].pk]), {"with": hidden.pk}).status_code == 404
    assert client.post(reverse("contacts:merge", args=[pair[0].pk]), {"with": hidden.pk}).status_code == 404


def test_a_program_does_the_same(client, bruno, pair):
    ana, dona = pair
    token = ApiToken.issue(agent=bruno, name="Shop", scopes=["contacts.read", "contacts.edit"])
    asks = {"headers": {"Authorization": f"Bearer {token}"}, "content_type": "application/json"}
    [doubt] = client.get("/api/v1/contacts/doubles/", headers=asks["headers"]).json()["results"]
    assert {doubt["one"], doubt["other"]} == {ana.pk, dona.pk}
    done = client.post(f"/api/v1/contacts/{ana.pk}/merges/", {"other": dona.pk}, **asks)
    assert (done.status_code, done.json()["gone"]) == (201, dona.pk)
    assert client.post(f"/api/v1/contacts/{ana.pk}/merges/", {"other": dona.pk}, **asks).status_code == 404
    undone = client.post(f"/api/v1/contacts/merges/{done.json()['id']}/undo/", **asks)
    assert undone.json() == {"contact": dona.pk}
