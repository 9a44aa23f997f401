"""The inbox page: what people see at its addresses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact, Identity
from inbox import services
from inbox.models import Conversation, Media, Message
from tests.inbox.desk import address, ana_says, at_desk, failed, we_say

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db


def test_bruno_sees_who_wrote_and_what(at_desk, bruno, conversation, ana_says):
    ana_says("Is the blue one in stock?")
    page = at_desk(bruno).get(reverse("inbox:inbox")).text
    assert "Ana Souza" in page
    assert "Is the blue one in stock?" in page
    assert 'aria-label="Ana Souza, 1 unread' in page


def test_opening_a_conversation_shows_it_and_marks_it_read(at_desk, bruno, conversation, ana_says):
    ana_says("Is the blue one in stock?")
    browser = at_desk(bruno)
    page = browser.get(address(conversation)).text
    assert "Is the blue one in stock?" in page
    assert "+55 11 98765-4321" in page
    assert "1 unread" not in browser.get(reverse("inbox:inbox")).text


def test_a_stranger_finds_nothing_at_any_address_of_it(at_desk, chitra, conversation, ana_says):
    message = ana_says("Is the blue one in stock?")
    browser = at_desk(chitra)
    assert "Ana" not in browser.get(reverse("inbox:inbox")).text
    assert browser.get(address(conversation)).status_code == 404
    assert browser.get(reverse("inbox:contact", args=[conversation.pk])).status_code == 404
    for name in ("replies", "notes", "assignment", "state", "read"):
        assert browser.post(reverse(f"inbox:{name}", args=[conversation.pk])).status_code == 404
    for name in ("retry", "cancellation", "settlement"):
        answer = browser.post(reverse(f"inbox:{name}", args=[message.pk]), {"sent": "yes"})
        assert answer.status_code == 404
    c = conversation.pk
    part = browser.get(reverse("inbox:fragments"), {"rows": c, "messages": message.pk, "c": c}).text
    assert "Ana" not in part and "blue" not in part and 'id="thread-header"' not in part


def test_fragments_bring_what_was_asked_for(at_desk, bruno, conversation, ana_says):
    message = ana_says("Is the blue one in stock?")
    c = conversation.pk
    part = at_desk(bruno).get(reverse("inbox:fragments"), {"rows": c, "messages": f"{message.pk},99,x", "c": c}).text
    assert f'id="row-{c}"' in part
    assert f'id="message-{message.client_id}"' in part
    assert 'id="thread-header"' in part


def test_a_row_that_left_the_list_does_not_come_as_a_fragment(at_desk, bruno, conversation):
    services.resolve(conversation=conversation, by=bruno)
    part = at_desk(bruno).get(reverse("inbox:fragments"), {"rows": conversation.pk}).text
    assert 'id="row-' not in part


def test_answering_without_scripts_comes_back_to_the_conversation(at_desk, bruno, conversation):
    browser = at_desk(bruno)
    form = browser.get(address(conversation)).text
    client_id = form.partition('name="client_id" value="')[2].partition('"')[0]
    for _press in range(2):
        asked = {"text": "Yes, it is.", "client_id": client_id}
        answer = browser.post(reverse("inbox:replies", args=[conversation.pk]), asked)
        assert answer.status_code == 302
    assert Message.objects.count() == 1
    assert "Yes, it is." in browser.get(answer.url).text


def test_answering_brings_the_bubble_back(at_desk, bruno, conversation):
    client_id = uuid4()
    answer = at_desk(bruno).post(
        reverse("inbox:replies", args=[conversation.pk]),
        {"text": "Yes, it is.", "client_id": client_id},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 201
    assert f'id="message-{client_id}"' in answer.text


def test_when_the_window_is_closed_the_words_stay_and_the_reason_is_said(at_desk, bruno, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=timezone.now() - timedelta(hours=1))
    browser, where = at_desk(bruno), reverse("inbox:replies", args=[conversation.pk])
    live = browser.post(where, {"text": "Too late"}, headers={"HX-Request": "true"})
    assert live.status_code == 409
    assert "24-hour window is closed" in live.text
    plain = browser.post(where, {"text": "Too late"})
    assert plain.status_code == 409
    assert "Too late</textarea>" in plain.text
    assert not Message.objects.exists()


def test_a_note_is_seen_by_colleagues(at_desk, bruno, conversation):
    browser = at_desk(bruno)
    browser.post(reverse("inbox:notes", args=[conversation.pk]), {"text": "She is a wholesale customer."})
    page = browser.get(address(conversation)).text
    assert "She is a wholesale customer." in page
    assert "Only your team sees this" in page


def test_taking_and_giving_back_and_resolving(at_desk, bruno, conversation):
    browser = at_desk(bruno)
    browser.post(reverse("inbox:assignment", args=[conversation.pk]), {"to": bruno.pk})
    assert "<bdi>Bruno Lima</bdi> took this" in browser.get(address(conversation)).text
    browser.post(reverse("inbox:assignment", args=[conversation.pk]), {"to": ""})
    browser.post(reverse("inbox:state", args=[conversation.pk]), {"state": "resolved"})
    page = browser.get(address(conversation)).text
    assert "<bdi>Bruno Lima</bdi> resolved this" in page
    assert "Reopen" in page


def test_nobody_is_given_what_they_may_not_see(at_desk, bruno, chitra, conversation):
    answer = at_desk(bruno).post(
        reverse("inbox:assignment", args=[conversation.pk]), {"to": chitra.pk}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    conversation.refresh_from_db()
    assert conversation.assignee is None


def test_older_messages_come_page_by_page_and_none_twice(at_desk, bruno, conversation, ana_says):
    start = timezone.now() - timedelta(minutes=200)
    for n in range(100):
        ana_says(f"line {n:03d}.", at=start + timedelta(minutes=n // 2))  # pairs share a moment
    browser, seen, key = at_desk(bruno), [], ""
    while True:
        asked = {"before": key} if key else {}
        page = browser.get(address(conversation), asked, headers={"HX-Request": "true"})
        items = page.text.split('id="items"')[-1]
        lines = [n for n in range(100) if f">line {n:03d}.<" in items]
        seen = lines + seen
        if 'id="older"' not in items.split("<template")[0]:
            break
        key = items.split("?before=")[1].split('"')[0]
    assert seen == list(range(100))


def test_the_list_goes_on_by_key(at_desk, bruno, number, django_assert_max_num_queries):
    at = timezone.now()
    for n in range(70):
        contact = Contact.objects.create(name=f"Person {n:02d}")
        Identity.objects.create(contact=contact, kind="wa_id", value=f"55119{n:08d}")
        Conversation.objects.create(number=number, contact=contact, last_message_at=at - timedelta(minutes=n // 3))
    browser, seen, where = at_desk(bruno), set(), reverse("inbox:inbox")
    while where:
        page = browser.get(where).text
        found = {n for n in range(70) if f">Person {n:02d}<" in page}
        assert not found & seen
        seen |= found
        more = page.partition("rows__more")[2].partition("?cursor=")[2].partition('"')[0]
        where = f"/inbox/?cursor={more}" if more else ""
    assert seen == set(range(70))
    with django_assert_max_num_queries(12):
        browser.get(reverse("inbox:inbox"))


def test_the_number_of_queries_does_not_grow_with_what_is_shown(
    at_desk, bruno, conversation, ana_says, we_say, django_assert_max_num_queries
):
    for n in range(45):
        message = ana_says(f"line {n}", kind="image" if n % 2 else "text", wamid=f"w{n}", reply_to_wamid=f"w{n - 1}")
        Media.objects.create(message=message, conversation=conversation, public_id=uuid4(), kind="image")
        we_say("\N{THUMBS UP SIGN}", kind="reaction", by=bruno, reply_to_wamid=f"w{n}")
        services.add_note(conversation=conversation, text=f"note {n}", client_id=uuid4(), by=bruno)
        failed(conversation, bruno, 131026)
    browser = at_desk(bruno)
    browser.get(address(conversation))
    with django_assert_max_num_queries(13):
        page = browser.get(address(conversation)).text
    assert "line 44" in page and 'class="quote"' in page and 'class="reactions"' in page


@pytest.mark.parametrize("words", ["souza", "98765", "+55 (11) 98765-4321"])
def test_a_conversation_is_found_by_name_or_number(at_desk, bruno, conversation, words):
    assert "Ana Souza" in at_desk(bruno).get(reverse("inbox:inbox"), {"q": words}).text


def test_a_search_without_result_offers_a_way_back(at_desk, bruno, conversation):
    page = at_desk(bruno).get(reverse("inbox:inbox"), {"q": "nobody"}).text
    assert "No conversation matches “nobody”." in page


@pytest.mark.parametrize(
    "asked", [{"view": "x", "status": "y", "cursor": "z"}, {"cursor": "2020-01-01_5"}, {"q": "\0"}]
)
def test_an_address_that_makes_no_sense_is_read_as_well_as_it_can_be(at_desk, bruno, conversation, asked):
    assert at_desk(bruno).get(reverse("inbox:inbox"), asked).status_code == 200
    assert at_desk(bruno).get(address(conversation), {"before": "x-y"}).status_code == 200


def test_on_a_fresh_installation_the_admin_is_shown_the_way(at_desk, ada, bruno):
    assert "Connect your WhatsApp number" in at_desk(ada).get(reverse("inbox:inbox")).text
    assert "An admin has to connect" in at_desk(bruno).get(reverse("inbox:inbox")).text
