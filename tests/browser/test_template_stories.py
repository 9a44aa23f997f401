"""A whole story with keys alone: a template is refused, mended while one types, and approved."""

import pytest
from playwright.sync_api import expect

from nxtchat.team.roles import Role
from templates_app import services
from tests.browser.inbox_desk import customers
from tests.templates_app.designs import PLAIN

__all__ = ["customers"]
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 360, "height": 740}}


@pytest.mark.parametrize("size", SIZES)
def test_a_refused_template_is_mended_and_approved(customers, signed_in, agent_of, account, axe, size):
    mara = agent_of("Mara Díaz", Role.MARKETER)
    template = services.submit(services.begin(account=account, by=mara, design=PLAIN), by=mara)
    page = signed_in(mara, viewport=SIZES[size])

    def review(event: str, **more) -> None:
        """Meta tells us, and the page shows it once a worker has read it."""
        customers.ask("POST", "review", template_id=template.meta_id, event=event, **more)
        for _look in range(100):
            template.refresh_from_db()
            if template.status == event:
                break
            page.wait_for_timeout(100)
        page.goto(f"/templates/{template.pk}/")

    review("REJECTED", reason="INVALID_FORMAT")
    expect(page.get_by_text("Meta's reason: INVALID_FORMAT")).to_be_visible()
    expect(page.get_by_text("often a variable")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Fix and send again").press("Enter")
    text = page.get_by_role("textbox", name="Text", exact=True)
    text.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Your order {{2}} waits for you at our shop.")
    page.get_by_role("complementary").get_by_role("button", name="Mend it").press("Enter")
    expect(text).to_have_value("Your order {{1}} waits for you at our shop.")
    expect(page.get_by_label("Example for {{1}}")).to_have_value("A-17")
    text.focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Bring {{2}} along, please.")
    page.get_by_label("Example for {{2}}").focus()  # it appears while one types
    page.keyboard.type("this message")
    expect(page.get_by_role("complementary").get_by_text("Bring this message along, please.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Submit to WhatsApp").press("Enter")
    expect(page.get_by_text("In review").first).to_be_visible()
    review("APPROVED")
    story = page.get_by_role("region", name="What happened to it")
    for word in ("Approved", "Edited", "Rejected", "Submitted"):
        expect(story.get_by_text(word).first).to_be_visible()
