"""Every sort of template can be written in the form, and what the form says is that template."""

from dataclasses import replace

import pytest

from templates_app import builder
from templates_app.builder.entries import place
from templates_app.design import Button, Design, from_meta, to_meta
from templates_app.rules import Problem, check
from tests.templates_app.designs import CARD, CODE, MARKETING, PLAIN, QUICK, SHOP, SORTS


def posted(sections) -> dict[str, str]:
    """What a browser would send."""
    whole = [one for section in sections for one in section.everything()]
    entries = [entry for section in whole for entry in section.fields() if entry.widget != "file"]
    return {entry.key: entry.value for entry in entries if entry.widget != "check" or entry.value}


@pytest.mark.parametrize("sort", SORTS)
def test_the_form_says_what_the_design_says(sort):
    design = SORTS[sort]
    assert to_meta(builder.read(posted(builder.sections(design)))) == to_meta(design)


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_chosen_can_be_chosen(sort):
    for section in builder.sections(SORTS[sort]):
        for one in section.everything():
            for entry in one.fields():
                assert entry.widget != "select" or entry.value in dict(entry.choices), entry.key


def test_an_empty_form_is_an_empty_design():
    assert builder.read({}) == Design()


def test_odd_things_do_no_harm():
    odd = {"more": "[" * 10_000, "buttons.0.kind": "URL", "buttons.0.more": "[1]", "buttons.99999.kind": "URL"}
    design = builder.read(odd | {"body": "a\0b\r\nc", "code_minutes": "9" * 40, "buttons.x.kind": "URL"})
    assert (design.body, design.more, design.code_minutes) == ("ab\nc", (), None)
    assert len(design.buttons) == 1


@pytest.mark.parametrize(
    ("do", "kinds"),
    [
        ("add:buttons", ["QUICK_REPLY", "URL", "QUICK_REPLY"]),
        ("remove:buttons.0", ["URL"]),
        ("up:buttons.1", ["URL", "QUICK_REPLY"]),
        ("up:buttons.0", ["QUICK_REPLY", "URL"]),
        ("remove:buttons.7", ["QUICK_REPLY", "URL"]),
        ("remove:everything", ["QUICK_REPLY", "URL"]),
    ],
)
def test_buttons_come_go_and_move(do, kinds):
    design = builder.apply(do, replace(MARKETING, buttons=(QUICK, SHOP)))
    assert [button.kind for button in design.buttons] == kinds


def test_cards_come_and_go_with_their_buttons():
    design = replace(MARKETING, cards=(CARD, CARD))
    assert len(builder.apply("add:cards", design).cards) == 3
    assert len(builder.apply("remove:cards.0", design).cards) == 1
    assert len(builder.apply("add:cards.1.buttons", design).cards[1].buttons) == 3
    assert builder.apply("remove:cards.1.buttons.0", design).cards[1].buttons == (SHOP,)
    assert builder.apply("add:cards.9.buttons", design) == design
    assert builder.apply("add:cards", PLAIN).cards[0].header.kind == "IMAGE"


def test_a_sign_in_code_gets_its_own_button():
    assert builder.apply("add:buttons", replace(CODE, buttons=())).buttons == (Button("OTP", otp="COPY_CODE"),)


def test_problems_stand_at_their_fields():
    design = replace(MARKETING, body="", buttons=(replace(SHOP, url="shop"),), cards=(CARD,))
    sections = builder.sections(design)
    assert place(check(design), sections) == []
    at = {entry.key for section in sections for one in section.everything() for entry in one.fields() if entry.problems}
    assert {"body", "buttons.0.url"} <= at
    assert any(section.problems for section in sections if section.key == "cards")
    assert place([Problem("", "why", "fix")], sections)


def test_the_preview_fills_in_the_examples_or_leaves_the_places():
    assert builder.preview(PLAIN).body.startswith("Hello Ana, your order A-17")
    assert "{{1}}" in builder.preview(PLAIN, filled=False).body
    assert builder.preview(CODE).footer == "This code expires in 10 minutes."
    assert builder.preview(SORTS["image"]).file == "Picture"
    assert builder.preview(replace(PLAIN, language="ar")).direction == "rtl"
    assert [card.body for card in builder.preview(SORTS["cards"]).cards] == ["Rare succulents for 20% off.", "Cacti."]


def test_a_draft_of_anything_can_be_kept_and_taken_up_again():
    half = builder.read({"buttons.0.kind": "", "cards.0.header.kind": "", "body": "Hi {{1}}", "named": "counted"})
    again = from_meta(to_meta(half))
    assert (again.body, len(again.buttons), len(again.cards)) == ("Hi {{1}}", 1, 1)
