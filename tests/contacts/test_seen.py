"""Whom an agent finds who may see some of our numbers only, among however many others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contacts import finding
from contacts.merging import services
from contacts.models import Contact, Identity
from inbox.models import Conversation, NumberAccess
from nxtchat.team.models import Team
from nxtchat.whatsapp.models import Number
from tests.webhooks.bodies import envelope, said

SORTS = ("created", "name", "heard")


@pytest.fixture
def workshop(account, chitra):
    """The number of Chitra's team."""
    number = Number.objects.create(account=account, phone_number_id="2", display_phone="+1 555-078-3882")
    NumberAccess.objects.create(number=number, team=Team.objects.get(name="Billing"))
    return number


def someone(name: str, *, at: Number | None = None, phone: str = "") -> Contact:
    contact = Contact.objects.create(profile_name=name)
    if phone:
        Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=phone)
    if at:
        Conversation.objects.create(contact=contact, number=at)
    return contact


@pytest.fixture
def maria(workshop):
    """She talks to Chitra's team; many others of her name talk to the shop, and one is on file only."""
    return someone("Maria Costa", at=workshop, phone="5511900000001")


@pytest.fixture
def others(number):
    for count in range(5):
        someone(f"Maria {count}", at=number, phone=f"551190000001{count}")
    someone("Maria of the list", phone="5511900000002")


def names(browser, query: str) -> list[str]:
    return [contact.profile_name for contact, _cells in browser.get(f"/contacts/?{query}").context["rows"]]


@pytest.mark.parametrize("few", [0, 3_000])
@pytest.mark.parametrize("q", ["maria", "mar", "ma", "900000", "5511900000001"])
def test_they_find_theirs_among_many_of_the_same_name(client, chitra, maria, others, monkeypatch, few, q):
    monkeypatch.setattr(finding, "FEW", few)  # as if theirs were many: then it is looked at who is called so
    client.force_login(chitra)
    found = {"Maria Costa"} if q == "5511900000001" else {"Maria Costa", "Maria of the list"}
    assert set(names(client, f"q={q}")) == found


def test_what_was_not_looked_at_is_said(client, chitra, maria, others, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    client.force_login(chitra)
    assert "This finds very many" in client.get("/contacts/?q=maria").text
    assert "This finds very many" not in client.get("/contacts/?q=costa").text


def test_both_parts_of_what_they_see_make_one_list(client, chitra, workshop):
    now = timezone.now()
    for count in range(120):
        contact = someone(f"Person {count * 7 % 120:03}", at=workshop if count % 2 else None)
        heard = now - timedelta(hours=count % 5) if count % 3 else None
        Contact.objects.filter(pk=contact.pk).update(last_heard_at=heard)
    client.force_login(chitra)
    for sort, key in zip(SORTS, ("-created_at", "profile_name", "-last_heard_at"), strict=True):
        seen, query = [], f"sort={sort}"
        while query:
            page = client.get(f"/contacts/?{query}").context
            seen += [contact.pk for contact, _cells in page["rows"]]
            query = f"sort={sort}&after={page['next']}" if page["next"] else ""
        rows = Contact.objects.order_by(key, "pk" if sort == "name" else "-pk")
        silent = [pk for pk, at in rows.values_list("pk", "last_heard_at") if at is None] if sort == "heard" else []
        assert seen == [pk for pk in rows.values_list("pk", flat=True) if pk not in silent] + silent


def test_who_begins_to_talk_to_another_team_is_theirs_from_then_on(client, chitra, number, arrives):
    dora = someone("Dora", phone="5511987654321")
    client.force_login(chitra)
    assert client.get(f"/contacts/{dora.pk}/").status_code == 200
    arrives(envelope(said("Hello", wa_id="5511987654321")))
    dora.refresh_from_db()
    assert dora.is_in_touch
    assert client.get(f"/contacts/{dora.pk}/").status_code == 404
    Conversation.objects.get().delete()
    dora.refresh_from_db()
    assert not dora.is_in_touch


def test_two_who_were_put_together_and_taken_apart_are_seen_as_before(client, chitra, ada, number):
    silent, talks = someone("Dora"), someone("Dora", at=number)
    client.force_login(chitra)
    done = services.merge(keep=silent, drop=talks, by=ada)
    assert client.get(f"/contacts/{silent.pk}/").status_code == 404
    services.undo(done=done, by=ada)
    assert client.get(f"/contacts/{silent.pk}/").status_code == 200
    assert client.get(f"/contacts/{talks.pk}/").status_code == 404
