"""Files in the thread: shown as what they are, or with the reason why they are not here."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from inbox.models import Conversation, Media
from tests.inbox.desk import address, ana_says, at_desk, shown, we_say, words

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def file(conversation):
    """A file of a message, as fetching or uploading leaves it."""

    def make(message, kind="image", **facts):
        facts = {"state": Media.State.STORED, "mime": f"{kind}/x", "thumbnail_path": "t", **facts}
        return Media.objects.create(conversation=conversation, message=message, public_id=uuid4(), kind=kind, **facts)

    return make


@pytest.fixture
def part(at_desk, bruno, conversation):
    return lambda message: shown(at_desk(bruno).get(address(conversation)).text, message)


def where(file, name="media"):
    return reverse(f"inbox:{name}", args=[file.public_id])


def test_a_photo_has_its_shape_before_it_is_loaded_and_words_for_who_does_not_see_it(part, ana_says, file):
    told, silent = ana_says("The pot is broken", kind="image"), ana_says("", kind="image")
    for message, alt in ((told, "The pot is broken"), (silent, "Photo from Ana Souza")):
        photo = file(message, width=1200, height=900)
        html = part(message)
        assert f'src="{where(photo, "thumbnail")}" alt="{alt}"' in html
        assert 'width="1200" height="900"' in html
        assert f'href="{where(photo)}" data-view' in html
    assert "The pot is broken</p>" in part(told)


def test_several_files_of_one_message_are_all_there(part, ana_says, file):
    message = ana_says("", kind="image")
    files = [
        file(message),
        file(message, "video"),
        file(message, "document", filename="offer.pdf", mime="x/pdf", size=2048),
    ]
    html = part(message)
    assert all(where(each) in html for each in files)
    assert "offer.pdf PDF · 2.0\xa0KB Download".replace("\xa0", " ") in words(html).replace("\xa0", " ")


def test_sound_and_film_load_nothing_before_somebody_presses_play(part, ana_says, file):
    voice, film = ana_says("", kind="audio"), ana_says("", kind="video")
    file(voice, "audio", is_voice=True, seconds=12.3), file(film, "video", width=640, height=360)
    assert "Voice message 0:12" in part(voice) and 'preload="none"' in part(voice) and "<voice-note" in part(voice)
    assert '<video class="shot shot--video" controls preload="none"' in part(film)
    assert "autoplay" not in part(voice) + part(film)


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({"state": "waiting", "days": 5}, "Not fetched yet. 5 days left to fetch it."),
        ({"state": "waiting", "days": 1}, "Not fetched yet. 1 day left to fetch it."),
        ({"state": "waiting", "days": 0}, "Not fetched yet. Less than a day left to fetch it."),
        ({"state": "waiting"}, "Not fetched yet."),
        ({"state": "waiting", "reason": "no_room"}, "an admin has to make some"),
        ({"state": "expired"}, "Ask for it again."),
        ({"state": "refused", "reason": "too_large"}, "larger than WhatsApp allows"),
        ({"state": "refused", "reason": "word of tomorrow"}, "could not be kept"),
    ],
)
def test_a_file_that_is_not_here_says_why(part, ana_says, file, facts, seen):
    message = ana_says("", kind="document")
    if (days := facts.pop("days", None)) is not None:
        facts["meta_id_until"] = timezone.now() + timedelta(days=days, hours=2)
    absent = file(message, "document", filename="offer.pdf", **facts)
    assert seen in words(part(message)) and "offer.pdf" in words(part(message))
    assert where(absent) not in part(message)


def test_a_picture_without_a_small_one_can_still_be_had(part, ana_says, file):
    message = ana_says("", kind="image")
    photo = file(message, thumbnail_path="", filename="huge.png")
    assert "<img" not in part(message)
    assert f'href="{where(photo)}" download="huge.png"' in part(message)


def test_the_picture_of_an_advertisement_stands_in_it(part, ana_says, file):
    message = ana_says("Hi", payload={"referral": {"headline": "Half price", "source_type": "ad"}})
    picture = file(message, role=Media.Role.REFERRAL)
    html = part(message)
    assert (
        html.index("advert") < html.index(where(picture, "thumbnail")) < html.index("Half price") < html.index("Hi</p>")
    )


def test_a_deleted_message_shows_no_file(part, ana_says, file):
    message = ana_says("", kind="image", wamid="w1")
    photo = file(message)
    ana_says("", kind="revoke", reply_to_wamid="w1")
    assert where(photo) not in part(message)


def test_files_of_a_choice_and_of_a_template_are_shown_too(part, we_say, file):
    for kind, payload in (
        ("interactive", {"type": "button", "body": {"text": "Which?"}}),
        ("template", {"name": "hi"}),
    ):
        message = we_say("", kind=kind, payload={kind: payload})
        assert where(file(message)) in part(message)


def test_the_row_says_how_long_the_newest_voice_message_is(at_desk, bruno, conversation, ana_says, file):
    file(ana_says("", kind="audio"), "audio", is_voice=False, seconds=100)
    file(ana_says("", kind="audio"), "audio", is_voice=True, seconds=75)
    Conversation.objects.filter(pk=conversation.pk).update(preview_kind="audio", preview="")
    row = at_desk(bruno).get(reverse("inbox:inbox")).text.partition('class="row__words"')[2].partition("row__marks")[0]
    assert "Voice message 1:15" in words(f"<{row}")
