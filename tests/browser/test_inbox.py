"""An agent's day at the inbox, in a real browser."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from inbox.models import Conversation, Message, NumberAccess
from nxtchat.team.models import Team
from nxtchat.team.roles import Role
from tests.browser.inbox_desk import customers, opens, said, write

__all__ = ["customers", "opens"]


def test_the_bubble_is_there_within_a_blink(customers, signed_in, bruno, opens):
    page = opens(signed_in(bruno))
    page.get_by_role("textbox", name="Write an answer").fill("Quick")
    took = page.evaluate("""async () => {
      const began = performance.now();
      document.querySelector(".composer__form").requestSubmit();
      while (!document.querySelector("#items .said--out")) await new Promise(requestAnimationFrame);
      return performance.now() - began;
    }""")
    assert took <= 50


def test_pressing_send_twice_says_it_once(customers, signed_in, bruno, opens):
    page = opens(signed_in(bruno))
    page.get_by_role("textbox", name="Write an answer").fill("Only once")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.locator("#items [role=img][aria-label=Delivered]")).to_be_visible()
    assert said(page) == ["Only once"]
    assert len(customers.heard) == 1


def test_when_the_window_closes_while_typing_the_words_stay(customers, signed_in, bruno, opens, conversation):
    page = opens(signed_in(bruno))
    page.get_by_role("textbox", name="Write an answer").fill("A little too late")
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=timezone.now() - timedelta(minutes=5))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The 24-hour window is closed", exact=False).first).to_be_visible()
    expect(page.locator("#composer-closed")).to_be_visible()
    assert page.locator("#composer-text").input_value() == "A little too late"
    assert said(page) == []
    customers.say("I am back")
    expect(page.locator("#composer-text")).to_be_visible()
    assert page.locator("#composer-text").input_value() == "A little too late"
    assert not customers.heard


def test_a_failure_is_explained_where_it_happened_and_heard(customers, signed_in, bruno, opens):
    customers.misbehave(error={"code": 131026})
    page = opens(signed_in(bruno))
    write(page, "Hello?")
    expect(page.locator(".trouble").get_by_text("Not deliverable", exact=False)).to_be_visible()
    expect(page.locator("#alerts")).to_contain_text("Your message was not sent.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_whole_answer_with_the_keyboard_alone(customers, signed_in, bruno, conversation, agent_of):
    customers.say("Can I order by phone?")
    page = signed_in(bruno)
    page.goto("/inbox/")
    expect(page.locator("#rows")).to_contain_text("Can I order by phone?")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="Ana Souza").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("You can, every day until six.")
    page.keyboard.press("Enter")
    expect(page.locator("#items [role=img][aria-label=Delivered]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Likes the phone.")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_contain_text("Likes the phone.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.locator("#items")).to_contain_text("Bruno Lima resolved this")
    expect(page.locator("#rows li")).to_have_count(0)


def test_enter_belongs_to_the_keyboard_while_a_word_is_composed(customers, signed_in, bruno, opens):
    page = opens(signed_in(bruno))
    page.get_by_role("textbox", name="Write an answer").fill("नमस")
    page.locator("#composer-text").dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    assert page.locator("#composer-text").input_value() == "नमस"
    page.keyboard.press("Shift+Enter")
    assert page.locator("#composer-text").input_value() == "नमस\n"
    assert said(page) == []


def test_assigning_by_menu_shows_everywhere(customers, signed_in, bruno, agent_of, opens):
    agent_of("Dalia Nasser", Role.AGENT)
    page = opens(signed_in(bruno))
    page.locator("#thread-name").click()
    page.keyboard.press("Escape")
    page.locator("#assignee-menu summary").click()
    page.get_by_role("button", name="Dalia Nasser").click()
    expect(page.locator("#assignee-menu summary")).to_contain_text("Dalia Nasser")
    expect(page.locator("#items")).to_contain_text("Bruno Lima assigned this to Dalia Nasser")


def test_a_phone_shows_one_pane_and_back_walks_through_them(customers, signed_in, bruno, conversation):
    page = signed_in(bruno, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/inbox/")
    page.locator("#rows a").first.click()
    expect(page.locator("#thread")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("link", name="Ana Souza").click()
    expect(page.get_by_role("complementary", name="Contact")).to_be_visible()
    page.go_back()
    expect(page.locator("#composer-text")).to_be_visible()
    page.go_back()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#thread")).to_be_hidden()


def test_without_scripts_one_can_read_and_answer(customers, signed_in, bruno, conversation):
    customers.say("Do you deliver?")
    customers.settle()
    page = signed_in(bruno, java_script_enabled=False)
    page.goto("/inbox/")
    page.locator("#rows a").first.click()
    expect(page.locator("#items")).to_contain_text("Do you deliver?")
    page.get_by_role("textbox", name="Write an answer").fill("We do.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#items")).to_contain_text("We do.")
    page.get_by_role("link", name="Note").click()
    page.get_by_role("textbox", name="Write a note for your team").fill("Far away.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note")).to_contain_text("Far away.")
    assert Message.objects.filter(text="We do.").count() == 1


def test_what_was_taken_away_meanwhile_is_said_on_a_page_of_its_own(
    customers, signed_in, bruno, conversation, agent_of, tolerate
):
    tolerate("404")
    page = signed_in(bruno)
    page.goto("/inbox/")
    NumberAccess.objects.create(number=conversation.number, team=Team.objects.create(name="Billing"))
    page.locator("#rows a").first.click()
    expect(page.locator("#rows")).to_have_count(0)
    expect(page.locator("main")).to_be_visible()


def test_when_the_window_closes_before_ones_eyes_the_box_gives_way(customers, signed_in, bruno, opens, conversation):
    closes = timezone.now() + Conversation.SAFETY + timedelta(seconds=4)
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=closes)
    page = opens(signed_in(bruno))
    page.get_by_role("textbox", name="Write an answer").fill("Almost")
    expect(page.locator("#composer-closed")).to_be_visible(timeout=15_000)
    expect(page.locator("#composer-text")).to_be_hidden()
    expect(page.get_by_role("log")).to_contain_text("The window is closed.")
    page.get_by_role("link", name="Note").click()
    expect(page.locator("#composer-text")).to_be_visible()
