"""A place is sent by what people copy from a map."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from inbox import places
from inbox.models import Message
from tests.inbox.desk import at_desk

__all__ = ["at_desk"]

HERE = (38.7139, -9.1394)
GOOGLE = "https://www.google.com/maps/"


@pytest.mark.parametrize(
    "text",
    [
        "38.7139, -9.1394",
        " (38.7139 -9.1394) ",
        "38.7139°, -9.1394°",
        "38.7139° N, 9.1394° W",
        "38,7139; -9,1394",
        "geo:38.7139,-9.1394?z=17",
        "geo:0,0?q=38.7139,-9.1394(Caf%C3%A9)",
        f"{GOOGLE}@38.7139,-9.1394,17z",
        f"{GOOGLE}place/38%C2%B042'50.0%22N+9%C2%B008'21.8%22W/@38.5,-9.2,17z/data=!3m1!4b1!4m4!8m2!3d38.7139!4d-9.1394",
        f"{GOOGLE}search/?api=1&query=38.7139%2C-9.1394",
        f"{GOOGLE}search/38.7139,+-9.1394?entry=tts",
        f"{GOOGLE}dir/?api=1&destination=38.7139,-9.1394",
        "https://maps.google.com/?q=38.7139,-9.1394",
        "https://maps.google.com/maps?q=loc:38.7139,-9.1394&z=15",
        "https://maps.apple.com/?ll=38.7139,-9.1394&q=Caf%C3%A9%20Central",
        "https://maps.apple.com/place?coordinate=38.7139,-9.1394&name=Marked",
        "https://www.openstreetmap.org/?mlat=38.7139&mlon=-9.1394#map=16/38.7/-9.1",
        "https://www.openstreetmap.org/#map=16/38.7139/-9.1394",
        "https://www.bing.com/maps?cp=38.7139~-9.1394&lvl=16",
        "https://waze.com/ul?ll=38.7139%2C-9.1394&navigate=yes",
        "https://yandex.com/maps/?ll=-9.1394%2C38.7139&z=16",
        "www.google.com/maps/@38.7139,-9.1394,17z",
    ],
)
def test_what_is_copied_from_a_map_says_where_it_is(text):
    assert places.find(text)[:2] == HERE


def test_the_name_comes_with_the_link():
    link = f"{GOOGLE}place/{quote('Café Central')}/@38.7,-9.1,17z/data=!3d38.7139!4d-9.1394"
    assert places.find(link) == (*HERE, "Café Central")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rua Augusta 1500", "unreadable"),
        ("38.7139", "unreadable"),
        ("38.7139, -9.1394, 5", "unreadable"),
        ("91, 0", "out_of_range"),
        ("https://maps.google.com/?q=12,345", "out_of_range"),
        ("https://maps.app.goo.gl/AbCdEf", "short_link"),
        ("https://goo.gl/maps/AbCdEf", "short_link"),
        ("https://www.google.com/maps/place/Lisboa", "no_coordinates"),
        ("https://maps.google.com/?q=10 20 Main Street", "no_coordinates"),
        ("https://example.org/", "no_coordinates"),
        ("https://[broken/@38.7139,-9.1394", "unreadable"),
        ("javascript:alert(38.7139,-9.1394)", "unreadable"),
    ],
)
def test_what_says_nothing_is_refused_with_what_helps(text, code):
    with pytest.raises(places.NotFound) as refused:
        places.find(text)
    assert refused.value.code == code and str(refused.value.reason)


def test_bruno_pastes_a_link_and_ana_gets_the_place(conversation, bruno, at_desk):
    where = reverse("inbox:saying", args=[conversation.pk, "location"])
    browser, form = at_desk(bruno), {"client_id": uuid4(), "name": "Our shop"}
    refused = browser.post(where, form | {"where": "https://maps.app.goo.gl/AbCdEf"})
    assert refused.status_code == 422 and "Open it, and copy the long link" in refused.text
    browser.post(where, form | {"where": "https://maps.google.com/?q=38.7139,-9.1394"})
    sent = Message.objects.get().payload["location"]
    assert sent == {"latitude": 38.7139, "longitude": -9.1394, "name": "Our shop"}
