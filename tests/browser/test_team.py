"""Coming in, inviting a colleague, and leaving, at a real browser."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from nxtchat.team.models import Agent
from nxtchat.team.roles import Role

PHRASE = "a phrase nobody guesses"


@pytest.fixture
def first_link(site):
    out = StringIO()
    call_command("setup_link", stdout=out)
    return urlsplit(out.getvalue().split()[-1]).path


def test_the_first_admin_invites_a_colleague_who_comes_in(page, desk, first_link, axe):
    page.goto(first_link)
    axe(page)
    page.get_by_label("Your name").fill("Ada Okafor")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Come in").click()
    page.get_by_role("link", name="Team").click()
    axe(page)

    page.get_by_label("E-mail").fill("esi@example.org")
    page.locator("#invite-role").select_option("marketer")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Send this link to esi@example.org").input_value()
    axe(page)

    hers = desk.window()
    hers.goto(urlsplit(link).path)
    assert hers.get_by_label("E-mail").is_disabled()
    hers.get_by_label("Your name").fill("Esi Mensah")
    hers.get_by_label("Password").fill(PHRASE)
    hers.get_by_role("button", name="Come in").click()
    hers.get_by_role("link", name="Account").wait_for()
    assert Agent.objects.get(email="esi@example.org").role == Role.MARKETER


def test_bruno_signs_in_is_refused_once_and_signs_out(page, bruno, axe):
    page.goto("/account/")
    axe(page)
    page.get_by_label("E-mail").fill(bruno.email)
    page.get_by_label("Password").fill("not his password")
    page.keyboard.press("Enter")
    page.get_by_text("do not belong together").wait_for()
    axe(page)
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bruno Lima").wait_for()
    axe(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.go_back()
    page.wait_for_url("**/sign-in/**")  # nothing of it was kept


def test_bruno_makes_a_token_and_wants_it_dark(signed_in, bruno, axe):
    page = signed_in(bruno)
    page.goto("/account/")
    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("button", name="Save").click()
    page.locator("html[data-theme=dark]").wait_for()
    page.get_by_label("What it is for").fill("Shop")
    page.get_by_label("Everything that I may do").check()
    page.get_by_role("button", name="Make a token").click()
    assert page.get_by_label("The token for Shop").input_value().startswith("nxt_")
    axe(page)


def test_ending_somebodys_access_is_asked_twice_and_done_at_once(signed_in, ada, bruno, axe):
    his, hers = signed_in(bruno), signed_in(ada)
    his.goto("/account/")
    hers.goto("/team/")
    hers.locator("summary", has_text="of Bruno Lima").click()
    axe(hers)
    hers.get_by_role("button", name="End the access of Bruno Lima").click()
    hers.get_by_text("Bruno Lima has no access any more.").wait_for()
    his.reload()
    his.wait_for_url("**/sign-in/**")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_open_to_everybody_in_both_looks_and_directions(signed_in, ada, chitra, axe, look, language):
    Agent.objects.update(language=language)
    page = signed_in(ada, color_scheme=look, viewport={"width": 390, "height": 800})
    for address in ("/team/", "/account/"):
        page.goto(address)
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{address} scrolls sideways"
