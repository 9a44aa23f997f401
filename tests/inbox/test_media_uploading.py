"""Files that Bruno brings: kept closed, refused with the limit, taken away again, and brought to WhatsApp."""

import subprocess
import tracemalloc
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inbox import media
from inbox.media import storing, uploading
from inbox.models import Media, Message, Status
from inbox.models.message import Direction
from nxtchat import converter
from nxtchat.whatsapp.client import Graph, GraphRefused
from tests.inbox.desk import at_desk
from tests.inbox.files import HTML, PDF, SVG, bomb, moving, noise, picture

__all__ = ["at_desk"]


def brings(browser, conversation, content, name="file", **more):
    file = SimpleUploadedFile(name, content)
    return browser.post(reverse("inbox:uploads", args=[conversation.pk]), {"file": file, **more})


def content_of(found):
    with storing.open_file(found) as file:
        return file.read()


@pytest.fixture
def recorded():
    """What a browser's recorder makes of a second of sound."""

    def record(form, codec):
        command = [converter.path(), "-loglevel", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=1"]
        more = ["-movflags", "frag_keyframe+empty_moov"] if form == "mp4" else []
        return subprocess.run(
            [*command, "-ac", "2", "-c:a", codec, *more, "-f", form, "pipe:1"], capture_output=True, check=True
        ).stdout

    return record


@pytest.fixture
def message(conversation, bruno):
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.OUT,
        status=Status.QUEUED,
        kind="image",
        author=bruno,
    )


def test_a_picture_is_kept_until_it_is_said(at_desk, bruno, conversation):
    answer = brings(at_desk(bruno), conversation, picture(), "../../praia.jpg")
    told = answer.json()
    assert answer.status_code == 201
    assert (told["name"], told["kind"], told["mime"]) == ("praia.jpg", "image", "image/jpeg")
    found = Media.objects.get(public_id=told["id"])
    assert (found.message, found.author, found.state) == (None, bruno, "stored")
    assert content_of(found) == picture()
    for url in (told["url"], told["thumbnail"]):
        assert at_desk(bruno).get(url).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind"),
    [(picture(form="PNG"), "image"), (PDF, "document"), (b"Hello\n", "document"), (moving(), "sticker")],
)
def test_what_it_is_sent_as_follows_from_what_it_is(at_desk, bruno, conversation, content, kind):
    if kind == "sticker":
        content = picture((512, 512), form="WEBP")
    assert brings(at_desk(bruno), conversation, content).json()["kind"] == kind


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (b"", {}, "empty"),
        (SVG, {}, "takes: JPEG, PNG, MP4"),
        (HTML, {}, "does not take this type"),
        (moving("GIF"), {}, "does not take this type"),
        (PDF, {"kind": "image"}, "pictures: JPEG, PNG"),
        (picture(), {"kind": "document"}, "documents: PDF"),
        (b"\xff\xd8\xff" + noise(5 * 1024 * 1024), {}, "pictures of at most 5 MB"),
        (picture((100, 100), form="WEBP"), {}, "512 by 512"),
        (bomb(), {}, "60 million pixels"),
    ],
)
def test_a_refusal_says_the_limit_and_leaves_nothing(at_desk, bruno, conversation, tmp_path, content, more, words):
    answer = brings(at_desk(bruno), conversation, content, **more)
    assert answer.status_code == 422
    assert words in answer.json()["problem"]
    assert not Media.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_more_than_whatsapp_takes_is_not_read_to_its_end(at_desk, bruno, conversation, monkeypatch):
    monkeypatch.setattr(uploading, "LARGEST", 1024 * 1024)
    answer = brings(at_desk(bruno), conversation, PDF + noise(3 * 1024 * 1024))
    assert answer.status_code == 422
    assert "at most 100 MB" in answer.json()["problem"]


def test_without_a_file_there_is_nothing_to_keep(at_desk, bruno, conversation):
    answer = at_desk(bruno).post(reverse("inbox:uploads", args=[conversation.pk]))
    assert (answer.status_code, answer.json()["problem"]) == (422, "Choose a file first.")


def test_only_who_answers_in_the_conversation_brings_files(chitra, at_desk, bruno, conversation, agent_of):
    assert brings(at_desk(chitra), conversation, picture()).status_code == 404
    viewer = agent_of("Vera", "viewer")
    assert brings(at_desk(viewer), conversation, picture()).status_code == 404
    assert brings(at_desk(bruno), conversation, picture()).status_code == 201


def test_another_site_cannot_bring_files_in_his_name(bruno, conversation):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bruno)
    assert brings(browser, conversation, picture()).status_code == 403
    browser.get(reverse("inbox:inbox"))
    token = browser.cookies["csrftoken"].value
    assert brings(browser, conversation, picture(), csrfmiddlewaretoken=token).status_code == 201


def test_a_large_document_is_not_held_in_memory(bruno, conversation):
    class Long:
        name = "long.txt"

        def chunks(self, size=None):
            for _ in range(60):
                yield b"a line of text\n" * 70_000

    tracemalloc.start()
    media.upload(conversation=conversation, file=Long(), by=bruno)
    assert tracemalloc.get_traced_memory()[1] < 12 * 1024 * 1024
    tracemalloc.stop()
    assert Media.objects.get().size == 60 * 70_000 * 15


