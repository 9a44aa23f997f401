"""Who is speaking? One person, however many ids WhatsApp knows them by."""

import json
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts.consent.ledger import opened
from contacts.models import Contact, Identity, Suggestion
from inbox.models import Conversation, Message
from inbox.services import reply
from nxtchat import redis
from nxtchat.live import stream
from nxtchat.whatsapp.models import Account, Number
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, USER, OTHER_USER = "5511987654321", "BR.13491208655302741918", "BR.99912345678901234567"


def everything_of(contact: Contact) -> set[str]:
    return set(contact.identities.filter(replaced_by=None).values_list("value", flat=True))


def test_somebody_who_hides_their_number_is_known_by_user_id(number, arrives):
    sheena = person(bsuid=USER, name="Sheena", username="@realsheena") | {"parent_user_id": "BR.ENT.118"}
    arrives(envelope(value(contacts=[sheena], messages=[message(bsuid=USER)])))
    contact = Contact.objects.get()
    assert everything_of(contact) == {USER, "realsheena", "BR.ENT.118"}
    assert contact.identities.get(kind="bsuid").scope == number.account.waba_id
    assert contact.address == "realsheena"
    assert Conversation.objects.get().peer.value == USER


@pytest.mark.parametrize("wa_id", ["", USER])
def test_from_may_be_empty_or_hold_the_user_id(number, arrives, wa_id):
    one = message(bsuid="" if wa_id else USER) | {"from": wa_id}
    arrives(envelope(value(messages=[one])))
    assert [(one.kind, one.value) for one in Identity.objects.all()] == [("bsuid", USER)]


PHONE_ONLY = said("by phone", wa_id=PHONE, at=NOON)
USER_ONLY = said("by user id", wa_id="", bsuid=USER, at=NOON + 1)
BOTH = said("by both", wa_id=PHONE, bsuid=USER, at=NOON + 2)


@pytest.mark.parametrize("order", list(permutations([PHONE_ONLY, USER_ONLY, BOTH])))
def test_phone_and_user_id_become_one_contact_in_whatever_order_they_come(number, arrives, order):
    for one in order:
        assert arrives(envelope(one)).state == "handled"
    contact = Contact.objects.get()
    assert everything_of(contact) == {PHONE, USER}
    conversation = Conversation.objects.get()
    assert conversation.messages.count() == conversation.inbound_count == 3
    assert conversation.preview == "by both"


@pytest.mark.parametrize("order", list(permutations([PHONE_ONLY, USER_ONLY, BOTH])))
def test_the_same_within_one_batch(number, arrives, order):
    arrives(envelope(*order))
    assert everything_of(Contact.objects.get()) == {PHONE, USER}
    assert Conversation.objects.get().inbound_count == 3


def test_whoever_has_one_of_the_two_conversations_open_learns_that_they_became_one(number, bruno, client, arrives):
    arrives(envelope(PHONE_ONLY))
    arrives(envelope(USER_ONLY))
    phone, user = Conversation.objects.order_by("pk")
    before = stream.head()
    arrives(envelope(BOTH))
    kept = Conversation.objects.get()
    told = [event for _id, event in redis.client().xrange(stream.STREAM, min=f"({before}")]
    ids = [json.loads(event["data"]) for event in told if event["kind"] == "conversation.changed"]
    changed = {each["c"] for event in ids for each in event.get("all", [event])}
    assert changed == {phone.pk, user.pk}
    gone = phone if kept == user else user
    Conversation.objects.update(window_closes_at=timezone.now() + timedelta(hours=1))
    reply(conversation=gone, text="Yes", client_id=uuid4(), by=bruno)  # it went while the answer was on its way
    client.force_login(bruno)
    words = {"text": "Yes", "client_id": str(uuid4())}
    assert client.post(f"/inbox/c/{gone.pk}/replies/", words).url == f"/inbox/c/{kept.pk}/"
    assert kept.messages.filter(direction="out").count() == 2


FIRST = said("I am the first", wa_id=PHONE, bsuid=USER, name="First", at=NOON)
SECOND = said("I am the second", wa_id=PHONE, bsuid=OTHER_USER, name="Second", at=NOON + 9)


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND])))
@pytest.mark.parametrize("together", [True, False])
def test_a_phone_with_a_new_owner_does_not_inherit_the_old_ones_history(number, arrives, order, together):
    for one in [order] if together else [[one] for one in order]:
        arrives(envelope(*one))
    first = Contact.objects.get(identities__value=USER)
    second = Contact.objects.get(identities__value=OTHER_USER)
    assert everything_of(first) == {USER}
    assert everything_of(second) == {OTHER_USER, PHONE}
    assert [one.text for one in Message.objects.filter(conversation__contact=first)] == ["I am the first"]
    assert [one.text for one in Message.objects.filter(conversation__contact=second)] == ["I am the second"]
    assert first.conversations.get().peer.value == USER
    assert second.conversations.get().peer.value == PHONE
    arrives(envelope(said("still me", wa_id=PHONE, at=NOON + 20)))
    assert Message.objects.get(text="still me").conversation.contact == second
    assert first.profile_name == "First"
    [noticed] = Suggestion.objects.all()
    assert {noticed.one, noticed.other} == {first, second}
    assert noticed.reason == "new_owner"


