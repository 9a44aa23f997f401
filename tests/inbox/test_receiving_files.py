"""Files that customers send: noted at once, fetched by a worker afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from inbox.models import Media, Message
from tests.webhooks.bodies import NOON, envelope, message, value

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "5511987654321"
DIGEST = "ungwv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="  # as Meta writes it
HEX = "ba7830bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def sent(kind: str, **part) -> dict:
    one = message(wa_id=ANA, type=kind, **{kind: part})
    del one["text"]
    return one


@pytest.mark.parametrize(
    ("kind", "part", "kept"),
    [
        ("image", {"mime_type": "image/jpeg", "sha256": DIGEST}, ("image/jpeg", HEX, "", False)),
        ("image", {"mime_type": "image/jpeg", "sha256": HEX.upper()}, ("image/jpeg", HEX, "", False)),
        ("video", {"mime_type": "video/mp4", "sha256": "nonsense"}, ("video/mp4", "", "", False)),
        ("audio", {"mime_type": "audio/ogg; codecs=opus", "voice": True}, ("audio/ogg; codecs=opus", "", "", True)),
        ("audio", {"mime_type": "audio/mpeg", "voice": False}, ("audio/mpeg", "", "", False)),
        ("document", {"filename": "Bill.pdf"}, ("", "", "Bill.pdf", False)),
        ("document", {"filename": "n" * 300, "mime_type": "m" * 300}, ("m" * 120, "", "n" * 240, False)),
        ("sticker", {"mime_type": "image/webp", "animated": True}, ("image/webp", "", "", False)),
    ],
)
def test_a_file_is_noted_to_be_fetched(number, arrives, kind, part, kept):
    assert arrives(envelope(value(messages=[sent(kind, id=24230790383178626, **part)]))).state == "handled"
    media = Media.objects.get()
    assert (media.mime, media.sha256, media.filename, media.is_voice) == kept
    assert (media.kind, media.state, media.role, media.meta_id) == (kind, "waiting", "file", "24230790383178626")
    assert media.message == Message.objects.get()
    assert media.conversation == media.message.conversation
    assert media.meta_id_until == datetime.fromtimestamp(NOON, UTC) + timedelta(days=7)
    assert media.next_attempt_at is not None


@pytest.mark.parametrize("part", [{}, {"id": ""}, {"id": None}, {"id": ["1"]}, {"link": "https://example.org/1"}])
def test_what_names_no_file_is_a_message_all_the_same(number, arrives, part):
    assert arrives(envelope(value(messages=[sent("image", **part)]))).state == "handled"
    assert Message.objects.get().kind == "image"
    assert not Media.objects.exists()


def test_a_redelivered_file_is_noted_once(number, arrives):
    body = envelope(value(messages=[sent("image", id="1"), sent("audio", id="2")]))
    for spaces in range(3):
        arrives(body + b" " * spaces)
    assert sorted(Media.objects.values_list("meta_id", flat=True)) == ["1", "2"]


def test_everything_knows_the_event_that_brought_it(number, arrives):
    event = arrives(envelope(value(messages=[sent("image", id="1"), message("And a word", wa_id=ANA)])))
    assert list(Message.objects.values_list("event_id", flat=True)) == [event.pk, event.pk]