def test_who_brought_it_takes_it_away_until_it_is_said(at_desk, bruno, ada, conversation, message, tmp_path):
    told = brings(at_desk(bruno), conversation, picture()).json()
    assert at_desk(ada).delete(told["url"]).status_code == 404  # hers it is not
    assert at_desk(bruno).delete(told["url"]).status_code == 204
    assert at_desk(bruno).delete(told["url"]).status_code == 404
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    told = brings(at_desk(bruno), conversation, picture()).json()
    Media.objects.update(message=message)
    assert at_desk(bruno).delete(told["url"]).status_code == 404
    assert Media.objects.count() == 1


def test_what_nobody_says_is_gone_after_a_day(at_desk, bruno, conversation, message, tmp_path):
    for _ in range(3):
        brings(at_desk(bruno), conversation, picture())
    fresh, said, old = Media.objects.order_by("pk")
    yesterday = timezone.now() - timedelta(hours=25)
    Media.objects.filter(pk=said.pk).update(message=message, created_at=yesterday)
    Media.objects.filter(pk=old.pk).update(created_at=yesterday)
    assert uploading.discard_unsaid() == 1
    assert set(Media.objects.all()) == {fresh, said}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4


@pytest.mark.parametrize(
    ("form", "codec"), [("webm", "libopus"), ("mp4", "aac"), ("wav", "pcm_s16le"), ("ogg", "libopus")]
)
def test_a_voice_note_becomes_what_whatsapp_plays(at_desk, bruno, conversation, recorded, form, codec):
    told = brings(at_desk(bruno), conversation, recorded(form, codec), "blob", voice="1").json()
    assert (told["kind"], told["mime"]) == ("audio", "audio/ogg")
    assert 0.9 < told["seconds"] < 1.2
    found = Media.objects.get()
    head = content_of(found)[:64]
    assert found.is_voice and head[head.index(b"OpusHead") + 9] == 1  # one channel


def test_a_recording_of_nothing_is_refused(at_desk, bruno, conversation):
    for content in (PDF, b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x\n", b"\x1aE\xdf\xa3 and nothing"):
        answer = brings(at_desk(bruno), conversation, content, voice="1")
        assert (answer.status_code, answer.json()["code"]) == (422, "not_sound")


def test_without_a_converter_the_agent_is_told(at_desk, bruno, conversation, recorded, settings):
    content = recorded("webm", "libopus")
    settings.FFMPEG = "/nowhere/ffmpeg"
    answer = brings(at_desk(bruno), conversation, content, voice="1")
    assert answer.status_code == 422 and "ffmpeg" in answer.json()["problem"]


def test_a_file_is_brought_to_whatsapp_once(at_desk, bruno, conversation, message, whatsapp):
    brings(at_desk(bruno), conversation, picture(), "praia.jpg")
    Media.objects.update(message=message)
    graph = Graph(conversation.number.account)
    media.bring(message, graph=graph)
    media.bring(message, graph=graph)
    [there] = whatsapp.server.world.media.values()
    found = Media.objects.get()
    assert (there.media_id, there.mime_type, there.filename) == (found.meta_id, "image/jpeg", "praia.jpg")
    assert there.sha256 == found.sha256 and not there.is_wrong
    assert found.meta_id_until > timezone.now() + timedelta(days=29)


def test_an_id_that_soon_dies_is_renewed(at_desk, bruno, conversation, message, whatsapp):
    brings(at_desk(bruno), conversation, picture())
    Media.objects.update(message=message, meta_id="1", meta_id_until=timezone.now() + timedelta(hours=3))
    media.bring(message, graph=Graph(conversation.number.account))
    assert Media.objects.get().meta_id in whatsapp.server.world.media


def test_a_file_that_is_gone_fails_its_message_in_words(at_desk, bruno, conversation, message, whatsapp, tmp_path):
    brings(at_desk(bruno), conversation, picture())
    Media.objects.update(message=message)
    storing.remove(Media.objects.values_list("path", flat=True))
    with pytest.raises(GraphRefused) as refusal:
        media.bring(message, graph=Graph(conversation.number.account))
    assert refusal.value.code == 131053


def test_a_large_file_goes_up_in_pieces(bruno, conversation, message, whatsapp):
    class Long:
        name = "long.txt"

        def chunks(self, size=None):
            for _ in range(20):
                yield b"a line of text\n" * 70_000

    media.upload(conversation=conversation, file=Long(), by=bruno)
    Media.objects.update(message=message)
    media.bring(message, graph=Graph(conversation.number.account))
    [there] = whatsapp.server.world.media.values()
    assert there.size == 20 * 70_000 * 15 and there.sha256 == Media.objects.get().sha256


def test_names_are_cleaned():
    assert uploading.clean_name("C:\\photos\\a\x00b\u202e.jpg") == "ab.jpg"
    long = uploading.clean_name("x" * 500 + ".pdf")
    assert len(long) <= 240 and long.endswith(".pdf")