def test_user_ids_mean_something_only_within_one_business(number, arrives):
    other = Account.objects.create(
        waba_id="2", app_id=number.account.app_id, app_secret="x", token="x", verify_token="x"
    )
    Number.objects.create(account=other, phone_number_id="2", display_phone="+2")
    arrives(envelope(said("here", wa_id="", bsuid=USER)))
    arrives(envelope(said("there", wa_id="", bsuid=USER, phone_number_id="2")))
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("5511987654321", "551187654321"), ("5215512345678", "525512345678"), ("5491123456789", "541123456789")],
)
def test_another_spelling_of_the_phone_is_the_same_person_and_both_are_kept(number, arrives, one, other):
    for first, second in ((one, other), (other, one)):
        with opened():
            Contact.objects.all().delete()
        arrives(envelope(said("first", wa_id=first, wamid=f"wamid.{first}{first}")))
        arrives(envelope(said("second", wa_id=second, wamid=f"wamid.{first}{second}")))
        assert everything_of(Contact.objects.get()) == {one, other}
        assert Conversation.objects.get().peer.value == second


def test_a_brazilian_landline_is_not_the_mobile_with_a_nine_before_it(number, arrives):
    arrives(envelope(said("landline", wa_id="551132654321")))
    arrives(envelope(said("mobile", wa_id="5511932654321")))
    assert Contact.objects.count() == 2


def changed_number(**system) -> dict:
    one = message(wa_id=PHONE, type="system", at=NOON + 60, wamid="wamid.SYSTEM")
    del one["text"]
    return value(messages=[one | {"system": {"body": "changed", "type": "user_changed_number", **system}}])


OLD = said("from the old phone", wa_id=PHONE, bsuid=USER, at=NOON)
MOVED = changed_number(wa_id="5511911112222", user_id=OTHER_USER, previous_user_id=USER)
NEW = said("from the new phone", wa_id="5511911112222", bsuid=OTHER_USER, at=NOON + 90)


@pytest.mark.parametrize("order", list(permutations([OLD, MOVED, NEW])))
def test_who_changes_the_number_stays_the_same_contact(number, arrives, order):
    for one in order:
        arrives(envelope(one))
    contact = Contact.objects.get()
    assert {"5511911112222", OTHER_USER} <= everything_of(contact)
    assert Conversation.objects.get().messages.count() == 3


def test_after_a_change_the_old_phone_belongs_to_nobody(number, arrives):
    for one in (OLD, MOVED, NEW):
        arrives(envelope(one))
    arrives(envelope(MOVED) + b" ")
    arrives(envelope(said("I got this phone yesterday", wa_id=PHONE, at=NOON + 999)))
    assert Contact.objects.count() == 2
    arrives(envelope(MOVED) + b"  ")
    assert Contact.objects.count() == 2
    stranger = Message.objects.get(text="I got this phone yesterday").conversation
    assert stranger.messages.count() == 1


def test_a_change_of_user_id_alone_is_followed(number, arrives):
    arrives(envelope(said("before", wa_id="", bsuid=USER, at=NOON)))
    moved = {"user_id": {"previous": USER, "current": OTHER_USER}, "timestamp": NOON + 5}
    arrives(envelope(value(user_id_update=[moved]), field="user_id_update"))
    arrives(envelope(said("after", wa_id="", bsuid=OTHER_USER, at=NOON + 9)))
    assert Conversation.objects.get().messages.count() == 2
    assert Conversation.objects.get().peer.value == OTHER_USER


def test_a_username_goes_with_the_person_and_changes(number, arrives):
    def as_user(username: str, bsuid: str, at: int) -> bytes:
        contacts = [person(bsuid=bsuid, username=username)]
        return envelope(value(contacts=contacts, messages=[message(bsuid=bsuid, at=at)]))

    arrives(as_user("@ana", USER, NOON))
    arrives(as_user("@ana.souza", USER, NOON + 1))
    arrives(as_user("@ana", OTHER_USER, NOON + 2))
    assert Identity.objects.get(kind="username", value="ana").contact.identities.filter(value=OTHER_USER).exists()
    assert Identity.objects.filter(kind="username").count() == 2


def test_a_delivery_report_teaches_the_user_id_of_a_known_phone(conversation, arrives):
    Message.objects.create(
        conversation=conversation, number=conversation.number, wamid="wamid.OUT", direction="out", status="sent"
    )
    told = status("wamid.OUT", "delivered", recipient_user_id=USER)
    arrives(envelope(reported(told, contacts=[person(wa_id=PHONE, bsuid=USER)])))
    assert everything_of(Contact.objects.get()) == {PHONE, USER}


def test_a_report_about_a_stranger_makes_no_contact(number, arrives):
    arrives(envelope(reported(status("wamid.OUT", "delivered", recipient_user_id=USER))))
    assert not Contact.objects.exists()
