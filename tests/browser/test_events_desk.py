"""At the desk of events: an admin searches, reads a raw body, which is remembered, and replays; nobody is shut out."""

import os
import re
from collections import Counter
from hashlib import sha256

import pytest
from playwright.sync_api import expect

from inbox.models import Message
from nxtchat.whatsapp.models import Number
from tests.webhooks.bodies import envelope, said
from webhooks import refusals
from webhooks.handling import handle_waiting
from webhooks.models import BodyReading, WebhookEvent

LOOKS = (
    {"viewport": {"width": 1280, "height": 800}},
    {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    {"viewport": {"width": 1280, "height": 800}, "locale": "ar"},
    {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    {"viewport": {"width": 320, "height": 640}, "locale": "ar"},
)


@pytest.fixture
def came(site, number):
    """What came in: handled, failed, and for a number that is not connected yet."""

    def keep(body: bytes) -> WebhookEvent:
        return WebhookEvent.objects.create(body=body, sha256=sha256(body).digest(), account=number.account)

    found = {
        "handled": keep(envelope(said("Is it in stock?", wamid="wamid.ANA"), said("The green one?"))),
        "failed": keep(envelope(said("bad", wa_id="9" * 300), said("Bom dia", wa_id="351912345678", name="Tomás"))),
        "unrouted": keep(envelope(said("Hello?", phone_number_id="55501"))),
    }
    while WebhookEvent.objects.filter(state="pending").exists():
        handle_waiting()
    return found


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "rtl", "phone dark", "phone rtl"])
def test_nobody_is_shut_out_of_the_desk(signed_in, ada, came, axe, look):
    page = signed_in(ada, **look)
    failed = came["failed"]
    refusals._write(Counter({"unsigned 0": 12, f"wrong_signature {failed.account_id}": 3}))
    pages = ["", "?state=failed", "?state=unrouted&age=day", "?q=nobody", f"{failed.pk}/", "readings/", "turned-away/"]
    for path in pages:
        assert page.goto(f"/webhooks/events/{path}").status == 200
        if "LOOK" in os.environ:
            name = re.sub(r"\W+", "-", path) or "list"
            page.screenshot(path=f"{os.environ['LOOK']}/events-{name}-{page.viewport_size['width']}.png")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.goto(f"/webhooks/events/{failed.pk}/?message={Message.objects.get(wamid='wamid.ANA').client_id}")
    page.locator("form[action*=readings] button").click()
    expect(page.locator(".event__body")).to_contain_text("whatsapp_business_account")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_admin_finds_what_a_person_brought_and_goes_to_the_conversation(signed_in, ada, came):
    page = signed_in(ada)
    page.goto("/webhooks/events/")
    page.get_by_label("Event, message or person").fill("+55 11 98765-4321")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("row")).to_have_count(3)  # its head, what was handled, and what was not understood
    page.get_by_role("link", name=str(came["handled"].pk), exact=True).click()
    expect(page.get_by_role("heading", name="What became of it")).to_be_visible()
    page.get_by_role("link", name="Conversation with Ana Souza").first.click()
    expect(page.get_by_text("Is it in stock?").first).to_be_visible()


def test_reading_a_body_is_a_click_and_is_remembered(signed_in, ada, came):
    page = signed_in(ada)
    message = Message.objects.get(wamid="wamid.ANA")
    page.goto(f"/webhooks/events/{message.event_id}/?message={message.client_id}")
    expect(page.get_by_text("Is it in stock?")).to_have_count(0)
    assert not BodyReading.objects.exists()
    page.get_by_role("button", name="Show the raw body").click()
    piece = page.get_by_role("region", name="About this message")
    expect(piece).to_contain_text("Is it in stock?")
    expect(piece).not_to_contain_text("The green one?")
    expect(page.get_by_role("region", name="Raw body")).to_contain_text("The green one?")
    expect(page.get_by_role("region", name="Who has read it")).to_contain_text("Ada Okafor")
    assert BodyReading.objects.get().agent == ada
    page.get_by_role("link", name="All events").click()
    page.get_by_role("link", name="Who read bodies").click()
    expect(page.get_by_role("row", name="Ada Okafor")).to_contain_text(str(message.event_id))


def test_once_the_number_is_connected_all_that_was_not_understood_is_replayed(signed_in, ada, came, number):
    Number.objects.create(account=number.account, phone_number_id="55501", display_phone="+1 555 01")
    page = signed_in(ada)
    page.goto("/webhooks/events/?state=unrouted")
    page.get_by_text("Replay all not understood").click()
    page.get_by_role("button", name="Yes, replay 1 event").click()
    expect(page.locator(".flashes")).to_contain_text("1 event is being handled again.")
    page.goto(f"/webhooks/events/{came['unrouted'].pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Handled")
    expect(page.get_by_role("link", name="Conversation with Ana Souza")).to_be_visible()


def test_one_event_is_replayed_and_its_page_notices_how_it_went(signed_in, ada, came):
    page = signed_in(ada)
    page.goto(f"/webhooks/events/{came['failed'].pk}/")
    expect(page.get_by_text("Could not be applied: DataError")).to_be_visible()
    page.get_by_role("button", name="Replay").click()
    expect(page.locator(".flashes")).to_contain_text("The event is being handled again.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Failed")
    expect(page.get_by_text("Tries").locator("..")).to_contain_text(re.compile("[2-9]"))
