"""One conversation goes on in another: whoever has the old address is led there, and nothing is lost on the way."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.urls import reverse

from contacts import merging
from contacts.models import Contact
from inbox import services
from inbox.models import Conversation, Media, Message, ReadMark
from inbox.receiving.holding import lock_messages
from nxtchat.team.services import issue_token
from tests.inbox.desk import address, at_desk
from tests.inbox.files import PDF
from tests.inbox.test_lock_order import somebody_waits
from tests.inbox.test_media_uploading import brings
from tests.webhooks.bodies import NOON, envelope, message, person, said
from tests.webhooks.bodies_phone import standby

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)

HOME, WORK = "5511987654321", "351912345678"


@pytest.fixture
def two(number, arrives):
    """Ana's conversations, from two phones that are two contacts to us."""
    arrives(envelope(said("from home", wa_id=HOME, at=NOON)))
    arrives(envelope(said("from work", wa_id=WORK, at=NOON + 60)))
    return [Conversation.objects.get(contact__identities__value=value) for value in (HOME, WORK)]


def merge(home, work, by):
    return merging.merge(keep=home.contact, drop=work.contact, by=by)


def test_every_door_of_the_old_conversation_leads_into_the_new_one(two, bruno, at_desk):
    home, work = two
    browser = at_desk(bruno)
    services.mark_read(conversation=work, by=bruno)
    merge(home, work, bruno)
    page = browser.get(address(work)).text
    assert "from home" in page and f'data-c="{home.pk}"' in page
    part = browser.get(reverse("inbox:fragments"), {"c": work.pk}, headers={"HX-Request": "true"}).text
    assert f'id="thread-header" data-c="{home.pk}"' in part
    assert browser.post(reverse("inbox:read", args=[work.pk])).status_code == 204
    assert ReadMark.objects.get().conversation == home
    assert browser.post(reverse("inbox:state", args=[work.pk]), {"state": "resolved"}).url == address(home)
    assert browser.post(reverse("inbox:assignment", args=[work.pk]), {"to": bruno.pk}).url == address(home)
    assert browser.post(reverse("inbox:typing", args=[work.pk])).status_code == 204
    for door in ("contact", "blocking"):
        assert browser.get(reverse(f"inbox:{door}", args=[work.pk])).status_code == 200
    assert browser.get(reverse("inbox:saying", args=[work.pk, "location"])).status_code == 200
    note = {"text": "Call back", "client_id": uuid4()}
    assert browser.post(reverse("inbox:notes", args=[work.pk]), note).url == address(home)
    assert brings(browser, work, PDF).status_code == 201
    assert Media.objects.get().conversation == home
    home.refresh_from_db()
    assert (home.state, home.assignee, home.notes.count()) == ("resolved", bruno, 1)


def test_programs_are_led_on_too(two, bruno, ada, client):
    home, work = two
    merge(home, work, bruno)
    secret = issue_token(agent=ada, name="Shop", scopes=["all"])
    asked = {"headers": {"Authorization": f"Bearer {secret}"}, "content_type": "application/json"}
    where = f"/api/v1/conversations/{work.pk}/"
    assert client.get(where, **asked).json()["id"] == home.pk
    assert client.patch(where, {"status": "resolved"}, **asked).json()["status"] == "resolved"
    assert len(client.get(f"{where}messages/", **asked).json()["results"]) == 2


def test_for_strangers_there_is_neither(two, bruno, chitra, at_desk):
    merge(*two, bruno)
    assert at_desk(chitra).get(address(two[1])).status_code == 404


def test_what_was_looked_up_before_is_read_and_answered_where_it_goes_on(two, bruno):
    home, work = two
    Conversation.objects.update(window_closes_at="2099-01-01T00:00Z")
    merge(home, work, bruno)
    services.mark_read(conversation=work, by=bruno)
    answer = services.reply(conversation=work, text="Hello", client_id=uuid4(), by=bruno)
    assert answer.conversation == home


def test_after_parting_each_has_its_own_address_again(two, bruno, at_desk):
    home, work = two
    done = merge(home, work, bruno)
    merging.undo(done=done, by=bruno)
    page = at_desk(bruno).get(address(work)).text
    assert "from work" in page and f'data-c="{work.pk}"' in page


def test_another_app_still_has_what_it_had(number, two, arrives, bruno):
    home, work = two
    asked = message("Is it open?", wa_id=WORK, wamid="wamid.1", at=NOON + 90)
    arrives(standby(contacts=(person(wa_id=WORK),), messages=[asked]))
    merge(home, work, bruno)
    home.refresh_from_db()
    assert home.held_by == "other"


def test_our_words_take_it_back_whichever_conversation_they_stood_in(number, two, arrives, bruno):
    home, work = two
    asked = message("Is it open?", wa_id=WORK, wamid="wamid.1", at=NOON + 90)
    arrives(standby(contacts=(person(wa_id=WORK),), messages=[asked]))
    arrives(envelope(said("hello?", wa_id=HOME, at=NOON + 120)))
    merge(home, work, bruno)
    home.refresh_from_db()
    assert home.held_by == ""


def test_who_waits_for_a_conversation_that_is_poured_holds_the_one_it_is_poured_into(number, two, bruno):
    home, work = two
    ours = Message.objects.create(conversation=work, number=number, direction="out", status="sent")
    is_held, may_go = Event(), Event()

    def settle() -> list[int]:
        try:
            with transaction.atomic():
                held = lock_messages([ours.pk])
                is_held.set()
                assert may_go.wait(10)
                return [one.conversation for one in held]
        finally:
            is_held.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(home, work, bruno)
            settled = pool.submit(settle)
            until = time.monotonic() + 10
            while not somebody_waits() and time.monotonic() < until:
                time.sleep(0.01)
        assert is_held.wait(10)
        free = Conversation.objects.filter(pk=home.pk).select_for_update(skip_locked=True)
        with transaction.atomic():
            assert not list(free), "the message is held and its conversation is not: the wrong way round"
        may_go.set()
        assert settled.result() == [home.pk]
    assert Contact.objects.count() == 1
