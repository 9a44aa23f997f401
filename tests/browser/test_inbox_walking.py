"""Walking through the conversations with the keys."""

from playwright.sync_api import expect

from tests.browser.inbox_desk import customers

__all__ = ["customers"]


def test_j_and_k_walk_through_the_conversations_and_r_answers(customers, signed_in, bruno, conversation):
    for phone, name in [("15550001111", "Grace Mwangi"), ("15550002222", "Yuki Tanaka")]:
        customers.ask("POST", "people", phone=phone, name=name)
        customers.say("Hello", sender=phone)
    customers.settle()
    page = signed_in(bruno)
    page.goto("/inbox/")
    expect(page.locator("#rows li")).to_have_count(3)
    names = page.locator("#rows .row__name bdi").all_inner_texts()
    for key, place in [("j", 0), ("j", 1), ("j", 2), ("k", 1)]:
        page.keyboard.press(key)
        expect(page.locator("#thread-name")).to_contain_text(names[place])
        expect(page.locator("#rows a[aria-current]")).to_contain_text(names[place])
        expect(page.locator("#thread-name")).to_be_focused()
    expect(page.locator("#composer-text")).to_have_value("")
    page.keyboard.press("r")
    page.keyboard.type("j")
    expect(page.locator("#composer-text")).to_have_value("j")


def test_a_click_on_a_conversation_goes_straight_into_the_box(customers, signed_in, bruno, conversation):
    page = signed_in(bruno)
    page.goto("/inbox/")
    page.locator("#rows a").first.click()
    expect(page.locator("#composer-text")).to_be_focused()
