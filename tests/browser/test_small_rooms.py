"""Contacts, templates, campaigns and the privacy page shut nobody out, wide or narrow, light or dark."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Campaign
from contacts.consent import marks, wordings
from contacts.models import Contact
from templates_app.models import Template

LOOKS = (
    {"viewport": {"width": 1280, "height": 800}},
    {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
)


@pytest.fixture
def furnished(ada, number, contact, conversation):
    """One of everything."""
    template = Template.objects.create(
        account=number.account,
        meta_id="1",
        name="order_ready_with_a_rather_long_name",
        language="pt_BR",
        category="UTILITY",
        status="APPROVED",
        components=[{"type": "BODY", "text": "Olá {{1}}, seu pedido está pronto."}],
    )
    Campaign.objects.create(name="Orders of May", template=template, number=number, created_by=ada)
    by_ada = {"purpose": "marketing", "language": "en", "by": ada}
    wordings.publish(name="Form at the till", text="Yes, tell me of offers on WhatsApp.", **by_ada)
    marks.put(contact=Contact.objects.create(name="Rui"), kind="restricted", reason="He contests it", by=ada)
    return contact


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_nobody_is_shut_out(signed_in, ada, furnished, axe, look, number):
    page = signed_in(ada, **look)
    paths = [
        "/contacts/",
        f"/contacts/{furnished.pk}/",
        f"/contacts/{furnished.pk}/consent/",
        "/contacts/wordings/",
        "/contacts/set-aside/",
        "/contacts/?q=nobody",
        "/templates/",
        "/campaigns/",
    ]
    about = f"/inbox/numbers/{number.pk}/"
    for path in [*paths, f"{about}teams/", f"{about}confirmations/?language=ar", "/privacy/"]:
        assert page.goto(path).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_contact_is_found_renamed_and_leads_to_its_conversation(signed_in, bruno, furnished):
    page = signed_in(bruno)
    page.goto("/contacts/")
    page.get_by_label("Name or number").fill("98765")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Ana Souza").click()
    page.get_by_label("Name").fill("Dona Ana")
    page.get_by_role("button", name="Keep the name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dona Ana")
    page.get_by_role("link", name="Conversations").click()
    expect(page.get_by_role("main").get_by_text("Dona Ana").first).to_be_visible()


def test_the_privacy_page_needs_neither_script_nor_sign_in(desk):
    page = desk.window(java_script_enabled=False)
    page.goto("/privacy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    assert page.context.cookies() == []
