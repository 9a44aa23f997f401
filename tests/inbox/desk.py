"""An agent at the browser, and a customer who says things."""

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

    def say(text="", *, kind="text", payload=None, at=None):
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
        )
        Conversation.objects.filter(pk=conversation.pk).update(
            inbound_count=conversation.messages.filter(direction="in").count(), last_message_at=at, preview=text
        )
        conversation.refresh_from_db()
        return message

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
