"""Pictures for docs/: `PICTURES=docs/img pytest tests/browser/test_more_pictures.py` takes them again."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nxtchat import heartbeat

LOOKS = {
    "light": {"theme": "light", "language": "en", "width": 1280},
    "dark": {"theme": "dark", "language": "en", "width": 1280},
    "phone": {"theme": "light", "language": "en", "width": 390},
    "rtl": {"theme": "light", "language": "ar", "width": 1280},
}


@pytest.fixture
def takes(tmp_path):
    """`takes(page, "name")`: keep a picture of the page, which may not be too large nor scroll sideways."""

    def take(page: Page, name: str) -> None:
        page.wait_for_timeout(500)
        picture = Path(os.environ.get("PICTURES") or tmp_path) / f"{name}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size < 250_000
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    return take


@pytest.fixture(params=LOOKS)
def look(request, ada):
    ada.theme, ada.language = LOOKS[request.param]["theme"], LOOKS[request.param]["language"]
    ada.save()
    return request.param


@pytest.fixture
def window(signed_in, ada, look, whatsapp, site, settings, tmp_path):
    settings.DATA, settings.WEB_INTERNAL_URL = tmp_path / "data", site
    height = 844 if look == "phone" else 900
    return signed_in(ada, viewport={"width": LOOKS[look]["width"], "height": height})


def test_pictures_of_a_token_that_ends_soon(window, whatsapp, number, site, look, takes):
    whatsapp.callback(f"{site}/webhooks/whatsapp/", verify_token=number.account.verify_token)
    whatsapp.misbehave(token_expiring=True)
    heartbeat.beat("worker")
    heartbeat.beat("timetable")
    window.goto(f"/setup/numbers/{number.pk}/")
    expect(window.locator("#check-expiry")).to_have_class("check check--fail")
    takes(window, f"setup-{look}")


def test_pictures_of_the_pretend_phone(window, whatsapp, look, takes):
    window.goto("/pretend/phone/")
    window.locator("form[action$='/pretend/start/'] button").click()
    window.goto("/pretend/phone/?person=966500000142")
    box = window.locator("textarea, input[name=text]").first
    for words in ("مرحبا! هل الصبار متوفر؟", "Hello, is the cactus in stock?"):
        box.fill(words)
        box.press("Enter")
        expect(window.get_by_text(words).first).to_be_visible()
    takes(window, f"phone-{look}")
