"""Making and changing templates at the pretend WhatsApp, through the product's own client."""

import io

import pytest

from nxtchat.whatsapp.client import GraphRefused
from nxtchat.whatsapp.template_desk import TemplateDesk

BODY = {"type": "BODY", "text": "Your order is ready."}
DAY = 24 * 3600


def asked(name: str = "order_ready", **more) -> dict:
    return {"name": name, "language": "en", "category": "UTILITY", "components": [BODY]} | more


@pytest.fixture
def desk(whatsapp, account):
    return TemplateDesk(account)


@pytest.fixture
def made(desk, whatsapp):
    """An approved template's id."""
    created = desk.create(asked())
    whatsapp.ask("POST", "review", template_id=created.meta_id, event="APPROVED")
    return created.meta_id


def status(desk) -> list[str]:
    return [each.status for each in desk.page().templates]


def test_what_is_made_waits_for_review(desk):
    created = desk.create(asked())
    assert (created.status, created.category) == ("PENDING", "UTILITY")
    assert status(desk) == ["PENDING"]


@pytest.mark.parametrize(
    "components",
    [
        [],
        [BODY, {"type": "FOOTER", "text": "By {{1}}"}],
        [BODY, {"type": "HEADER", "format": "IMAGE"}],
        [BODY, {"type": "HEADER", "format": "TEXT", "text": "a" * 61}],
        [BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "a" * 26}]}],
        [BODY, {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}],
        [BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://a.example/{{1}}"}]}],
        [BODY, {"type": "CAROUSEL", "cards": [{}]}],
    ],
)
def test_what_meta_would_not_take_is_refused(desk, components):
    with pytest.raises(GraphRefused):
        desk.create(asked(components=components))
    assert desk.page().templates == ()


def test_an_approved_one_is_edited_once_a_day(desk, made, whatsapp):
    desk.edit(made, components=[{"type": "BODY", "text": "It is here."}])
    assert status(desk) == ["PENDING"]
    whatsapp.ask("POST", "review", template_id=made, event="APPROVED")
    with pytest.raises(GraphRefused):
        desk.edit(made, components=[BODY])
    whatsapp.rules(clock_offset=DAY + 60)
    desk.edit(made, components=[BODY])
    assert desk.page().templates[0].components == [BODY]


def test_an_approved_one_keeps_its_category_and_a_rejected_one_may_change_it(desk, made, whatsapp):
    with pytest.raises(GraphRefused):
        desk.edit(made, category="MARKETING")
    whatsapp.ask("POST", "review", template_id=made, event="REJECTED", reason="INCORRECT_CATEGORY")
    for _time in range(12):  # nobody counts these
        desk.edit(made, category="MARKETING", components=[BODY])
        whatsapp.ask("POST", "review", template_id=made, event="REJECTED", reason="INCORRECT_CATEGORY")
    assert desk.page().templates[0].category == "MARKETING"


def test_one_in_review_cannot_be_edited(desk):
    with pytest.raises(GraphRefused):
        desk.edit(desk.create(asked()).meta_id, components=[BODY])


def test_one_language_goes_or_all(desk, whatsapp):
    first = desk.create(asked())
    desk.create(asked(language="pt_BR"))
    desk.delete_one("order_ready", meta_id=first.meta_id)
    assert [each.language for each in desk.page().templates] == ["pt_BR"]
    desk.delete_all_languages("order_ready")
    assert desk.page().templates == ()


def test_the_name_of_a_deleted_approved_one_rests_for_a_month(desk, made, whatsapp):
    desk.delete_all_languages("order_ready")
    with pytest.raises(GraphRefused):
        desk.create(asked())
    whatsapp.rules(clock_offset=31 * DAY)
    assert desk.create(asked()).meta_id


def test_a_disabled_one_stays(desk, made, whatsapp):
    whatsapp.ask("POST", "review", template_id=made, event="DISABLED")
    with pytest.raises(GraphRefused):
        desk.delete_all_languages("order_ready")


def test_a_paused_one_is_taken_up_again_and_no_other(desk, made, whatsapp):
    with pytest.raises(GraphRefused):
        desk.unpause(made)
    whatsapp.ask("POST", "review", template_id=made, event="PAUSED")
    desk.unpause(made)
    assert status(desk) == ["APPROVED"]


def test_reviewers_move_and_rate_it_and_say_so(desk, made, whatsapp):
    mailbox = whatsapp.mailbox()
    whatsapp.ask("POST", "review", template_id=made, correct_category="MARKETING")
    assert desk.page().templates[0].correct_category == "MARKETING"
    whatsapp.ask("POST", "review", template_id=made, category="MARKETING")
    whatsapp.ask("POST", "review", template_id=made, quality="RED")
    (found,) = desk.page().templates
    assert (found.category, found.correct_category, found.quality) == ("MARKETING", "", "RED")
    whatsapp.settle()
    assert [value.get("new_category") or value.get("new_quality_score") for value in mailbox.values] == [
        "UTILITY",
        "MARKETING",
        "RED",
    ]


def test_a_sample_is_left_and_its_handle_names_it(desk):
    handle = desk.leave_sample(io.BytesIO(b"a picture"), size=9, mime="image/png", filename="shop.png")
    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}
    assert desk.create(asked(components=[header, BODY])).meta_id


def test_a_sample_is_left_over_a_broken_line(desk, whatsapp):
    whatsapp.misbehave(reset_after={"on": "upload", "times": 1})
    handle = desk.leave_sample(io.BytesIO(b"a picture"), size=9, mime="image/png", filename="shop.png")
    assert handle.startswith("4::")
    assert [entry["method"] for entry in whatsapp.log if "upload:" in entry["path"]] == ["POST", "GET", "POST"]


def test_a_file_that_is_no_sample_is_refused(desk):
    with pytest.raises(GraphRefused):
        desk.leave_sample(io.BytesIO(b"words"), size=5, mime="text/plain", filename="a.txt")


def test_pages_follow_one_another(desk):
    for place in range(5):
        desk.create(asked(f"order_{place}"))
    first = desk.page(limit=3)
    second = desk.page(after=first.after, limit=3)
    assert [each.name for each in (*first.templates, *second.templates)] == [f"order_{place}" for place in range(5)]
    assert (bool(first.after), second.after) == (True, "")
