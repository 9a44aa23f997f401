"""What we are told about people: how the phone calls them, and what they want to be sent."""

import json
from itertools import permutations

import pytest

from contacts.consent.ledger import opened
from contacts.models import ConsentEvent, Contact
from inbox.models import Conversation
from nxtchat import redis
from nxtchat.live import stream
from tests.webhooks.bodies import NOON, envelope, said, value
from tests.webhooks.bodies_phone import entry, phonebook, preference
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_phones_name_is_shown_until_an_agent_types_another(number, arrives):
    arrives(envelope(said()))
    assert arrives(phonebook(entry("Ana Padaria", phone="+55 11 98765-4321"))).state == "handled"
    ana = Contact.objects.get()
    assert (ana.phonebook_name, ana.profile_name, ana.display_name) == ("Ana Padaria", "Ana Souza", "Ana Padaria")
    Contact.objects.update(name="Ana from accounting")
    arrives(phonebook(entry("Ana Padaria 2", at=NOON + 1)))
    ana.refresh_from_db()
    assert (ana.name, ana.phonebook_name, ana.display_name) == ("Ana from accounting", "Ana Padaria 2", ana.name)


def test_the_newest_entry_holds_in_whatever_order_they_come(number, arrives):
    bodies = [
        envelope(said()),
        phonebook(entry("Ana 1", at=NOON)),
        phonebook(entry("Ana 2", at=NOON + 60)),
        phonebook(entry("Ana 2", action="remove", at=NOON + 30)),
    ]
    for order in permutations(bodies):
        for body in order:
            arrives(body)
        assert Contact.objects.get().phonebook_name == "Ana 2"
        with opened():
            Contact.objects.all().delete()
        WebhookEvent.objects.all().delete()


def test_who_is_taken_out_has_no_name_there_and_no_stranger_comes_on_file(number, arrives):
    arrives(phonebook(entry("Ana Padaria"), entry("", phone="5511900000001", action="remove")))
    arrives(phonebook(entry("Ana Padaria", action="remove", at=NOON + 60)))
    assert Contact.objects.get().phonebook_name == ""


@pytest.mark.parametrize("odd", [{"contact": {"full_name": "Nobody"}}, entry(""), {"type": "sticker_pack"}])
def test_an_entry_that_names_nobody_is_kept_as_not_understood(number, arrives, odd):
    event = arrives(phonebook(entry(), odd))
    assert (event.state, event.error) == ("unrouted", "field:smb_app_state_sync")
    assert Contact.objects.get().phonebook_name == "Ana Padaria"


@pytest.mark.parametrize(("choice", "is_given"), [("stop", False), ("resume", True)])
def test_a_choice_in_whatsapp_is_written_down_once(number, arrives, choice, is_given):
    for spaces in range(3):
        assert arrives(preference(choice) + b" " * spaces).state == "handled"
    consent = ConsentEvent.objects.get()
    assert (consent.purpose, consent.is_given, consent.source) == ("marketing", is_given, "whatsapp")
    assert consent.wording == f"User requested to {choice} marketing messages"
    assert consent.at.timestamp() == NOON
    assert consent.contact.address == "+5511987654321"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (preference("signup"), "choice:signup"),
        (preference("maybe"), "choice:maybe"),
        (preference("stop", wa_id=""), "choice:stop"),
        (preference("stop", category=""), "choice:stop"),
    ],
)
def test_what_is_neither_yes_nor_no_is_nobodys_word(number, arrives, body, reason):
    event = arrives(body)
    assert (event.state, event.error) == ("unrouted", reason)
    assert not ConsentEvent.objects.exists()


def test_a_choice_about_something_new_is_kept_under_its_name(number, arrives):
    arrives(preference("stop", category="surveys"))
    assert ConsentEvent.objects.get().purpose == "surveys"


def test_who_turns_out_to_be_the_same_person_keeps_choices_and_names(number, arrives):
    user, phone = "BR.13491208655302741918", "5511987654321"
    arrives(envelope(said("Hello", wa_id="", bsuid=user)))
    hidden = value(
        contacts=[{"user_id": user}],
        user_preferences=[{"user_id": user, "category": "marketing_messages", "value": "stop", "timestamp": NOON}],
    )
    arrives(envelope(hidden, field="user_preferences"))
    arrives(phonebook(entry("Ana Padaria")))
    assert Contact.objects.count() == 2
    arrives(envelope(said("It is me", wa_id=phone, bsuid=user)))
    ana = Contact.objects.get()
    assert ana.phonebook_name == "Ana Padaria"
    assert ana.consent_events.get().is_given is False


def test_open_pages_are_told_of_a_choice_in_whatsapp(number, arrives):
    arrives(envelope(said()))
    before = stream.head()
    arrives(preference("stop"))
    told = [event for _id, event in redis.client().xrange(stream.STREAM, min=f"({before}")]
    [changed] = [json.loads(event["data"]) for event in told if event["kind"] == "contact.changed"]
    assert changed == {"c": Conversation.objects.get().pk, "n": number.pk}
