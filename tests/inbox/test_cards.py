"""Every message shown as what it is: nobody ever looks at an empty line."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from inbox import threads
from inbox.marks import formatted
from inbox.models import Conversation, Origin
from nxtchat.team.models import Agent
from tests.inbox.desk import address, ana_says, at_desk, shown, we_say, words
from tests.inbox.kinds import INBOUND, OUTBOUND

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", INBOUND, ids=lambda said: said.name)
def test_what_a_customer_sends_is_recognised(at_desk, bruno, conversation, ana_says, said):
    message = ana_says(said.text, kind=said.kind, payload=said.payload)
    part = shown(at_desk(bruno).get(address(conversation)).text, message)
    for seen in said.seen:
        assert seen in part or seen in words(part)


@pytest.mark.parametrize("said", OUTBOUND, ids=lambda said: said.name)
def test_what_we_send_is_recognised(at_desk, bruno, conversation, we_say, said):
    message = we_say(said.text, kind=said.kind, payload=said.payload, by=bruno)
    part = shown(at_desk(bruno).get(address(conversation)).text, message)
    for seen in said.seen:
        assert seen in part or seen in words(part)
    assert "javascript:" not in part


@pytest.mark.parametrize("said", [*INBOUND, *OUTBOUND], ids=lambda said: said.name)
@pytest.mark.parametrize(
    "wrong", [None, 7, "text", [], [None, 7], {"type": [], "name": 3}, {"type": "list", "action": 5}]
)
def test_whatever_shape_it_comes_in_something_is_shown(conversation, ana_says, said, wrong):
    message = ana_says(
        "", kind=said.kind, payload={said.kind: wrong, "errors": wrong, "context": wrong, "referral": wrong}
    )
    request = RequestFactory().get("/")
    request.user = Agent(role="agent")
    item = threads.items_by_id(Conversation.objects.all(), [message.pk])[0]
    part = render_to_string("inbox/_item.html", {"item": item}, request=request)
    text = words(part)
    assert said.kind == "text" or len(text.replace("Ana Souza", "").strip(": ·0123456789")) > 3


def test_marks_never_open_a_door(at_desk, bruno, conversation, ana_says):
    said = '*<img src=x onerror=alert(1)>* `<b>` _https://example.org/?a="onclick=b&c_d_e_ www.x.org/*a*"onfocus=1'
    message = ana_says(said)
    part = shown(at_desk(bruno).get(address(conversation)).text, message)
    assert "<img src" not in part and "<b>" not in part
    assert not re.search(r"<a[^>]*\son\w+=", part)
    assert words(part.partition("bubble__text")[2].partition("</p>")[0]).replace(" ", "").endswith('"onfocus=1')


@pytest.mark.parametrize(
    ("said", "html"),
    [
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("*a _b* c_", "<strong>a _b</strong> c_"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("`*a*`", "<code>*a*</code>"),
        ("*a\nb*", "*a\nb*"),
        ("*", "*"),
        ("**", "**"),
        ("", ""),
    ],
)
def test_marks_are_read_as_whatsapp_reads_them(said, html):
    assert formatted(said) == html


def test_links_with_underscores_stay_whole():
    assert 'href="https://example.org/_a_?b=_c_d"' in formatted("see https://example.org/_a_?b=_c_d.")
    assert "<strong><a " in formatted("*https://example.org/x*")
    assert 'href="https://www.padaria.example"' in formatted("www.padaria.example")


@pytest.mark.parametrize(
    ("origin", "seen"),
    [
        (Origin.PHONE, "From the phone app"),
        (Origin.HISTORY, "From before the number was connected"),
        (Origin.STANDBY, "another app had the conversation"),
    ],
)
def test_what_was_said_elsewhere_says_so(at_desk, bruno, conversation, we_say, origin, seen):
    message = we_say("On its way", origin=origin)
    assert seen in shown(at_desk(bruno).get(address(conversation)).text, message)


def test_who_else_answers_is_said_above_the_box(at_desk, bruno, conversation):
    browser = at_desk(bruno)
    assert "Writing takes the conversation over." not in browser.get(address(conversation)).text
    Conversation.objects.filter(pk=conversation.pk).update(held_by="ai_agent", handed_over_at=conversation.created_at)
    for page in (address(conversation), reverse("inbox:fragments") + f"?c={conversation.pk}"):
        text = browser.get(page).text
        assert "Meta's agent is answering here." in unescape(text)
        assert "Writing takes the conversation over." in text


@pytest.mark.parametrize(
    ("kind", "words_kept", "seen"),
    [
        ("text", "Good morning", "Good morning"),
        ("image", "", "Photo"),
        ("image", "Broken", "Photo: Broken"),
        ("document", "offer.pdf", "Document: offer.pdf"),
        ("reaction", "👍", "Ana Souza reacted 👍"),
        ("reaction", "", "Ana Souza took back a reaction."),
        ("revoke", "", "Ana Souza deleted a message"),
        ("edit", "At noon", "Edited: At noon"),
        ("unsupported", "", "Something that cannot be shown here"),
    ],
)
def test_a_row_of_the_list_says_what_came_last(at_desk, bruno, conversation, kind, words_kept, seen):
    Conversation.objects.filter(pk=conversation.pk).update(preview_kind=kind, preview=words_kept)
    for page in (reverse("inbox:inbox"), reverse("inbox:fragments") + f"?rows={conversation.pk}"):
        row = at_desk(bruno).get(page).text.partition('class="row__words"')[2].partition("row__marks")[0]
        assert seen in words(f"<{row}")
