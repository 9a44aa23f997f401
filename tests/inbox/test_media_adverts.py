"""The picture of the advertisement that Ana clicked on is kept with what she wrote, since its address expires."""

import json
import time

import pytest
from django.urls import reverse

from inbox.media import fetching, storing
from inbox.models import Media, Message
from tests.inbox.desk import address, at_desk
from tests.inbox.fetching import content_of, make_due
from tests.inbox.files import HTML, picture
from tests.webhooks.bodies import envelope, said

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)

AD = {"source_url": "https://fb.me/x", "source_type": "ad", "headline": "Fresh bread", "media_type": "image"}


@pytest.fixture
def clicked(arrives):
    """Ana wrote after she clicked on an advertisement with its picture there."""

    def click(url: str, *, under: str = "image_url") -> Media:
        body = json.loads(envelope(said("I want this", wamid="wamid.AD", at=int(time.time()))))
        body["entry"][0]["changes"][0]["value"]["messages"][0]["referral"] = AD | {under: url}
        arrives(json.dumps(body).encode())
        return Media.objects.get()

    return click


def fetched(media):
    fetching.fetch(media.pk)
    media.refresh_from_db()
    return media


@pytest.mark.parametrize("under", ["image_url", "thumbnail_url"])
def test_the_picture_is_kept_closed_and_shown_with_the_message(clicked, graph, bruno, at_desk, under):
    content = picture()
    graph.answers = [lambda heard: (200, content)]
    media = fetched(clicked(f"{graph.url}/ad.jpg", under=under))
    assert (media.state, media.role, media.mime) == ("stored", "referral", "image/jpeg")
    assert content_of(media) == content
    with storing.media_storage().open(media.path) as closed:
        assert content[:64] not in closed.read()
    browser = at_desk(bruno)
    page = browser.get(address(media.conversation)).text
    assert reverse("inbox:thumbnail", args=[media.public_id]) in page
    assert browser.get(reverse("inbox:media", args=[media.public_id])).status_code == 200


def test_our_token_does_not_go_with_the_question(clicked, graph, account):
    graph.answers = [lambda heard: (200, picture())]
    fetched(clicked(f"{graph.url}/ad.jpg"))
    [heard] = graph.heard
    assert "authorization" not in {name.lower() for name in heard.headers}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "https://10.0.0.1/x", "https://example.org/x.jpg", "file:///x"]
)
def test_nobody_but_meta_is_asked(clicked, graph, url):
    media = clicked(url)
    for _time in range(3):
        make_due(media)
        fetched(media)
    assert (media.state, graph.heard) == ("expired", [])


def test_what_is_no_picture_is_not_kept(clicked, graph):
    graph.answers = [lambda heard: (200, HTML)]
    media = fetched(clicked(f"{graph.url}/ad.jpg"))
    assert (media.state, media.reason, media.path) == ("refused", "no_picture", "")


def test_an_address_that_is_gone_is_believed_after_a_while(clicked, graph):
    graph.answers = [lambda heard: (403, {})] * 6
    media = clicked(f"{graph.url}/ad.jpg")
    for _time in range(3):
        make_due(media)
        fetched(media)
    assert media.state == "expired"


def test_it_goes_with_the_message(clicked, graph):
    graph.answers = [lambda heard: (200, picture())]
    fetched(clicked(f"{graph.url}/ad.jpg"))
    Message.objects.all().delete()
    assert not Media.objects.exists()
