"""Every kind of message before somebody's eyes: shown as itself, and nobody shut out."""

import os
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from inbox.models import Conversation
from nxtchat.team.roles import Role
from tests.browser import every_kind
from tests.browser.inbox_desk import opens
from tests.webhooks.bodies import envelope, person, said, value

__all__ = ["opens"]
WIDE, PHONE = {"width": 1440, "height": 2600}, {"width": 320, "height": 640}


@pytest.fixture
def chitra(agent_of):
    return agent_of("Chitra Rao", Role.AGENT)


@pytest.fixture
def scene(conversation, bruno, chitra):
    """`scene("heard")` fills the thread; returns each message with its words."""

    def fill(what):
        if what == "heard":
            return every_kind.hear_everything(conversation)
        if what == "said":
            return every_kind.say_everything(conversation, bruno, chitra)
        every_kind.send_files(conversation)
        every_kind.talk_about(conversation, bruno)
        Conversation.objects.filter(pk=conversation.pk).update(
            held_by="ai_agent", handed_over_at=conversation.last_message_at, preview_kind="audio", preview=""
        )
        return []

    return fill


@pytest.mark.parametrize("what", ["heard", "said"])
def test_each_is_shown_as_itself(signed_in, bruno, opens, scene, what):
    everything = scene(what)
    page = opens(signed_in(bruno, viewport=WIDE))
    expect(page.locator("#items > .said, #items > .turn--message")).to_have_count(len(everything))
    for message, seen in everything:
        item = page.locator(f"#message-{message.client_id}")
        expect(item).to_be_visible()
        for words in seen:
            if not re.search(r"[<=]|^http", words):  # words, not addresses
                expect(item).to_contain_text(words, ignore_case=True)


@pytest.mark.parametrize("what", ["heard", "said", "files"])
@pytest.mark.parametrize(("theme", "language"), [("dark", "en"), ("light", "ar")])
def test_nobody_is_shut_out_of_any(signed_in, ada, opens, scene, axe, tmp_path, what, language, theme):
    scene(what)
    ada.theme, ada.language = theme, language
    ada.save()
    page = opens(signed_in(ada, viewport=WIDE))
    for folded in page.locator("#items summary").all():
        folded.click()
    page.screenshot(path=_folder(tmp_path) / f"kinds-{what}-{theme}-{language}.png")
    axe(page)
    page.set_viewport_size(PHONE)
    page.reload()
    page.screenshot(path=_folder(tmp_path) / f"kinds-{what}-{theme}-{language}-phone.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "sideways scrolling"
    assert page.evaluate("scroller.scrollWidth <= scroller.clientWidth"), "sideways scrolling in the thread"
    axe(page)


def _folder(tmp_path) -> Path:
    return Path(os.environ.get("PICTURES") or tmp_path)


def test_pictures_open_large_and_the_arrows_walk_through_them(signed_in, bruno, opens, conversation, axe):
    every_kind.send_files(conversation)
    page = opens(signed_in(bruno))
    opener = page.get_by_role("link", name="The pot arrived broken")
    box = opener.bounding_box()
    opener.click()
    viewer = page.locator("dialog.viewer")
    picture = viewer.get_by_role("img")
    expect(viewer).to_be_visible()
    expect(picture).to_have_attribute("alt", "The pot arrived broken")
    expect(picture).to_have_js_property("naturalWidth", 600)
    axe(page)
    page.keyboard.press("ArrowRight")
    expect(picture).to_have_attribute("alt", "Photo from Ana Souza")
    viewer.get_by_role("button", name="Next picture").click()
    expect(picture).to_have_attribute("alt", "Sticker from Ana Souza")
    page.keyboard.press("ArrowRight")  # there is no further one
    expect(picture).to_have_attribute("alt", "Sticker from Ana Souza")
    page.keyboard.press("ArrowLeft")
    assert re.search(r"/inbox/media/[-0-9a-f]+/$", viewer.get_by_role("link", name="Download").get_attribute("href"))
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(opener).to_be_focused()
    assert opener.bounding_box()["height"] == box["height"]


def test_a_voice_message_plays_as_fast_as_one_likes(signed_in, bruno, opens, conversation):
    every_kind.send_files(conversation)
    page = opens(signed_in(bruno))
    note = page.locator("voice-note")
    expect(note).to_contain_text("Voice message 0:12")
    button = note.get_by_role("button", name="Speed 1\N{MULTIPLICATION SIGN}")
    button.click()
    expect(note.get_by_role("button", name="Speed 1.5\N{MULTIPLICATION SIGN}")).to_be_visible()
    assert note.locator("audio").evaluate("audio => [audio.playbackRate, audio.paused]") == [1.5, True]


def test_behind_the_tick_are_the_times(signed_in, bruno, opens, scene):
    [(message, _seen), *_rest] = scene("said")
    page = opens(signed_in(bruno))
    item = page.locator(f"#message-{message.client_id}")
    expect(item.get_by_text("Free: an answer within 24 hours")).to_be_hidden()
    item.locator("summary.bubble__foot").click()
    expect(item.get_by_text("Free: an answer within 24 hours")).to_be_visible()


def test_a_reaction_an_edit_and_a_deletion_arrive_on_the_message_they_are_about(
    signed_in, bruno, opens, conversation, arrives
):
    page = opens(signed_in(bruno))
    arrives(envelope(said("At ten", wamid="wamid.live", at=int(time.time()))))
    message = page.locator("#items .said")
    expect(message).to_contain_text("At ten")

    def about(kind, part):
        told = {
            "id": f"wamid.{kind}",
            "from": "5511987654321",
            "timestamp": str(int(time.time())),
            "type": kind,
            kind: part,
        }
        arrives(envelope(value(contacts=[person(wa_id="5511987654321")], messages=[told])))

    about("reaction", {"message_id": "wamid.live", "emoji": "\N{PARTY POPPER}"})
    expect(message).to_contain_text("\N{PARTY POPPER} Ana Souza")
    expect(page.locator("#rows")).to_contain_text("Ana Souza reacted \N{PARTY POPPER}")
    new_words = {"type": "text", "text": {"body": "At noon"}}
    about("edit", {"original_message_id": "wamid.live", "message": new_words})
    expect(message.locator(".bubble__text")).to_have_text("At noon")
    about("revoke", {"original_message_id": "wamid.live"})
    expect(message).to_contain_text("The customer deleted this message.")
    expect(message).not_to_contain_text("noon")
    expect(page.locator("#items > [data-pk]")).to_have_count(1)
