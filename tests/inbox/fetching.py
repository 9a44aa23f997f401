"""A file that a customer sent, before and after it was fetched."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from inbox.media import fetching, storing
from inbox.models import Direction, Media, Message, Status


@pytest.fixture
def arrived(conversation):
    """Ana's message with a file is here, its bytes are not: `arrived(meta_id)`."""

    def make(meta_id="1", **facts):
        message = Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction=Direction.IN,
            status=Status.RECEIVED,
            kind="image",
        )
        told = {"kind": "image", "meta_id_until": timezone.now() + timedelta(days=7)} | facts
        return Media.objects.create(conversation=conversation, message=message, meta_id=meta_id, **told)

    return make


def fetched(media):
    fetching.fetch(media.pk)
    media.refresh_from_db()
    return media


def content_of(media, **which):
    with storing.open_file(media, **which) as file:
        return file.read()


def found(graph, content=b"", *, at="/file", **facts):
    """The look-up's answer, and after it the file's."""
    told = {"url": f"{graph.url}{at}", "sha256": sha256(content).hexdigest(), "file_size": str(len(content)), "id": "1"}
    return [lambda heard: (200, told | facts), lambda heard: (200, content)]


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def make_due(media):
    Media.objects.filter(pk=media.pk).update(next_attempt_at=None)
