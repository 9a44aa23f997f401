"""Two contacts become one and two again, by keyboard alone, and shut nobody out."""

import pytest
from playwright.sync_api import expect

from contacts.merging import noticing
from contacts.models import Contact, Identity
from tests.browser.test_small_rooms import LOOKS


@pytest.fixture
def pair(db):
    made = []
    for name, kind, value in (("Ana Souza", "wa_id", "551187654321"), ("Dona Ana", "phone", "5511987654321")):
        contact = Contact.objects.create(name=name)
        Identity.objects.create(contact=contact, kind=kind, value=value)
        made.append(contact)
    noticing.notice()
    return made


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_one_person_or_two_by_keyboard(signed_in, bruno, pair, axe, look):
    page = signed_in(bruno, **look)

    def press(role: str, name: str) -> None:
        page.get_by_role(role, name=name).first.focus()
        page.keyboard.press("Enter")

    def look_at(heading: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), heading

    page.goto("/contacts/doubles/")
    look_at("One person, or two?")
    press("link", "Look at both")
    look_at("Are they one person?")
    press("button", "Put them together")
    look_at("Ana Souza")
    press("button", "Take them apart again")
    expect(page.get_by_text("They are two contacts again.")).to_be_visible()
    look_at("Ana Souza")
    page.goto(f"/contacts/{pair[0].pk}/merge/?q=Dona")
    look_at("Put together with another contact")
    page.goto("/contacts/doubles/")
    press("button", "Two people")
    expect(page.get_by_text("Nobody is in doubt")).to_be_visible()
    axe(page)
