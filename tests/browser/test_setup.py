"""An admin connects a number, and the page names whatever is wrong until it is right."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from nxtchat import heartbeat
from nxtchat.whatsapp.models import Number
from tests.conftest import APP_SECRET

TYPED = {
    "App id": "670843887433847",
    "App secret": APP_SECRET,
    "Access token": "the-token-of-the-tests",
    "WhatsApp business account id": "102290129340398",
    "Phone number id": "106540352242922",
}


@pytest.fixture
def checks(signed_in, ada, site, whatsapp, number, settings):
    """The page of a number that Meta knows and that is set up well; nobody has written yet."""
    number.account.is_pretend = True
    number.account.save()
    settings.WEB_INTERNAL_URL = site
    whatsapp.callback(f"{site}/webhooks/whatsapp/", verify_token=number.account.verify_token)
    heartbeat.beat("worker")  # both have just begun, and beat within five seconds
    heartbeat.beat("timetable")
    page = signed_in(ada)
    page.goto(f"/setup/numbers/{number.pk}/")
    return page


def line(page: Page, key: str):
    return page.locator(f"#check-{key}")


def again(page: Page, key: str) -> None:
    line(page, key).get_by_role("link", name="Check again").click()


BREAKAGES = {
    "token_expired": ("token", "Make a token for a system user"),
    "token_of_another_app": ("token", "another app"),
    "token_expiring": ("expiry", "choose no end"),
    "token_lacks": ("permissions", "tick whatsapp_business_messaging"),
    "not_registered": ("registered", "register it for the Cloud API"),
    "not_subscribed": ("subscribed", "Press “Subscribe our app”"),
    "wrong_callback": ("fields", "set the callback URL to"),
    "messages_off": ("fields", "subscribe to the field “messages”"),
}


def test_each_thing_that_breaks_is_named_with_its_fix_and_turns_green_when_repaired(checks, whatsapp):
    for trick, (key, fix) in BREAKAGES.items():
        whatsapp.misbehave(**{trick: True})
        checks.get_by_role("link", name="Check everything again").click()
        expect(line(checks, key), trick).to_have_class("check check--fail")
        expect(line(checks, key)).to_contain_text(fix)
        expect(checks.locator(".check--fail")).to_have_count(1)
        whatsapp.behave()
        again(checks, key)
        expect(line(checks, key), trick).to_have_class("check check--ok")
        expect(checks.locator(".check--fail")).to_have_count(0)


def test_a_wrong_secret_is_named_and_turns_green_when_replaced(checks, number, whatsapp):
    checks.get_by_text("Replace the app secret").click()
    checks.get_by_label("App secret").fill("the-secret-of-another-app")
    checks.get_by_role("button", name="Use this secret").click()
    expect(line(checks, "secret")).to_contain_text("secret of another app?")
    expect(checks.locator(".check--fail")).to_have_count(1)
    checks.get_by_text("Replace the app secret").click()
    checks.get_by_label("App secret").fill(APP_SECRET)
    checks.get_by_role("button", name="Use this secret").click()
    expect(line(checks, "secret")).to_have_class("check check--ok")


def test_one_press_subscribes_our_app(checks, whatsapp):
    whatsapp.misbehave(not_subscribed=True)
    again_all = checks.get_by_role("link", name="Check everything again")
    again_all.click()
    checks.get_by_role("button", name="Subscribe our app").click()
    expect(line(checks, "subscribed")).to_have_class("check check--ok")


def test_the_page_notices_the_first_message_by_itself(checks, whatsapp):
    expect(line(checks, "first_event")).to_have_class("check check--wait")
    expect(line(checks, "handshake")).to_have_class("check check--ok")
    whatsapp.say("hello")
    expect(line(checks, "first_event")).to_have_class("check check--ok", timeout=15_000)


def test_whatsapp_being_silent_is_said_and_passes(checks, whatsapp):
    whatsapp.misbehave(fail_before={"status": 503, "on": "all"})
    checks.get_by_role("link", name="Check everything again").click()
    expect(line(checks, "token")).to_contain_text("No usable answer came")
    whatsapp.behave()
    again(checks, "token")
    expect(line(checks, "token")).to_have_class("check check--ok")


def test_an_admin_connects_a_first_number_by_typing(signed_in, ada, site, whatsapp, axe):
    page = signed_in(ada)
    page.goto("/setup/")
    axe(page)
    for label, value in TYPED.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Phone number", exact=True).fill("+1 555-078-3881")
    page.get_by_role("button", name="Connect and check").click()
    number = Number.objects.get()
    assert urlsplit(page.url).path == f"/setup/numbers/{number.pk}/"
    expect(line(page, "token")).to_have_class("check check--ok")
    expect(line(page, "address")).to_contain_text("Set PUBLIC_URL")
    assert APP_SECRET not in page.content()
    axe(page)
    page.goto("/setup/")
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_checks(checks, whatsapp, axe, scheme):
    checks.emulate_media(color_scheme=scheme)
    whatsapp.misbehave(token_expired=True)
    checks.reload()
    axe(checks)


def test_the_checks_work_without_javascript(signed_in, ada, site, whatsapp, number):
    page = signed_in(ada, java_script_enabled=False)
    whatsapp.misbehave(token_expired=True)
    page.goto(f"/setup/numbers/{number.pk}/")
    expect(line(page, "token")).to_have_class("check check--fail")
    whatsapp.behave()
    again(page, "token")
    page.reload()
    expect(line(page, "token")).to_have_class("check check--ok")


def test_the_checks_fit_a_phone_and_read_from_right_to_left(signed_in, ada, site, whatsapp, number, axe):
    ada.language = "ar"
    ada.save()
    page = signed_in(ada, viewport={"width": 360, "height": 740})
    page.goto(f"/setup/numbers/{number.pk}/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
