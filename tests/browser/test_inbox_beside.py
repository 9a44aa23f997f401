"""What stands around the thread keeps up with what happens: the window, the contact, and whose it is to see."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from inbox import services
from inbox.models import Conversation, NumberAccess
from nxtchat.team.models import Team
from tests.browser.inbox_desk import customers, opens, write

__all__ = ["customers", "opens"]
SLOW = 20_000


def closes(conversation, at):
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=at)


def test_the_window_names_the_day_when_it_is_not_today(customers, signed_in, bruno, opens, conversation):
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    closes(conversation, midnight + timedelta(days=1, hours=22, minutes=49))
    page = opens(signed_in(bruno, timezone_id="UTC"))
    words = page.locator("#thread-header window-clock")
    expect(words).to_have_text("Window closes tomorrow at 10:49 PM")
    closes(conversation, midnight - timedelta(hours=2))
    page.reload()
    expect(words).to_have_text("Closed since yesterday at 10:00 PM")


def test_the_window_names_no_day_when_it_is_today(customers, signed_in, bruno, opens, conversation):
    closes(conversation, timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))
    page = opens(signed_in(bruno, timezone_id="UTC"))
    expect(page.locator("#thread-header window-clock")).to_have_text("Closed since 12:00 AM")


def test_the_contact_keeps_up_with_what_they_write(customers, signed_in, bruno, opens):
    page = opens(signed_in(bruno))
    fact = page.locator("#contact dd").last
    customers.say("One")
    expect(fact).to_have_text("1")
    customers.say("Two")
    expect(fact).to_have_text("2")


def test_answering_takes_the_divider_away_and_a_note_does_not(customers, signed_in, bruno, opens):
    customers.say("Anybody there?")
    customers.settle()
    page = opens(signed_in(bruno))
    expect(page.locator("#unread")).to_be_visible()
    page.get_by_role("link", name="Note").click()
    page.locator("#composer-text").fill("She is in a hurry.")
    page.keyboard.press("Enter")
    expect(page.locator(".note")).to_be_visible()
    expect(page.locator("#unread")).to_be_visible()
    page.get_by_role("link", name="Reply").click()
    write(page, "I am here.")
    expect(page.locator("#items [role=img][aria-label=Delivered]")).to_be_visible()
    expect(page.locator("#unread")).to_have_count(0)


def shut_out(conversation):
    NumberAccess.objects.create(number=conversation.number, team=Team.objects.create(name="Elsewhere"))


def test_whoever_may_not_see_it_any_more_is_told_when_the_page_looks_again(
    customers, signed_in, bruno, opens, conversation, tolerate
):
    tolerate("404")
    page = opens(signed_in(bruno))
    page.evaluate("document.dispatchEvent(new CustomEvent('live-reset'))")
    expect(page.locator("#composer-text")).to_be_visible()
    shut_out(conversation)
    page.evaluate("document.dispatchEvent(new CustomEvent('live-reset'))")
    expect(page.locator("#conversation")).to_contain_text("There is nothing here")
    expect(page.locator("#alerts")).to_contain_text("not yours to see")
    expect(page.locator("#composer-text")).to_have_count(0)
    expect(page.locator("#rows li")).to_have_count(0)


def test_whoever_may_not_see_it_any_more_is_told_when_something_happens_in_it(
    customers, signed_in, bruno, ada, opens, conversation
):
    page = opens(signed_in(bruno))
    services.assign(conversation=conversation, to=ada, by=ada)
    expect(page.locator("#items")).to_contain_text("took this", timeout=SLOW)
    shut_out(conversation)
    page.evaluate(
        "c => document.dispatchEvent(new CustomEvent('live', {detail: {events: [{kind: 'conversation.changed', c}]}}))",
        conversation.pk,
    )
    expect(page.locator("#conversation")).to_contain_text("There is nothing here")
    expect(page.locator("#items")).to_have_count(0)


def test_long_names_push_nothing_out_of_sight(customers, signed_in, bruno, opens, conversation):
    bruno.name = "B" * 120
    bruno.save()
    conversation.contact.name = "Ana" * 40
    conversation.contact.save()
    services.assign(conversation=conversation, to=bruno, by=bruno)
    services.resolve(conversation=conversation, by=bruno)
    services.add_note(conversation=conversation, text="Hello", client_id=uuid4(), by=bruno)
    page = opens(signed_in(bruno, viewport={"width": 1280, "height": 800}))
    thread, panel = page.locator("#thread"), page.locator("#contact")
    edge = panel.bounding_box()["x"]
    for part in (thread, page.locator("#thread-header"), page.locator("#assignee-menu"), page.locator(".note")):
        box = part.bounding_box()
        assert box["x"] + box["width"] <= edge + 1
    for part in (thread, panel, page.locator("#scroller")):
        assert part.evaluate("element => element.scrollWidth <= element.clientWidth")
