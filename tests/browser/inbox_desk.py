"""The inbox with Ana's conversation open, and customers who write."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def customers(whatsapp, site, conversation):
    """Whatever they write on their phones reaches us as signed webhooks."""
    whatsapp.callback(f"{site}/webhooks/whatsapp/", verify_token="the-verify-token-of-the-tests")
    return whatsapp


@pytest.fixture
def opens(conversation):
    """`opens(page)`: the conversation with Ana, ready and live."""

    def go(page, origin=""):
        page.add_init_script(
            "document.addEventListener('live-state', ({detail}) => "
            "document.documentElement.setAttribute('data-live', detail.online));"
        )
        page.goto(f"{origin}/inbox/c/{conversation.pk}/")
        expect(page.locator("html")).to_have_attribute("data-live", "true")
        return page

    return go


def said(page):
    return page.locator("#items .bubble__text").all_inner_texts()


def write(page, words):
    page.get_by_role("textbox", name="Write an answer").fill(words)
    page.keyboard.press("Enter")
