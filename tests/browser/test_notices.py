"""Notices shut nobody out, and come and go above an open inbox."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices import is_over, raise_notice

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOOKS = {
    "wide": ("en", {"viewport": {"width": 1280, "height": 800}}),
    "narrow and dark": ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
    "right to left": ("ar", {"viewport": {"width": 1280, "height": 800}}),
}


@pytest.fixture
def told(number):
    """One of each weight."""
    account = number.account
    facts = {"template": "a_template_with_a_rather_long_name_that_goes_on_and_on", "language": "en_US"}
    for code, weight in (
        ("template_paused", "danger"),
        ("template_rejected", "warning"),
        ("template_approved", "info"),
    ):
        raise_notice(account=account, code=code, at=NINE, weight=Notice.Weight(weight), facts=facts)
    return account


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_shut_out(signed_in, ada, told, axe, look):
    ada.language, window = LOOKS[look]
    ada.save()
    page = signed_in(ada, **window)
    for path in ("/setup/notices/", "/setup/", "/inbox/"):
        assert page.goto(path).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_an_admin_puts_a_notice_away_with_the_keyboard(signed_in, ada, told):
    page = signed_in(ada)
    page.goto("/setup/")
    expect(page.get_by_role("status").filter(has_text="Meta paused a template")).to_be_visible()
    page.get_by_role("link", name="See what helps").press("Enter")
    page.get_by_role("button", name="Meta paused a template").press("Enter")
    expect(page.get_by_text("Put away by Ada Okafor")).to_be_visible()
    expect(page.get_by_role("button", name="Put away")).to_have_count(1)


def test_the_banner_comes_and_goes_above_an_open_inbox(signed_in, ada, number):
    page = signed_in(ada)
    page.goto("/inbox/")
    page.wait_for_timeout(1000)
    raise_notice(account=number.account, code="banned", at=NINE, weight=Notice.Weight.DANGER)
    expect(page.get_by_text("Meta disabled the account")).to_be_visible()
    is_over(account=number.account, code="banned", at=datetime.now(UTC))
    expect(page.get_by_text("Meta disabled the account")).to_have_count(0)
