"""Where a rule knows what to do, a press does it, and nothing else changes."""

from dataclasses import replace

import pytest

from templates_app import builder, rules
from templates_app.builder.mending import MENDS
from tests.templates_app.designs import CARD, MARKETING, NAMED, PLAIN, QUICK, SHOP
from tests.templates_app.test_rules import CASES

REFUSED = {rule: case[0] for rule, case in CASES.items() if any(each.mend for each in rule(case[0]))}


@pytest.mark.parametrize("rule", REFUSED, ids=lambda rule: rule.__name__)
def test_a_press_mends_it(rule):
    refused = REFUSED[rule]
    [what] = {each.mend for each in rule(refused)}
    assert not list(rule(builder.apply(f"mend:{what}", refused)))


def test_every_way_to_mend_is_offered():
    half = replace(MARKETING, buttons=(replace(SHOP, url="shop.example"),))
    offered = {each.mend for design in (*REFUSED.values(), half) for rule in rules.RULES for each in rule(design)}
    assert offered - {""} == set(MENDS)


@pytest.mark.parametrize("what", ["name", "numbers", "spaces", "marks", "addresses", "order", "nonsense"])
@pytest.mark.parametrize("design", [PLAIN, NAMED, replace(MARKETING, cards=(CARD, CARD), buttons=(QUICK, SHOP))])
def test_what_is_right_stays_as_it_is(what, design):
    if what != "numbers" or not design.named:
        assert builder.apply(f"mend:{what}", design) == design


def test_renumbered_variables_keep_their_examples():
    design = replace(PLAIN, body="For {{3}}, order {{7}} is here.", samples={"3": "Ana", "7": "A-17"})
    mended = builder.apply("mend:numbers", design)
    assert (mended.body, mended.samples) == ("For {{1}}, order {{2}} is here.", {"1": "Ana", "2": "A-17"})


def test_an_address_gets_its_beginning_and_what_is_none_stays():
    def mended(url: str) -> str:
        design = replace(MARKETING, buttons=(replace(SHOP, url=url),))
        [problem] = [each for each in rules.check(design) if each.where == "buttons.0.url"]
        return builder.apply(f"mend:{problem.mend}", design).buttons[0].url

    assert mended("shop.example/{{1}}") == "https://shop.example/{{1}}"
    assert mended("our shop") == "our shop"
