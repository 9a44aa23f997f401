"""What goes into an answer besides words: files, quotes, reactions, forms that say more, templates."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from inbox.models import Message
from templates_app.models import Template
from tests.browser.inbox_desk import customers, opens, said, write

__all__ = ["customers", "opens"]


def picture() -> dict:
    kept = BytesIO()
    Image.new("RGB", (640, 480), "seagreen").save(kept, "JPEG")
    return {"name": "fern.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def until_heard(whatsapp, page, kind):
    for _ in range(100):
        found = [message for message in whatsapp.heard if message["type"] == kind]
        if found:
            return found[-1]
        page.wait_for_timeout(100)
    raise AssertionError(f"WhatsApp never heard a message of the kind {kind}: {whatsapp.heard}")


@pytest.fixture
def thread(customers, signed_in, bruno, opens):
    """Bruno's page, with something of Ana's in it."""
    customers.say("Is the fern still there?", sender="5511987654321")
    page = opens(signed_in(bruno))
    expect(page.locator("#items").get_by_text("Is the fern still there?")).to_be_visible()
    return page


def test_a_picture_is_sent_with_its_words(thread, customers):
    thread.locator("attach-files input").set_input_files([picture()])
    expect(thread.locator(".tray__file progress")).to_have_count(0)
    write(thread, "The last one")
    heard = until_heard(customers, thread, "image")
    assert heard["image"]["caption"] == "The last one" and heard["image"]["id"]
    expect(thread.locator("#items .said--out img")).to_be_visible()
    expect(thread.locator("#composer-tray")).to_be_hidden()


def test_a_file_that_whatsapp_would_not_take_says_so_and_can_be_removed(thread, customers):
    text = {"name": "run.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ\x90\x00" + b"\0" * 200}
    thread.locator("attach-files input").set_input_files([text])
    expect(thread.locator(".tray__file [role=alert]")).not_to_be_empty()
    thread.locator(".tray__file").get_by_role("button").click()
    expect(thread.locator(".tray__file")).to_have_count(0)
    write(thread, "Only words")
    until_heard(customers, thread, "text")
    assert len(customers.heard) == 1


def test_an_answer_quotes_the_message_it_is_about(thread, customers):
    thread.locator(".said--in .said__more").first.click(force=True)
    thread.get_by_role("button", name="Answer to this").click()
    expect(thread.locator("#composer-quote")).to_contain_text("Is the fern still there?")
    write(thread, "Yes, it is")
    heard = until_heard(customers, thread, "text")
    assert heard["context"]["message_id"] == Message.objects.get(text="Is the fern still there?").wamid
    expect(thread.locator("#composer-quote")).to_be_hidden()
    expect(thread.locator(".said--out blockquote")).to_contain_text("Is the fern still there?")


def test_a_reaction_goes_out_and_comes_back(thread, customers):
    thread.locator(".said--in .said__more").first.click(force=True)
    thread.get_by_role("button", name="👍").click()
    assert until_heard(customers, thread, "reaction")["reaction"]["emoji"] == "👍"
    expect(thread.locator(".reactions")).to_contain_text("👍")
    thread.locator(".said--in .said__more").first.click(force=True)
    thread.get_by_role("button", name="Take the reaction back").click()
    expect(thread.locator(".reactions")).to_have_count(0)
    assert [message["reaction"]["emoji"] for message in customers.heard] == ["👍", ""]


def test_buttons_are_made_in_a_form_and_a_limit_names_itself(thread, customers):
    thread.get_by_label("Send something else").click()
    thread.get_by_role("link", name="Up to three buttons").click()
    form = thread.get_by_role("dialog", name="Up to three buttons")
    form.get_by_label("Text").fill("When may we come?")
    form.get_by_label("First button").fill("On Monday, between nine and twelve")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("alert")).to_contain_text("20")
    form.get_by_label("First button").fill("Monday")
    form.get_by_role("button", name="Send").click()
    expect(form).to_be_hidden()
    heard = until_heard(customers, thread, "interactive")["interactive"]
    assert heard["action"]["buttons"][0]["reply"]["title"] == "Monday"
    expect(thread.locator("#items")).to_contain_text("When may we come?")


def test_a_template_opens_what_the_window_closed(customers, signed_in, bruno, opens, conversation):
    gone = timezone.now() - timedelta(days=2)
    type(conversation).objects.update(last_message_at=gone, last_inbound_at=gone, window_closes_at=gone)
    body = {"type": "BODY", "text": "Hello {{1}}, your order is ready."}
    Template.objects.create(
        account=conversation.number.account, name="order_ready", language="en", category="UTILITY", status="APPROVED",
        meta_id="1", components=[body],
    )  # fmt: skip
    page = opens(signed_in(bruno))
    page.get_by_role("link", name="Send a template").click()
    page.get_by_role("link", name="order_ready").click()
    page.get_by_label("Text: 1").fill("Ana")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.locator("#items")).to_contain_text("Hello Ana, your order is ready.")
    assert Message.objects.get(kind="template").text == "Hello Ana, your order is ready."


def test_a_long_link_may_go_without_its_preview(thread, customers):
    box = thread.get_by_role("textbox", name="Write an answer")
    box.fill("Look: https://example.org/fern")
    thread.get_by_label("Show what the link leads to").uncheck()
    box.press("Enter")
    assert until_heard(customers, thread, "text")["text"]["preview_url"] is False
    assert "Look: https://example.org/fern" in said(thread)
