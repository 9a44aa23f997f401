"""What stands under an answer that waits, and names that would turn a line around."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from inbox import services
from inbox.models import Direction, Message, Status
from nxtchat.whatsapp import circuit
from tests.inbox.desk import address, ana_says, at_desk

__all__ = ["ana_says", "at_desk"]
pytestmark = pytest.mark.django_db


def waiting(conversation, by, *, wait=None, code=None):
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.OUT,
        status=Status.QUEUED,
        text="Hello",
        author=by,
        client_id=uuid4(),
        error_code=code,
        next_attempt_at=timezone.now() + wait if wait else None,
    )


def both_ways(browser, conversation, message):
    """In the page, and as the piece that a live page asks for."""
    yield browser.get(address(conversation)).text.partition('id="items"')[2].partition("<template")[0]
    yield browser.get(reverse("inbox:fragments"), {"messages": message.pk}).text


def test_what_waits_for_a_stopped_number_says_so(at_desk, bruno, conversation):
    message = waiting(conversation, bruno, wait=timedelta(minutes=5), code=130429)
    circuit.stop(conversation.number, code=131031)
    for words in both_ways(at_desk(bruno), conversation, message):
        assert "Waits until an admin mends the number." in words
        assert "tried again" not in words
        assert "Do not send" in words


def test_what_was_never_tried_because_the_number_is_stopped_says_so_too(at_desk, bruno, conversation):
    message = waiting(conversation, bruno)
    for words in both_ways(at_desk(bruno), conversation, message):
        assert "trouble" not in words
    circuit.stop(conversation.number, code=131031)
    for words in both_ways(at_desk(bruno), conversation, message):
        assert "Waits until an admin mends the number." in words


def test_a_short_wait_names_no_minute_and_a_long_one_does(at_desk, bruno, conversation):
    message = waiting(conversation, bruno, wait=timedelta(seconds=20), code=130429)
    for words in both_ways(at_desk(bruno), conversation, message):
        assert "It is tried again in a moment." in words
    message = waiting(conversation, bruno, wait=timedelta(minutes=5), code=130429)
    for words in both_ways(at_desk(bruno), conversation, message):
        assert "It is tried again at" in words


def test_names_stand_apart_from_the_lines_they_are_in(at_desk, bruno, conversation):
    bruno.name = "Bruno \u202e<b>amiL"
    bruno.save()
    services.assign(conversation=conversation, to=bruno, by=bruno)
    services.resolve(conversation=conversation, by=bruno)
    page = at_desk(bruno).get(address(conversation)).text
    assert "<bdi>Bruno \u202e&lt;b&gt;amiL</bdi> took this" in page
    assert "<bdi>Bruno \u202e&lt;b&gt;amiL</bdi> resolved this" in page
