"""A marketer chooses people, fills in the words, says when, says yes, and watches it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, Recipient
from nxtchat.team.roles import Role
from templates_app import services, syncing
from templates_app.design import Design
from tests.browser.test_import import press
from tests.campaigns.people import group, person

LOOKS = {
    "dark": {"color_scheme": "dark"},
    "a phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "right to left": {},
}
STEPS = ("audience", "message", "timing", "trial", "confirmation")


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Lind", Role.MARKETER)


@pytest.fixture
def template(number, mara, whatsapp, site):
    """Meta approved it, and tells us what becomes of messages."""
    whatsapp.callback(f"{site}/webhooks/whatsapp/", verify_token=number.account.verify_token)
    text = "Olá {{1}}, seu pedido está pronto."
    design = Design(name="order_ready", language="pt_BR", category="UTILITY", body=text, samples={"1": "Ana"})
    submitted = services.submit(services.begin(account=number.account, by=mara, design=design), by=mara)
    whatsapp.ask("POST", "review", template_id=submitted.meta_id, event="APPROVED")
    syncing.sync(number.account)
    submitted.refresh_from_db()
    return submitted


@pytest.fixture
def friends(db):
    return group("Friends", person("Ana Souza", "5511987654321"), person("Bia Prado", "5511987650002", service=False))


def settled(page: Page, part: str) -> None:
    """The part that comes after the page is there."""
    expect(page.locator(f"#{part} section").first).to_be_visible()


def test_a_campaign_is_prepared_and_sent_by_keyboard(signed_in, mara, number, template, friends, site, axe, whatsapp):
    page = signed_in(mara)
    page.goto("/campaigns/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Orders of May")
    page.get_by_label("Template").select_option(label=str(template))
    page.get_by_label("From").select_option(index=1)
    press(page, "button", "On to who gets it")
    expect(page.locator("[aria-current=step]")).to_have_text("1. Who")
    page.get_by_label("Friends").focus()
    page.keyboard.press("Space")
    press(page, "button", "Keep and count")
    expect(page.get_by_role("heading", name="1 person gets it")).to_be_visible()
    axe(page)
    press(page, "link", "Said stop")
    expect(page.get_by_role("link", name="Bia Prado")).to_be_visible()
    page.go_back()
    press(page, "button", "On to the message")
    page.get_by_label("What goes in").select_option("first_name")
    press(page, "button", "On to when")
    expect(page.locator(".field__error")).to_contain_text("for those of whom it is not known")
    page.get_by_label("Instead, where it is not known").focus()
    page.keyboard.type("you")
    press(page, "button", "Keep and look")
    expect(page.get_by_text("Olá Ana, seu pedido está pronto.")).to_be_visible()
    axe(page)
    press(page, "button", "On to when")
    settled(page, "estimate")
    axe(page)
    press(page, "button", "On to the test")
    press(page, "button", "On to the end")
    expect(page.get_by_text("Send order_ready (pt_BR)")).to_be_visible()
    axe(page)
    press(page, "button", "Yes, send it")
    expect(page.get_by_role("heading", name="Orders of May")).to_be_visible()
    expect(page.get_by_text("It is on its way.")).to_be_visible()
    expect(page.get_by_role("heading", name="Finished")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("100 % of those sent")).to_be_visible(timeout=30_000)
    settled(page, "report")
    axe(page)
    assert [message["template"]["name"] for message in whatsapp.heard] == ["order_ready"]


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_shut_out_of_a_campaign(signed_in, mara, number, template, friends, site, axe, look):
    if look == "right to left":
        mara.language = "ar"
        mara.save()
    campaign = Campaign.objects.create(
        name="Orders of May", template=template, number=number, created_by=mara, audience={"groups": [friends.pk]}
    )
    page = signed_in(mara, **LOOKS[look])
    for step in STEPS:
        page.goto(f"/campaigns/{campaign.pk}/{step}/")
        if part := {"audience": "count", "message": "faces", "timing": "estimate"}.get(step):
            settled(page, part)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        axe(page)
    at = timezone.now() - timedelta(minutes=5)
    Campaign.objects.update(state=Campaign.State.PAUSED, started_at=at, frozen_at=at, paused_at=at)
    facts = {"begun_at": at, "sent_at": at, "delivered_at": at, "due_at": at}
    Recipient.objects.create(campaign=campaign, contact=person("Caio"), state=Recipient.State.DELIVERED, **facts)
    page.goto(f"/campaigns/{campaign.pk}/")
    expect(page.locator("#report svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
