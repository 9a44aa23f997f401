"""What somebody wrote is never lost: not while signed out, and not while they look at something else."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from inbox.models import Conversation
from tests.browser.inbox_desk import customers, opens, said, write

__all__ = ["customers", "opens"]


def test_what_is_written_after_the_session_ended_is_sent_once_after_signing_in(
    customers, signed_in, bruno, opens, tolerate
):
    tolerate("status of 401")
    page = opens(signed_in(bruno))
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    write(page, "Written too late")
    expect(page.get_by_text("You are signed out", exact=False)).to_be_visible()
    assert not customers.heard
    page.context.add_cookies(cookies)
    page.reload()
    expect(page.locator("#items [role=img][aria-label=Delivered]")).to_be_visible(timeout=15_000)
    assert said(page) == ["Written too late"]
    assert len(customers.heard) == 1


def test_words_refused_while_another_conversation_was_open_wait_in_their_own(
    customers, signed_in, bruno, opens, conversation, tolerate
):
    tolerate("net::ERR_FAILED")
    customers.ask("POST", "people", phone="15550001111", name="Grace Mwangi")
    customers.say("Hello from Nairobi", sender="15550001111")
    page = opens(signed_in(bruno))
    page.route("**/messages/", lambda route: route.abort())
    write(page, "A little too late")
    expect(page.get_by_text("Waiting for connection")).to_be_visible()
    page.locator("#rows").get_by_text("Grace Mwangi").click()
    expect(page.locator("#thread-name")).to_contain_text("Grace Mwangi")
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=timezone.now() - timedelta(minutes=5))
    with page.expect_response("**/messages/", timeout=15_000) as answer:
        page.unroute("**/messages/")
    assert answer.value.status == 409
    expect(page.locator("#composer-text")).to_have_value("")
    page.locator("#rows").get_by_text("Ana Souza").click()
    expect(page.locator("#composer-text")).to_have_value("A little too late")
    page.locator("#rows").get_by_text("Grace Mwangi").click()
    page.reload()
    expect(page.locator("#composer-text")).to_have_value("")
    assert not customers.heard


def test_what_is_written_offline_is_sent_once_from_an_inbox_where_nothing_is_open(
    customers, signed_in, bruno, opens, tolerate
):
    tolerate("net::ERR_FAILED")
    page = opens(signed_in(bruno))
    context = page.context
    context.route("**/messages/", lambda route: route.abort())
    write(page, "From the tunnel")
    expect(page.get_by_text("Waiting for connection")).to_be_visible()
    page.close()
    context.unroute("**/messages/")
    later = context.new_page()
    with later.expect_response("**/messages/") as answer:
        later.goto("/inbox/")
    assert answer.value.status == 201
    expect(later.locator("#rows")).to_contain_text("From the tunnel")
    customers.settle()
    assert [message["text"]["body"] for message in customers.heard] == ["From the tunnel"]
    later.reload()
    later.locator("#rows a").first.click()
    expect(later.locator("#items [role=img][aria-label=Delivered]")).to_be_visible()
    assert said(later) == ["From the tunnel"]


def test_words_that_the_server_turned_away_at_the_door_are_kept(customers, signed_in, bruno, opens, tolerate):
    tolerate("status of 403")
    page = opens(signed_in(bruno))
    page.route("**/messages/", lambda route: route.fulfill(status=403))
    write(page, "Not today")
    expect(page.get_by_text("Waiting for connection")).to_be_visible()
    page.unroute("**/messages/")
    page.reload()
    expect(page.locator("#items [role=img][aria-label=Delivered]")).to_be_visible(timeout=15_000)
    assert [message["text"]["body"] for message in customers.heard] == ["Not today"]
