"""Files reach who may see them, in any part, and never as something that runs."""

import asyncio
import re
import resource
from uuid import uuid4

import pytest
from django.urls import reverse

from contacts.models import ContactKey
from inbox.media import keys, serving, storing
from inbox.models import Media
from nxtchat.sealing import PIECE
from tests.inbox.desk import at_desk
from tests.inbox.files import HTML, PDF, SVG, noise, picture, stored

__all__ = ["at_desk"]


def url(media, name="media"):
    return reverse(f"inbox:{name}", args=[media.public_id])


def whole(answer):
    return b"".join(answer.streaming_content)


def test_a_picture_is_shown_to_who_may_see_the_conversation(at_desk, bruno, conversation):
    media = stored(conversation, picture(), mime="image/jpeg", kind="image", filename="Foto da praia.jpg")
    answer = at_desk(bruno).get(url(media))
    assert whole(answer) == picture()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["media", "thumbnail"])
def test_for_a_stranger_there_is_no_file(client, at_desk, chitra, bruno, conversation, name):
    media = stored(conversation, picture(), mime="image/jpeg", thumbnail=picture((9, 9)))
    assert client.get(url(media, name)).status_code == 302  # nobody is signed in
    assert at_desk(chitra).get(url(media, name)).status_code == 404
    assert at_desk(chitra).get(url(media, name), headers={"If-None-Match": "*"}).status_code == 404
    assert at_desk(bruno).get(url(media, name)).status_code == 200
    assert at_desk(bruno).get(reverse(f"inbox:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("mime", "content"),
    [("image/svg+xml", SVG), ("text/html", HTML), ("application/xml", SVG), ("application/pdf", PDF), ("", b"?")],
)
def test_what_could_run_is_saved_and_not_shown(at_desk, bruno, conversation, mime, content):
    answer = at_desk(bruno).get(url(stored(conversation, content, mime=mime, filename="a.svg")))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] not in {"text/html", "image/svg+xml"}


def test_a_name_of_any_language_reaches_the_disk_and_hides_nothing(at_desk, bruno, conversation):
    media = stored(conversation, PDF, mime="application/pdf", filename='Prêço "novo"\r\nX: 1\u202efdp.exe')
    said = at_desk(bruno).get(url(media))["Content-Disposition"]
    assert "filename*=utf-8''Pr%C3%AA%C3%A7o" in said
    assert "%E2%80%AE" not in said and "\n" not in said


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        (f"bytes={PIECE - 1}-{PIECE}", PIECE - 1, PIECE + 1),
        ("bytes=-10", 200_000 - 10, 200_000),
        ("bytes=199999-999999", 199_999, 200_000),
        ("bytes=100000-", 100_000, 200_000),
    ],
)
def test_a_part_of_a_file(at_desk, bruno, conversation, asked, start, end):
    content = noise(200_000)
    answer = at_desk(bruno).get(url(stored(conversation, content)), headers={"Range": asked})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/200000"
    assert answer["Content-Length"] == str(end - start)
    assert whole(answer) == content[start:end]


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b"])
def test_a_part_that_makes_no_sense_brings_the_whole(at_desk, bruno, conversation, asked):
    answer = at_desk(bruno).get(url(stored(conversation, b"hello")), headers={"Range": asked})
    assert (answer.status_code, whole(answer)) == (200, b"hello")


@pytest.mark.parametrize("asked", ["bytes=5-", "bytes=99-100", "bytes=-0"])
def test_a_part_that_is_not_there(at_desk, bruno, conversation, asked):
    answer = at_desk(bruno).get(url(stored(conversation, b"hello")), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */5")


def test_a_browser_that_has_it_is_not_sent_it_again(at_desk, bruno, conversation):
    media = stored(conversation, b"hello")
    tag = at_desk(bruno).get(url(media))["ETag"]
    assert at_desk(bruno).get(url(media), headers={"If-None-Match": f'"other", {tag}'}).status_code == 304
    assert at_desk(bruno).get(url(media), headers={"If-None-Match": '"other"'}).status_code == 200
    stale = at_desk(bruno).get(url(media), headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert whole(stale) == b"hello"


def test_asking_only_for_the_head(at_desk, bruno, conversation):
    answer = at_desk(bruno).head(url(stored(conversation, b"hello")))
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, "5", b"")
    assert at_desk(bruno).post(url(stored(conversation, b"hello"))).status_code == 405


def test_what_is_not_here_yet_is_no_file(at_desk, bruno, conversation):
    waiting = Media.objects.create(conversation=conversation, kind="image")
    assert at_desk(bruno).get(url(waiting)).status_code == 404
    without_small = stored(conversation, b"hello")
    assert at_desk(bruno).get(url(without_small, "thumbnail")).status_code == 404


def test_without_the_key_a_file_is_noise(at_desk, bruno, conversation):
    media = stored(conversation, b"hello")
    ContactKey.objects.all().delete()
    assert at_desk(bruno).get(url(media)).status_code == 404


def test_nothing_of_the_file_can_be_read_on_the_disk(conversation, tmp_path):
    said = b"The secret of Ana, said often. " * 5000
    media = stored(conversation, said, filename="secret.txt")
    [there] = (path for path in tmp_path.rglob("*") if path.is_file())
    assert str(there).endswith(media.path)
    assert b"secret" not in there.read_bytes() and b"Ana" not in there.read_bytes()
    assert there.stat().st_mode & 0o077 == 0


def test_a_file_goes_out_piece_by_piece_under_asgi(rf, conversation):
    answer = serving.serve(rf.get("/"), stored(conversation, noise(300_000)))

    async def ask():
        return [piece async for piece in answer]

    pieces = asyncio.run(ask())
    assert b"".join(pieces) == noise(300_000)
    assert len(pieces) > 1


def test_fifty_megabytes_need_no_memory(db, conversation, at_desk, bruno):
    megabyte = noise(1024 * 1024)
    key = keys.of_contact(conversation.contact_id)
    before = _peak()
    with storing.drafted((megabyte for _ in range(50)), key=keys.open_key(key), at_most=10**9) as draft:
        path, size = storing.put(draft), draft.size
    media = Media.objects.create(conversation=conversation, key=key, path=path, size=size, state="stored")
    answer = at_desk(bruno).get(url(media))
    assert sum(len(piece) for piece in answer.streaming_content) == size == 50 * 1024 * 1024
    assert _peak() - before < 16 * 1024  # kilobytes


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_names_in_the_storage_tell_nothing(conversation):
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", stored(conversation, b"hello", filename="ana.txt").path)
