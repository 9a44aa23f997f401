"""Agents see what somebody allowed, write down what they hear, and set what stands against writing to them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from contacts import consent
from contacts.models import ConsentEvent, Mark
from nxtchat.team.models import ApiToken
from nxtchat.team.roles import Role
from tests.inbox.desk import at_desk
from tests.webhooks.bodies import envelope, said

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)
YES = {
    "purpose": "marketing",
    "is_given": "yes",
    "at": "2026-05-04T10:30",
    "channel": "phone",
    "wording": "Yes, send me offers",
    "evidence": "The note of that call",
}


def page(contact):
    return reverse("contacts:consent", args=[contact.pk])


def marks(contact):
    return reverse("contacts:marks", args=[contact.pk])


def allows(contact):
    return {purpose: held.is_given for purpose, held in consent.state(contact).items()}


def test_what_was_said_is_shown_with_its_proof(at_desk, bruno, contact, number, arrives):
    arrives(envelope(said("Stop!")))
    message = ConsentEvent.objects.first().message
    for address in (page(contact), reverse("contacts:contact", args=[contact.pk])):
        shown = at_desk(bruno).get(address).text
        assert "They want none" in shown and '<q dir="auto">Stop!</q>' in shown and "A word they wrote" in shown
        assert f"#message-{contact.conversations.get().messages.get(pk=message).client_id}" in shown


def test_an_agent_writes_down_a_new_yes_with_its_words(at_desk, bruno, contact):
    assert at_desk(bruno).post(page(contact), YES).status_code == 302
    event = contact.consent_events.get()
    assert (event.source, event.by, event.wording, event.evidence) == ("agent", bruno, YES["wording"], YES["evidence"])
    assert (event.channel, event.at) == ("phone", datetime(2026, 5, 4, 10, 30, tzinfo=UTC))
    assert allows(contact) == {"marketing": True}
    at_desk(bruno).post(page(contact), YES | {"is_given": "no", "wording": "No more, please", "at": "2026-05-05T10:30"})
    assert allows(contact) == {"marketing": False}


@pytest.mark.parametrize(
    "change",
    [
        {"wording": " "},
        {"purpose": "spam"},
        {"is_given": "perhaps"},
        {"at": ""},
        {"at": "2999-01-01T00:00"},
        {"channel": ""},
        {"channel": "telepathy"},
        {"message": "nobody's"},
        {"version": "99"},
    ],
)
def test_without_words_a_time_and_a_place_nothing_is_written_down(at_desk, bruno, contact, change):
    assert at_desk(bruno).post(page(contact), YES | change).status_code == 422
    assert not contact.consent_events.exists()


def test_who_only_looks_on_writes_nothing_down(at_desk, agent_of, contact):
    vera = agent_of("Vera", Role.VIEWER)
    assert at_desk(vera).get(page(contact)).status_code == 200
    assert at_desk(vera).post(page(contact), YES).status_code == 404
    assert at_desk(vera).post(marks(contact), {"kind": "blocked", "reason": "rude"}).status_code == 404
    assert not contact.consent_events.exists() and not contact.marks.exists()


def test_strangers_see_nothing(at_desk, chitra, conversation, contact):
    assert at_desk(chitra).get(page(contact)).status_code == 404
    assert at_desk(chitra).post(page(contact), YES).status_code == 404


def test_an_agent_blocks_and_lifts_it_and_both_have_a_reason(at_desk, bruno, contact):
    desk = at_desk(bruno)
    assert desk.post(marks(contact), {"kind": "blocked", "reason": ""}).status_code == 422
    assert not contact.marks.exists()
    assert desk.post(marks(contact), {"kind": "blocked", "reason": "Threatens us"}).status_code == 302
    assert "Threatens us" in desk.get(page(contact)).text
    desk.post(marks(contact), {"kind": "blocked", "reason": "Said sorry", "lift": "1"})
    kept = contact.marks.get()
    assert (kept.by, kept.reason, kept.lifted_by, kept.lifted_because) == (bruno, "Threatens us", bruno, "Said sorry")


def test_only_who_answers_privacy_requests_restricts(at_desk, bruno, agent_of, contact):
    asked = {"kind": "restricted", "reason": "She contests what we hold"}
    assert at_desk(bruno).post(marks(contact), asked).status_code == 422
    assert not contact.marks.exists()
    paula = agent_of("Paula", Role.PRIVACY)
    assert at_desk(paula).post(marks(contact), asked).status_code == 302
    assert contact.marks.get().kind == Mark.Kind.RESTRICTED
    assert at_desk(bruno).post(marks(contact), asked | {"lift": "1"}).status_code == 404
    assert contact.marks.get().lifted_at is None


def test_nobody_marks_somebody_as_being_erased_by_hand(at_desk, ada, contact):
    assert at_desk(ada).post(marks(contact), {"kind": "erased", "reason": "why not"}).status_code == 422
    assert not contact.marks.exists()


@pytest.fixture
def api(client, bruno, contact):
    """Asks as a program of Bruno's."""
    token = ApiToken.issue(agent=bruno, name="shop", scopes=["contacts.read", "contacts.edit"])
    address, headers = f"/api/v1/contacts/{contact.pk}/consent/", {"Authorization": f"Bearer {token}"}

    def ask(body=None):
        if body is None:
            return client.get(address, headers=headers)
        return client.post(address, body, content_type="application/json", headers=headers)

    return ask


def test_a_program_adds_a_word_and_reads_what_holds(api, contact):
    assert api().json() == {"state": {}, "marks": [], "history": []}
    said = {"purpose": "marketing", "is_given": True, "wording": "I want news", "evidence": "shop, step 3"}
    how = {"at": "2026-01-02T03:04:05Z", "channel": "site", "version": "Checkout 2", "language": "pt_BR"}
    assert api(said | how).status_code == 201
    found = api().json()
    assert found["state"] == {"marketing": True}
    kept = found["history"][0]
    assert kept["source"] == "api" and {name: kept[name] for name in said | how} == said | how


@pytest.mark.parametrize(
    "body",
    [
        {"purpose": "marketing", "is_given": True},
        {"purpose": "spam", "is_given": True, "wording": "x"},
        {"purpose": "marketing", "is_given": True, "wording": "x", "at": "2999-01-01T00:00:00Z"},
        {"purpose": "marketing", "is_given": True, "wording": "x", "source": "word"},
    ],
)
def test_a_program_that_cannot_prove_it_is_refused(api, contact, body):
    answer = api(body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert not contact.consent_events.exists()
