"""An agent at the browser, and a customer who says things."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from inbox.models import Conversation, Direction, Message, Status


@pytest.fixture
def at_desk(client):
    """`at_desk(bruno)` signs Bruno in and returns his browser."""

    def sign_in(agent):
        client.force_login(agent)
        return client

    return sign_in


@pytest.fixture
def ana_says(conversation):
    """Ana says something, as receiving would keep it."""

    def say(text="", *, kind="text", payload=None, at=None, **facts):
        at = at or timezone.now()
        message = Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction=Direction.IN,
            status=Status.RECEIVED,
            kind=kind,
            text=text,
            payload=payload,
            created_at=at,
            **facts,
        )
        Conversation.objects.filter(pk=conversation.pk).update(
            inbound_count=conversation.messages.filter(direction="in").count(), last_message_at=at, preview=text
        )
        conversation.refresh_from_db()
        return message

    return say


@pytest.fixture
def we_say(conversation):
    """One of us says something, or somebody in the phone app."""

    def say(text="", *, kind="text", payload=None, by=None, origin="", **facts):
        return Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction=Direction.OUT,
            kind=kind,
            text=text,
            payload=payload,
            author=by,
            origin=origin,
            **{"status": Status.SENT} | facts,
        )

    return say


def address(conversation, tail=""):
    return reverse("inbox:conversation", args=[conversation.pk]) + tail


def failed(conversation, by, code):
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.OUT,
        status=Status.FAILED,
        text="Hello",
        author=by,
        error_code=code,
        error={"title": "In Meta's words", "details": "more of them", "trace_id": "A1b2"},
        failed_at=timezone.now(),
    )


def shown(page: str, message: Message) -> str:
    """The message on the page, up to the next thing in the thread."""
    _before, found, rest = page.partition(f'id="message-{message.client_id}"')
    assert found, "the message is not on the page"
    return re.split(r'<li class="(?:said|turn|note|day|unread)\b|</ol>', f"<li {found}{rest}", maxsplit=1)[0]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", html))).split())
