"""Voice notes play in every browser: where one does not know what WhatsApp records, it is given the same as m4a."""

import subprocess

import pytest
from django.urls import reverse

from inbox.media import storing, tidying
from inbox.models import Media
from nxtchat import converter
from tests.inbox.desk import address, ana_says, at_desk
from tests.inbox.files import PDF, stored
from tests.inbox.test_media_serving import url, whole

__all__ = ["ana_says", "at_desk"]


@pytest.fixture(scope="module")
def ogg(tmp_path_factory):
    """A second of sound, as WhatsApp records it."""
    path = tmp_path_factory.mktemp("sound") / "voice.ogg"
    sound = ["-f", "lavfi", "-i", "sine=duration=1", "-ac", "1", "-c:a", "libopus"]
    subprocess.run([converter.path(), "-loglevel", "error", *sound, str(path)], check=True)
    return path.read_bytes()


@pytest.fixture
def voice(conversation, ana_says, ogg):
    return stored(conversation, ogg, mime="audio/ogg", kind="audio", is_voice=True, message=ana_says("", kind="audio"))


def test_a_voice_note_is_offered_as_it_came_and_as_every_browser_plays_it(at_desk, bruno, voice):
    page = at_desk(bruno).get(address(voice.conversation)).text
    own, other = url(voice), url(voice, "playable")
    assert f'<source src="{own}" type="audio/ogg; codecs=opus"><source src="{other}" type="audio/mp4">' in page
    answer = at_desk(bruno).get(other, headers={"Range": "bytes=4-11"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "audio/mp4")
    assert whole(answer)[:4] == b"ftyp"


def test_it_is_made_once_closed_and_known_to_the_sweep(at_desk, bruno, voice):
    first = whole(at_desk(bruno).get(url(voice, "playable")))
    path = Media.objects.get().playable_path
    assert whole(at_desk(bruno).get(url(voice, "playable"))) == first
    assert Media.objects.get().playable_path == path and path in Media.objects.get().own_paths
    with storing.media_storage().open(path) as closed:
        assert b"ftyp" not in closed.read(4096)
    assert tidying.tidy(folder=path[:2]) == 0


def test_strangers_get_nothing_and_nothing_is_made_for_them(at_desk, chitra, voice):
    assert at_desk(chitra).get(url(voice, "playable")).status_code == 404
    assert Media.objects.get().playable_path == ""


def test_what_is_no_such_sound_has_no_other_form(at_desk, bruno, conversation):
    broken = stored(conversation, b"OggS and nothing", mime="audio/ogg", kind="audio")
    for media in (broken, stored(conversation, PDF, mime="application/pdf")):
        assert at_desk(bruno).get(url(media, "playable")).status_code == 404
    assert not Media.objects.exclude(playable_path="").exists()


def test_without_ffmpeg_there_is_a_link_to_save_it(at_desk, bruno, voice, settings):
    settings.FFMPEG = "/nowhere/ffmpeg"
    page = at_desk(bruno).get(address(voice.conversation)).text
    assert f'href="{url(voice)}" download' in page and reverse("inbox:playable", args=[voice.public_id]) not in page
    assert at_desk(bruno).get(url(voice, "playable")).status_code == 404
