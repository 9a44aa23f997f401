"""Meta's webhooks come in any order, alone or together. Who is who must not depend on it."""

from collections import defaultdict
from typing import NamedTuple

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.consent.ledger import opened
from contacts.models import Contact, Identity, Suggestion
from inbox.models import Conversation, Message
from nxtchat.team.models import ApiToken
from tests.contacts.test_resolving import changed_number
from tests.webhooks.bodies import NOON, envelope, message, person, reported, said, status, value
from webhooks.models import ParkedUpdate, WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

DAY = 24 * 60 * 60
ANA, ANA_NEW, ANA_LATER, BEA, CARL = "BR.ana1", "BR.ana2", "BR.ana3", "BR.bea1", "BR.carl1"
ORDERS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Word(NamedTuple):
    """One webhook, and whose message it holds; nobody's where it only tells about somebody."""

    whose: str
    body: dict
    field: str = "messages"


def says(whose: str, *, phone: str = "", user: str = "", at: int = 0, **more) -> Word:
    names = f"{whose} {phone} {user} {at}"
    return Word(whose, said(names, wa_id=phone, bsuid=user, at=NOON + at, **more))


def user_id_update(before: str, after: str, *, at: int) -> Word:
    moved = {"user_id": {"previous": before, "current": after}, "timestamp": NOON + at}
    return Word("", value(user_id_update=[moved]), "user_id_update")


def changed_user_id(phone: str, after: str, *, at: int, **ids) -> Word:
    """As in Meta's fixture, which lacks the previous id; the phone leads to it."""
    one = message(wa_id=phone, at=NOON + at, type="system")
    del one["text"]
    system = {"body": "changed", "type": "user_changed_user_id", "user_id": after, **ids}
    return Word("", value(messages=[one | {"system": system}]))


def with_parent(word: Word, parent: str) -> Word:
    word.body["contacts"][0]["parent_user_id"] = parent
    return word


P1, P2, P1_OLD = "5511987654321", "5511911112222", "551187654321"
MX, MX_OTHER, AR, AR_OTHER = "5215512345678", "525512345678", "5491123456789", "541123456789"

ONE_PERSON = {
    "a phone, then a user id, in two spellings": [
        says("ana", phone=P1),
        says("ana", phone=P1_OLD, at=1),
        says("ana", user=ANA, at=2),
        says("ana", phone=P1, user=ANA, at=3),
        Word("", reported(status("wamid.X", "delivered", recipient_user_id=ANA),
                          contacts=[person(wa_id=P1, bsuid=ANA)])),
    ],
    "Mexico": [says("ana", phone=MX), says("ana", phone=MX_OTHER, at=9), says("ana", phone=MX, user=ANA, at=20)],
    "Argentina": [says("ana", phone=AR, user=ANA), says("ana", phone=AR_OTHER, user=ANA, at=9), says("ana", phone=AR)],
    "a username, with and without the sign, and a parent id": [
        with_parent(Word("ana", value(contacts=[person(bsuid=ANA, username="@ana")],
                                      messages=[message("hi", bsuid=ANA)])), "BR.ENT.1"),
        Word("ana", value(contacts=[person(bsuid=ANA, username="ana.souza")],
                          messages=[message("ho", bsuid=ANA, at=NOON + 9)])),
        says("ana", phone=P1, user=ANA, at=20),
    ],
    "`from` holds the user id": [
        Word("ana", value(messages=[message("hi") | {"from": ANA}])),
        says("ana", user=ANA, at=2),
    ],
    "a new number, told with all ids": [
        says("ana", phone=P1, user=ANA),
        Word("", changed_number(wa_id=P2, user_id=ANA_NEW, previous_user_id=ANA)),
        says("ana", phone=P2, user=ANA_NEW, at=90),
        says("ana", phone=P1, user=ANA, at=30),
    ],
    "a new user id, told by itself, twice": [
        says("ana", user=ANA),
        user_id_update(ANA, ANA_NEW, at=50),
        user_id_update(ANA_NEW, ANA_LATER, at=80),
        says("ana", user=ANA_LATER, at=99),
    ],
    "a new user id, told three ways": [
        says("ana", phone=P1, user=ANA),
        user_id_update(ANA, ANA_NEW, at=50),
        changed_user_id(P1, ANA_NEW, at=50, previous_user_id=ANA),
        says("ana", user=ANA_NEW, at=99),
    ],
}  # fmt: skip

