"""Who is restricted is kept, and not used: no page, list, search, file or program shows them, and nothing is sent."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError
from django.urls import reverse

from contacts import consent
from contacts.consent import marks
from contacts.models import Contact, Mark
from inbox import delivery, services
from inbox.models import Message, Status
from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role
from tests.inbox.desk import ana_says, at_desk
from tests.webhooks.bodies import envelope, said

__all__ = ["ana_says", "at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The fern is for my sister"


@pytest.fixture
def restricted(contact, conversation, ana_says, agent_of):
    """Ana, who contests what we hold of her."""
    ana_says(WORDS)

    def set_aside(kind=Mark.Kind.RESTRICTED):
        marks.put(contact=contact, kind=kind, reason="She contests it", by=agent_of("Paula", Role.PRIVACY))

    return set_aside


def addresses(contact, conversation):
    message = conversation.messages.get()
    return {
        reverse("inbox:inbox"): 200,
        reverse("inbox:inbox") + "?q=souza&status=all": 200,
        reverse("inbox:conversation", args=[conversation.pk]): 404,
        reverse("inbox:contact", args=[conversation.pk]): 404,
        reverse("inbox:fragments") + f"?c={conversation.pk}&rows={conversation.pk}&messages={message.pk}": 200,
        reverse("contacts:contacts"): 200,
        reverse("contacts:contacts") + "?q=98765": 200,
        reverse("contacts:export", args=["csv"]): 200,
    }


def shown(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.text


@pytest.mark.parametrize("kind", [Mark.Kind.RESTRICTED, Mark.Kind.ERASED])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.MARKETER, Role.AGENT, Role.VIEWER])
def test_no_page_shows_them(at_desk, agent_of, role, kind, restricted, contact, conversation):
    desk = at_desk(agent_of("Olu", role))
    before = {address: desk.get(address) for address in addresses(contact, conversation)}
    assert sum("Souza" in shown(answer) for answer in before.values() if answer.status_code == 200) >= 6
    restricted(kind)
    for address, status in addresses(contact, conversation).items():
        answer = desk.get(address)
        assert answer.status_code in {status, before[address].status_code}, address
        page = shown(answer)
        assert not any(canary in page for canary in ("Souza", WORDS, "987654321")), address


def test_no_program_gets_them(client, agent_of, restricted, contact, conversation):
    scopes = ["contacts.read", "contacts.edit", "conversations.read"]
    token = ApiToken.issue(agent=agent_of("Olu", Role.AGENT), name="shop", scopes=scopes)
    headers = {"Authorization": f"Bearer {token}"}
    lists, one = ("/api/v1/contacts/", "/api/v1/conversations/"), f"/api/v1/contacts/{contact.pk}/"
    assert all("Souza" in client.get(address, headers=headers).text for address in (*lists, one))
    restricted()
    assert not any("Souza" in client.get(address, headers=headers).text for address in lists)
    assert client.get(one, headers=headers).status_code == 404
    again = {"number": "+5511987654321", "name": "Ana the second"}
    assert client.post("/api/v1/contacts/", again, content_type="application/json", headers=headers).status_code == 409
    assert Contact.objects.get().name == ""


def test_whoever_answers_privacy_requests_finds_them_in_a_list_of_their_own(at_desk, agent_of, restricted, contact):
    restricted()
    desk = at_desk(agent_of("Pia", Role.PRIVACY))
    aside = desk.get(reverse("contacts:set_aside")).text
    assert "Ana Souza" in aside and "She contests it" in aside
    assert "Ana Souza" not in desk.get(reverse("contacts:contacts")).text
    page = reverse("contacts:contact", args=[contact.pk])
    assert "She contests it" in desk.get(page).text
    lifted = {"kind": "restricted", "reason": "It is right", "lift": "1"}
    assert desk.post(reverse("contacts:marks", args=[contact.pk]), lifted).status_code == 302
    assert "Ana Souza" in desk.get(reverse("contacts:contacts")).text
    assert "Ana Souza" not in desk.get(reverse("contacts:set_aside")).text


def test_nobody_else_sees_that_list(at_desk, bruno):
    assert at_desk(bruno).get(reverse("contacts:set_aside")).status_code == 404


def test_what_they_write_is_kept_and_answered_by_nobody(number, arrives):
    arrives(envelope(said("Hello")))
    marks.put(contact=Contact.objects.get(), kind=Mark.Kind.RESTRICTED, reason="as asked", by=None)
    arrives(envelope(said("STOP")))
    assert list(Message.objects.values_list("text", flat=True).order_by("pk")) == ["Hello", "STOP"]
    assert {purpose: held.is_given for purpose, held in consent.state(Contact.objects.get()).items()} == {
        "marketing": False,
        "service": False,
    }


def test_what_the_gate_overlooks_the_database_refuses(restricted, conversation, bruno):
    kept = {"conversation": conversation, "number": conversation.number, "direction": "out", "author": bruno}
    Message.objects.create(status=Status.QUEUED, text="Hello", **kept)
    restricted()
    with pytest.raises(ProgrammingError, match="not used"):
        Message.objects.create(status=Status.QUEUED, text="Hello again", **kept)
    Message.objects.create(status=Status.SENT, origin="phone", text="Said on the phone", wamid="wamid.1", **kept)


def test_what_waited_is_not_sent(restricted, conversation, bruno, whatsapp):
    message = services.say(conversation=conversation, kind="text", content={"body": "Yes"}, client_id=uuid4(), by=bruno)
    restricted()
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert (message.status, message.error_code, whatsapp.heard) == (Status.FAILED, -3, [])
