"""The list of contacts and the page of one, by keyboard alone, wide and narrow, light and dark."""

import os

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact, Field, Label
from tests.browser.test_small_rooms import LOOKS


@pytest.fixture(params=LOOKS, ids=["wide", "narrow"])
def page(request, signed_in, ada, conversation) -> Page:
    """An admin's window. Ana wrote, and two more are on file."""
    for name in ("Rui Lima", "Eva Braun"):
        Contact.objects.create(name=name)
    Label.objects.create(name="regular")
    Field.objects.create(name="Customer number", key="customer", kind=Field.Kind.NUMBER)
    return signed_in(ada, **request.param)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.focus()
    page.keyboard.press("Enter")


def is_well_made(page: Page, axe, name: str) -> None:
    if os.environ.get("LOOK"):
        page.screenshot(path=f"{os.environ['LOOK']}/{name}-{page.viewport_size['width']}.png", full_page=True)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_many_are_labelled_at_once_and_it_can_be_undone(page, axe):
    page.goto("/contacts/")
    is_well_made(page, axe, "list")
    for name in ("Rui Lima", "Eva Braun"):
        page.get_by_role("checkbox", name=f"Choose {name}").focus()
        page.keyboard.press("Space")
    page.get_by_label("What to do").select_option(label="Label: regular")
    press(page, "button", "Do it")
    expect(page.get_by_text("2 contacts changed.")).to_be_visible()
    is_well_made(page, axe, "labelled")
    assert set(Contact.objects.filter(labels__name="regular").values_list("name", flat=True)) == {
        "Rui Lima",
        "Eva Braun",
    }
    press(page, "button", "Undo")
    expect(page.get_by_text("It is as before.")).to_be_visible()
    assert not Contact.objects.filter(labels__name="regular").exists()


def test_a_filter_is_kept_as_a_segment_that_counts_itself(page, axe):
    Contact.objects.get(name="Rui Lima").labels.add(Label.objects.get())
    page.goto("/contacts/")
    page.get_by_text("Filter", exact=True).focus()
    page.keyboard.press("Enter")
    press(page, "button", "Filter by Label")
    expect(page.get_by_text("1 contact", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Eva Braun")).to_have_count(0)
    is_well_made(page, axe, "filtered")
    page.get_by_text("Keep as a segment").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name of the segment").fill("Regulars")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regulars")
    Contact.objects.get(name="Eva Braun").labels.add(Label.objects.get())
    page.goto("/contacts/segments/")
    row = page.get_by_role("row").filter(has_text="Regulars")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("2")
    is_well_made(page, axe, "segments")


def test_what_we_know_of_a_person_is_written_down_in_place(page, axe, contact):
    page.goto(f"/contacts/{contact.pk}/")
    is_well_made(page, axe, "contact")
    page.get_by_label("Customer number", exact=True).fill("many")
    press(page, "button", "Keep Customer number")
    expect(page.get_by_text("is not a number")).to_be_visible()
    page.get_by_label("Customer number", exact=True).fill("4711")
    press(page, "button", "Keep Customer number")
    expect(page.get_by_label("Customer number", exact=True)).to_have_value("4711")
    page.get_by_label("Note, for your team only").fill("Prefers the afternoon")
    press(page, "button", "Keep the note")
    expect(page.get_by_text("Prefers the afternoon")).to_be_visible()
    is_well_made(page, axe, "contact-noted")
