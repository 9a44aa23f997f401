"""The story of a yes: Ana writes STOP, an offer is refused, she agrees anew, and the offer goes. By keys alone."""

import os
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contacts import consent
from contacts.models import ConsentEvent
from inbox.models import Message
from templates_app.models import Template
from tests.browser.inbox_desk import customers, opens
from tests.browser.test_composer import until_heard
from tests.browser.test_small_rooms import LOOKS

__all__ = ["customers", "opens"]
ANA = "5511987654321"


@pytest.fixture(params=LOOKS, ids=["wide", "narrow"])
def page(request, signed_in, bruno, opens, customers, number, contact) -> Page:
    """Bruno's window. Ana agreed to offers last week."""
    customers.ask("POST", "accounts", only=True, templates=True)
    Template.objects.create(
        account=number.account, meta_id="spring_offer", name="spring_offer", language="en", category="MARKETING",
        status="APPROVED", components=[{"type": "BODY", "text": "Hello {{1}}, all is 20% off."}],
    )  # fmt: skip
    last_week = timezone.now() - timedelta(days=7)
    yes = consent.Said(contact=contact.pk, purpose="marketing", is_given=True, at=last_week, source="agent")
    consent.record([yes])
    return opens(signed_in(bruno, **request.param))


def press(where, role: str, name: str) -> None:
    where.get_by_role(role, name=name, exact=True).first.press("Enter")


def is_well_made(page: Page, axe, name: str) -> None:
    if os.environ.get("LOOK"):
        page.screenshot(path=f"{os.environ['LOOK']}/consent-{name}-{page.viewport_size['width']}.png")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def choose_the_offer(page: Page) -> None:
    page.locator("#thread-name").focus()
    page.keyboard.press("t")
    page.locator("#saying").get_by_role("link", name="spring_offer").press("Enter")


def test_a_stop_is_seen_at_once_and_only_a_new_yes_lets_an_offer_go(page, axe, customers, contact):
    customers.say("STOP", sender=ANA, seconds_ago=60)
    expect(page.locator("#limits")).to_contain_text("Wants no messages")
    expect(page.locator("#items")).to_contain_text("They want no more messages. This is noted.")
    expect(page.locator("#rows .row")).to_have_attribute("aria-label", re.compile("Wants no messages"))
    is_well_made(page, axe, "stopped")

    choose_the_offer(page)
    asked = page.get_by_role("dialog", name="Template")
    expect(asked.get_by_role("alert")).to_contain_text("This person wants no offers or news from you.")
    expect(asked.get_by_role("button", name="Send")).to_be_disabled()
    is_well_made(page, axe, "refused")
    page.keyboard.press("Escape")

    customers.say("Hm, I would like your offers after all", sender=ANA)
    said = page.locator("#items .said--in").filter(has_text="after all")
    press(said, "button", "Answer or react to this message")
    press(page.get_by_role("dialog"), "link", "Use as proof of consent")
    expect(page.get_by_label("Or in which words")).to_have_value("Hm, I would like your offers after all")
    is_well_made(page, axe, "proof")
    press(page, "button", "Note it")
    expect(page.get_by_text("This is noted.", exact=True)).to_be_visible()
    page.get_by_text("All that was said").focus()
    page.keyboard.press("Enter")
    is_well_made(page, axe, "noted")
    event = ConsentEvent.objects.get(source="agent", message__isnull=False)
    assert Message.objects.get(pk=event.message).text == event.wording
    press(page.get_by_role("listitem").filter(has_text="after all"), "link", "The message")

    expect(page.locator("#limits")).to_contain_text("Wants offers only")
    choose_the_offer(page)
    page.get_by_label("Text: 1").focus()
    page.keyboard.type("Ana")
    page.keyboard.press("Enter")
    expect(page.locator("#items")).to_contain_text("Hello Ana, ")
    assert until_heard(customers, page, "template")["template"]["name"] == "spring_offer"


def test_whoever_threatens_us_is_blocked_from_the_conversation(page, axe, customers, contact):
    customers.say("I know where you live", sender=ANA)
    expect(page.locator("#items")).to_contain_text("I know where you live")
    page.get_by_label("More about this person").focus()
    page.keyboard.press("Enter")
    is_well_made(page, axe, "menu")
    press(page, "link", "Block")
    asked = page.get_by_role("dialog")
    expect(asked.get_by_label("Why")).to_be_focused()
    page.keyboard.type("Threatens us")
    is_well_made(page, axe, "block")
    page.keyboard.press("Enter")
    expect(page.locator("#composer-closed")).to_contain_text("This person is blocked.")
    expect(page.locator("#composer-closed")).to_contain_text("Also blocked at WhatsApp")
    is_well_made(page, axe, "blocked")
    press(page.locator("#composer-closed"), "link", "Unblock")
    expect(asked.get_by_label("Why")).to_be_focused()
    page.keyboard.type("Said sorry")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Write an answer")).to_be_visible()
    expect(page.locator("#composer-closed")).to_be_hidden()
