"""Whose phone is it? A number can have another owner one day, who must see nothing of the first one's."""

from itertools import permutations

import pytest

from contacts.addressing import reach
from contacts.models import Contact, Identity, Suggestion
from inbox.models import Message
from tests.contacts.test_resolving import OTHER_USER, PHONE, USER, changed_number, everything_of
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value

pytestmark = pytest.mark.django_db(transaction=True)

DAY = 24 * 60 * 60
LANDED = "5511911112222"


def conversation_of(text: str):
    return Message.objects.get(text=text).conversation


FIRST = said("I am the first", wa_id=PHONE, bsuid=USER, at=NOON)
HIDDEN = said("I hide my number", wa_id="", bsuid=OTHER_USER, at=NOON + 5)
SECOND = said("I am the second", wa_id=PHONE, bsuid=OTHER_USER, at=NOON + 9)


@pytest.mark.parametrize("order", list(permutations([FIRST, HIDDEN, SECOND])))
def test_a_new_owner_who_was_known_without_a_number_inherits_nothing(number, arrives, order):
    for one in order:
        arrives(envelope(one))
    assert conversation_of("I am the first").contact != conversation_of("I am the second").contact
    assert conversation_of("I hide my number") == conversation_of("I am the second")
    assert everything_of(conversation_of("I am the second").contact) == {PHONE, OTHER_USER}


ALONE = said("only a phone", wa_id=PHONE, at=NOON + 2 * DAY)


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, ALONE])))
def test_a_phone_belongs_to_whom_it_was_last_seen_with(number, arrives, order):
    for one in order:
        arrives(envelope(one))
    holder = Identity.objects.get(kind="wa_id", scope="", value=PHONE).contact
    assert holder == conversation_of("I am the second").contact
    assert holder != conversation_of("I am the first").contact


def test_the_phone_of_a_new_owner_is_taken_away_in_every_spelling(number, arrives):
    ours = reach(phone="551187654321")
    arrives(envelope(said("first", wa_id="551187654321", bsuid=USER, at=NOON)))
    assert conversation_of("first").contact == ours.contact
    arrives(envelope(said("second", wa_id="5511987654321", bsuid=OTHER_USER, at=NOON + 9)))
    assert everything_of(ours.contact) == {USER}
    assert conversation_of("first").peer.value == USER  # an answer to the first does not reach the second
    assert reach(phone="551187654321").contact == conversation_of("second").contact


def test_somebody_we_wrote_down_by_number_is_known_when_they_write(number, arrives):
    ours = reach(phone="541123456789")
    arrives(envelope(said("hello", wa_id="5491123456789", bsuid=USER)))
    assert conversation_of("hello").contact == ours.contact
    assert not Suggestion.objects.exists()


def test_after_a_change_of_number_a_stranger_in_another_spelling_is_a_stranger(number, arrives):
    reach(phone="551187654321")
    arrives(envelope(said("first", wa_id=PHONE, bsuid=USER, at=NOON)))
    arrives(envelope(changed_number(wa_id=LANDED, user_id=OTHER_USER, previous_user_id=USER)))
    arrives(envelope(said("second", wa_id="551187654321", at=NOON + 999)))
    assert conversation_of("first").contact != conversation_of("second").contact
    arrives(envelope(said("late", wa_id=PHONE, bsuid=USER, at=NOON + 1)))  # what the first said before, only now
    assert conversation_of("late").contact == conversation_of("first").contact
    assert Contact.objects.count() == 2


def test_a_change_told_late_does_not_reach_for_a_later_owner_of_the_new_number(number, arrives):
    arrives(envelope(said("first", wa_id=PHONE, bsuid=USER, at=NOON)))
    arrives(envelope(said("a later owner", wa_id=LANDED, bsuid="BR.777777", at=NOON + 30 * DAY)))
    arrives(envelope(changed_number(wa_id=LANDED, user_id=OTHER_USER, previous_user_id=USER)))
    assert conversation_of("first").contact != conversation_of("a later owner").contact
    assert (
        Identity.objects.get(kind="wa_id", scope="", value=LANDED).contact == conversation_of("a later owner").contact
    )


def test_a_new_user_id_that_was_seen_before_its_announcement_is_the_same_person(number, arrives):
    arrives(envelope(said("before", wa_id="", bsuid=USER, at=NOON)))
    arrives(envelope(said("after", wa_id="", bsuid=OTHER_USER, at=NOON + 4)))
    told = {"user_id": {"previous": USER, "current": OTHER_USER}, "timestamp": NOON + 5}
    assert arrives(envelope(value(user_id_update=[told]), field="user_id_update")).state == "handled"
    assert conversation_of("before") == conversation_of("after")


def test_a_report_that_names_a_phone_and_a_user_id_makes_them_one(number, arrives):
    arrives(envelope(said("by phone", wa_id=PHONE)))
    arrives(envelope(said("by user id", wa_id="", bsuid=USER)))
    told = status("wamid.OUT", "delivered", recipient_user_id=USER)
    arrives(envelope(reported(told, contacts=[person(wa_id=PHONE, bsuid=USER)])))
    assert conversation_of("by phone") == conversation_of("by user id")


def test_two_with_one_id_in_a_group_of_companies_are_shown_to_a_person(number, arrives):
    for bsuid in (USER, OTHER_USER):
        contacts = [person(bsuid=bsuid) | {"parent_user_id": "BR.ENT.118"}]
        arrives(envelope(value(contacts=contacts, messages=[message(bsuid=bsuid)])))
    assert [one.reason for one in Suggestion.objects.all()] == ["parent"]
    assert Contact.objects.count() == 2
