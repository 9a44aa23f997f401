"""A marketer writes a template with keys alone, sees it as it grows, and follows what becomes of it."""

import pytest
from playwright.sync_api import expect

from nxtchat.team.roles import Role
from templates_app import services
from templates_app.models import Draft, Event, Template
from tests.templates_app.designs import SORTS

LOOKS = {
    "light": ("light", "en", {"viewport": {"width": 1280, "height": 900}}),
    "dark": ("dark", "en", {"viewport": {"width": 1280, "height": 900}}),
    "right to left": ("light", "ar", {"viewport": {"width": 1280, "height": 900}}),
    "phone": ("light", "en", {"viewport": {"width": 320, "height": 640}}),
    "phone, dark, right to left": ("dark", "ar", {"viewport": {"width": 320, "height": 640}}),
}


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Díaz", Role.MARKETER)


@pytest.fixture
def told(account, number, mara):
    """A template with a story."""
    template = Template.objects.create(
        account=account, meta_id="1", name="order_ready", language="en", category="UTILITY", status="REJECTED",
        correct_category="MARKETING", quality="RED",
        components=[{"type": "BODY", "text": "Your order is ready."}],
    )  # fmt: skip
    Event.objects.create(template=template, what="submitted", by=mara)
    Event.objects.create(template=template, what="status", word="REJECTED", reason="INVALID_FORMAT", advice="Mend it.")
    return template


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_shut_out(signed_in, mara, told, account, axe, look):
    mara.theme, mara.language, window = LOOKS[look]
    mara.save()
    drafts = [
        services.begin(account=account, by=mara, design=SORTS[sort]) for sort in ("named", "cards", "code copied")
    ]
    drafts.append(services.begin(account=account, by=mara))
    page = signed_in(mara, **window)
    for path in ["", f"{told.pk}/", *(f"drafts/{draft.pk}/" for draft in drafts)]:
        page.goto(f"/templates/{path}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_it_is_written_with_keys_alone_and_seen_as_it_grows(signed_in, mara, account, number, whatsapp):
    page = signed_in(mara)
    page.goto("/templates/")
    page.get_by_role("button", name="Write a template").press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("order_ready")
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.focus()
    page.keyboard.type("Your order is waiting for {{1}}")
    proof = page.get_by_role("complementary")
    expect(proof.get_by_text("The text may not end with a variable.").first).to_be_visible()
    page.keyboard.type(" at our shop in the old town.")
    expect(proof.get_by_text("The text may not end with a variable.")).to_have_count(0)
    page.get_by_role("button", name="Keep the draft").last.press("Enter")
    page.get_by_label("Example for {{1}}").focus()
    page.keyboard.type("Ana")
    expect(proof.get_by_text("Your order is waiting for Ana")).to_be_visible()
    expect(proof.get_by_text("Ready to submit")).to_be_visible()
    page.get_by_role("button", name="Submit to WhatsApp").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("order_ready")
    expect(page.get_by_text("In review")).to_be_visible()
    expect(page.get_by_role("list").get_by_text("Submitted")).to_be_visible()


def test_another_kind_of_header_brings_its_own_fields(signed_in, mara, account, number):
    draft = services.begin(account=account, by=mara)
    page = signed_in(mara)
    page.goto(f"/templates/drafts/{draft.pk}/")
    page.get_by_role("textbox", name="Text", exact=True).fill("Kept meanwhile.")
    page.get_by_label("Kind of header").select_option("TEXT")
    expect(page.get_by_label("Words of the header")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("Kept meanwhile.")
    page.get_by_label("Words of the header").fill("News")
    expect(page.get_by_role("complementary").get_by_text("News")).to_be_visible()


def test_without_a_script_everything_works_too(desk, mara, account, number):
    page = desk.window(agent=mara, java_script_enabled=False)
    page.goto("/templates/")
    page.get_by_role("button", name="Write a template").click()
    page.get_by_role("button", name="Add a button").first.click()
    page.get_by_label("What it does").select_option("URL")
    page.get_by_role("button", name="Keep the draft").last.click()
    page.get_by_label("Address").fill("shop.example")
    page.get_by_role("button", name="Submit to WhatsApp").click()
    expect(page.get_by_text("This is not a whole address.").first).to_be_visible()
    assert Draft.objects.get().design.buttons[0].url == "shop.example"


def test_the_story_of_a_template_is_told_with_meta_s_reason_and_ours(signed_in, mara, told):
    page = signed_in(mara)
    page.goto(f"/templates/{told.pk}/")
    expect(page.get_by_text("Meta's reason: INVALID_FORMAT")).to_be_visible()
    expect(page.get_by_text("often a variable")).to_be_visible()
    expect(page.get_by_text("WhatsApp will move it to another category")).to_be_visible()
    page.get_by_role("button", name="Fix and send again").click()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("Your order is ready.")