MORE_PEOPLE = {
    "a phone with a new owner": [
        says("ana", phone=P1, user=ANA),
        says("ana", phone=P1_OLD, user=ANA, at=5),
        says("ana", user=ANA, at=DAY),
        says("bea", phone=P1, user=BEA, at=30 * DAY),
        says("bea", user=BEA, at=31 * DAY),
    ],
    "in another spelling": [
        says("ana", phone=AR, user=ANA),
        says("bea", phone=AR_OTHER, user=BEA, at=30 * DAY),
        says("bea", user=BEA, at=20 * DAY),
    ],
    "a new number, and somebody else with the old one": [
        says("ana", phone=P1, user=ANA),
        Word("", changed_number(wa_id=P2, user_id=ANA_NEW, previous_user_id=ANA)),
        says("ana", phone=P2, user=ANA_NEW, at=90),
        says("bea", phone=P1, user=BEA, at=90 * DAY),
        says("bea", phone=P1_OLD, user=BEA, at=91 * DAY),
    ],
    "one phone, three owners": [
        says("ana", phone=P1, user=ANA),
        says("bea", phone=P1, user=BEA, at=50 * DAY),
        says("carl", phone=P1, user=CARL, at=99 * DAY),
        says("carl", user=CARL, at=98 * DAY),
    ],
}


def shuffled(stories):
    """A story, the order in which it arrives, and which of its webhooks come together."""
    return st.sampled_from(sorted(stories)).flatmap(
        lambda name: st.tuples(
            st.permutations(stories[name]),
            st.lists(st.booleans(), min_size=len(stories[name]), max_size=len(stories[name])),
        )
    )


def forget_everything() -> None:
    with opened():
        for model in (Message, Conversation, Suggestion, Identity, Contact, ParkedUpdate, WebhookEvent):
            model.objects.all().delete()


def arrive(arrives, order, alone) -> None:
    together: dict[str, list[dict]] = defaultdict(list)
    for word, is_last in zip(order, alone, strict=True):
        together[word.field].append(word.body)
        if is_last:
            send(arrives, together)
    send(arrives, together)


def send(arrives, together) -> None:
    for field, bodies in together.items():
        assert arrives(envelope(*bodies, field=field)).state == "handled"
    together.clear()


def texts(word: Word) -> list[str]:
    return [one["text"]["body"] for one in word.body.get("messages", []) if "text" in one]


def heard(story) -> dict[str, set[int]]:
    """Whose messages are with which contacts. Each is there once."""
    found = defaultdict(set)
    for word in story:
        for text in texts(word):
            found[word.whose].add(Message.objects.get(text=text).conversation.contact_id)
    return found


@ORDERS
@given(told=shuffled(ONE_PERSON))
def test_one_person_is_one_contact_in_whatever_order_it_is_told(number, arrives, told):
    forget_everything()
    arrive(arrives, *told)
    assert Contact.objects.count() == Conversation.objects.count() == 1
    assert heard(told[0]).keys() == {"ana"}
    assert not Suggestion.objects.exists()


@ORDERS
@given(told=shuffled(MORE_PEOPLE))
def test_a_new_owner_sees_nothing_of_the_former_ones_in_whatever_order_it_is_told(number, arrives, bruno, client, told):
    forget_everything()
    arrive(arrives, *told)
    story = told[0]
    people = heard(story)
    assert all(len(contacts) == 1 for contacts in people.values())
    assert len({contact for contacts in people.values() for contact in contacts}) == len(people)
    last = max((word for word in story if word.whose), key=lambda word: int(word.body["messages"][0]["timestamp"]))
    [owner] = people[last.whose]
    phone = P1 if any(P1 in text for word in story for text in texts(word)) else AR_OTHER
    assert Identity.objects.get(kind="wa_id", scope="", value=phone).contact_id == owner
    former = [text for word in story if word.whose != last.whose for text in texts(word)]
    client.force_login(bruno)
    token = ApiToken.issue(agent=bruno, name="Shop", scopes=["conversations.read", "contacts.read"])
    [found] = client.get(f"/api/v1/conversations/?status=all&q={phone}", **auth(token)).json()["results"]
    pages = [
        client.get(f"/api/v1/conversations/{found['id']}/messages/", **auth(token)),
        client.get(reverse("contacts:contact", args=[owner])),
        client.get(reverse("contacts:contacts"), {"q": phone}),
    ]
    assert found["contact"]["id"] == owner
    for page in pages:
        assert page.status_code == 200
        assert not [text for text in former if text in page.content.decode()], page.wsgi_request.path


def auth(token: str) -> dict:
    return {"headers": {"Authorization": f"Bearer {token}"}}
