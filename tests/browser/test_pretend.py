"""The first chat: an admin starts the pretend number, plays a customer, and answers in the inbox."""

import re

import pytest
from playwright.sync_api import expect

LAYLA = "/pretend/phone/?person=966500000142"


@pytest.fixture
def ready(whatsapp, site, settings, tmp_path):
    settings.DATA, settings.WEB_INTERNAL_URL = tmp_path / "data", site
    return whatsapp


@pytest.fixture
def phone(ready, signed_in, ada):
    page = signed_in(ada)
    page.goto("/pretend/phone/")
    page.get_by_role("button", name="Start the pretend number").click()
    expect(page.get_by_role("heading", name="Pretend phone")).to_be_visible()
    return page


def test_the_first_chat_goes_there_and_back(phone, axe):
    phone.get_by_role("link", name="Priya Nair").click()
    phone.get_by_label("Message").fill("Do you open on Sunday?")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("region", name="Chat").get_by_text("Do you open on Sunday?")).to_be_visible()
    expect(phone.get_by_label("Message")).to_have_value("")
    expect(phone.get_by_role("img", name="Delivered")).to_be_visible()
    axe(phone)
    inbox = phone.context.new_page()
    inbox.goto("/inbox/")
    inbox.get_by_role("link", name=re.compile("Priya Nair")).click()
    inbox.get_by_role("textbox", name="Write an answer").fill("Until six, yes!")
    inbox.get_by_role("textbox", name="Write an answer").press("Enter")
    phone.bring_to_front()
    expect(phone.get_by_role("region", name="Chat").get_by_text("Until six, yes!")).to_be_visible()
    inbox.bring_to_front()
    expect(inbox.get_by_role("img", name="Read")).to_be_visible()


def test_what_the_team_answers_shows_on_the_phone_by_itself(phone, ready, ada, signed_in):
    phone.goto(LAYLA)
    phone.get_by_label("Message").fill("مرحبا")
    phone.get_by_label("Message").press("Enter")
    expect(phone.get_by_role("region", name="Chat").get_by_text("مرحبا")).to_be_visible()
    from tests.pretend.test_sending import send

    send(ready, to="+966500000142", text={"body": "Welcome!"})
    expect(phone.get_by_text("Welcome!")).to_be_visible()
    ready.settle()
    assert ready.chat("966500000142")["messages"][-1]["status"] == "read"


def test_an_admin_lets_something_go_wrong_and_repairs_it(phone, ready, axe):
    phone.get_by_text("Let something go wrong").click()
    row = phone.get_by_role("listitem").filter(has_text="Accept it, but never answer")
    row.get_by_role("button", name="Once").click()
    expect(row.get_by_role("button", name="Repair")).to_be_visible()
    axe(phone)
    row.get_by_role("button", name="Repair").click()
    expect(row.get_by_role("button", name="Once")).to_be_visible()
    assert ready.ask("GET", "misbehave") == {}


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1200), ("light", 380)])
def test_the_phone_can_be_used_in_the_dark_and_on_a_narrow_screen(phone, signed_in, ada, axe, scheme, width):
    page = signed_in(ada, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(LAYLA)
    expect(page.get_by_label("Message")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_the_phone_reads_from_right_to_left_for_those_who_do(phone, signed_in, ada, axe):
    ada.language = "ar"
    ada.save()
    page = signed_in(ada)
    page.goto(LAYLA)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    axe(page)


def test_without_javascript_it_works_too(phone, signed_in, ada):
    page = signed_in(ada, java_script_enabled=False)
    page.goto(LAYLA)
    page.get_by_label("Message").fill("Anybody?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Anybody?")).to_be_visible()
