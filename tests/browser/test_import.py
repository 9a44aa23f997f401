"""A marketer brings a list of people, says what they agreed to, mends a row, imports it, and takes it back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contacts.models import ConsentEvent, Contact, Import
from nxtchat.team.roles import Role

LIST = "Name;Phone;Tags\nJosé Ñandú;+5511987654321;vip\nCaio Prado;call me;vip\n".encode("windows-1252")
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "a phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "right to left": {},
    "no script": {"java_script_enabled": False},
}


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Lind", Role.MARKETER)


def press(page: Page, role: str, name: str) -> None:
    """Reached by Tab alone, pressed with Enter."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    expect(wanted).to_be_visible()
    for _step in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            break
    else:
        raise AssertionError(f"{name} cannot be reached by keyboard")
    page.keyboard.press("Enter")


def agree(page: Page) -> None:
    page.get_by_label("Yes, and I can say how").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Yes, send me offers on WhatsApp.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Sentences that people agree to")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("A box to tick at the checkout")
    page.get_by_label("When they agreed").fill("2026-05-01")


def test_a_list_is_imported_and_taken_back_by_keyboard(signed_in, mara, number, site, axe):
    page = signed_in(mara)
    page.goto("/contacts/imports/")
    page.get_by_label("File").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": LIST})
    press(page, "button", "Look at the file")
    expect(page.get_by_role("cell", name="José Ñandú")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("1. File")
    press(page, "button", "On to the columns")
    expect(page.get_by_label("Phone")).to_have_value("number")
    press(page, "button", "On to consent")
    agree(page)
    press(page, "button", "2. Columns")  # back, by the steps: nothing is lost
    press(page, "button", "On to consent")
    expect(page.get_by_label("Where and how they agreed")).to_have_value("A box to tick at the checkout")
    press(page, "button", "Check every row")
    expect(page.get_by_role("heading", name="What would happen", exact=True)).to_be_visible(timeout=30_000)
    assert not Contact.objects.exists()
    expect(page.locator("#row-3")).to_contain_text("This is not a phone number.")
    axe(page)
    page.locator("#row-3").get_by_label("Phone").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("+55 21 99999-0000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Row 3 is mended.")).to_be_visible()
    press(page, "button", "Import now")
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=30_000)
    assert set(Contact.objects.values_list("name", flat=True)) == {"José Ñandú", "Caio Prado"}
    assert ConsentEvent.objects.filter(wording="Yes, send me offers on WhatsApp.").count() == 2
    axe(page)
    press(page, "button", "Undo this import")
    expect(page.get_by_role("heading", name="Undone", exact=True)).to_be_visible(timeout=30_000)
    assert not Contact.objects.exists()
    axe(page)


@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_shut_out_of_an_import(signed_in, mara, number, site, axe, look, tmp_path):
    if look == "right to left":
        mara.language = "ar"
        mara.save()
    page = signed_in(mara, **LOOKS[look])
    page.goto("/contacts/imports/")
    page.locator("input[type=file]").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": LIST})
    page.locator("form.card button[type=submit]").click()
    kept = Import.objects.get()
    for step in ("file", "columns", "consent", "check"):
        page.goto(f"/contacts/imports/{kept.pk}/{step}/")
        assert look == "no script" or page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if look != "no script":
            axe(page)
    Import.objects.update(
        has_consent=False, state=Import.State.STOPPED, position=1, total=2, started_at=timezone.now() - timedelta(1)
    )
    page.goto(f"/contacts/imports/{kept.pk}/")
    expect(page.locator("progress")).to_be_visible()
    if look != "no script":
        axe(page)
