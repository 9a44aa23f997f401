"""Each rule refuses what it is about, and lets the same template pass when that is put right."""

from dataclasses import replace

import pytest

from templates_app import rules
from templates_app.design import App, Button, Card, Design, Header, Offer
from templates_app.rules import buttons, codes, counts, naming, special, texts, variables
from tests.templates_app.designs import APPS, CARD, CODE, HANDLE, MARKETING, NAMED, OTP, PLAIN, QUICK, SHOP
from tests.templates_app.designs import with_buttons as having
from tests.templates_app.designs import with_header as headed

FLOW = Button("FLOW", "Book", flow_by="flow_id", flow="1", flow_action="navigate", screen="FIRST")
COUPON = Button("COPY_CODE", sample="25OFF")
OFFER = replace(MARKETING, offer=Offer("Ends soon"), buttons=(SHOP,))
CARDS = replace(MARKETING, cards=(CARD, CARD))


def body(text: str, **samples: str) -> Design:
    return replace(PLAIN, body=text, samples=samples)


def coded(**changes) -> Design:
    return replace(CODE, buttons=(replace(OTP, **changes),))


def carded(**changes) -> Design:
    return replace(MARKETING, cards=(CARD, replace(CARD, **changes)))


# rule: (refused, where, accepted)
CASES: dict = {
    naming.has_a_name: (replace(PLAIN, name=""), "name", PLAIN),
    naming.name_is_spelt_right: (replace(PLAIN, name="Order ready"), "name", replace(PLAIN, name="order_2")),
    naming.name_is_short_enough: (replace(PLAIN, name="a" * 513), "name", replace(PLAIN, name="a" * 512)),
    naming.name_says_something: (replace(PLAIN, name="test_2"), "name", replace(PLAIN, name="test_drive")),
    naming.has_a_language: (replace(PLAIN, language="English"), "language", replace(PLAIN, language="pt_BR")),
    naming.language_is_known: (replace(PLAIN, language="tlh"), "language", PLAIN),
    naming.has_a_category: (replace(PLAIN, category="OTP"), "category", PLAIN),
    naming.utility_does_not_sell: (body("Big sale today."), "body", replace(MARKETING, body="Big sale today.")),
    texts.has_a_text: (body(" "), "body", CODE),
    texts.text_is_short_enough: (body("a" * 1025), "body", body("a" * 1024)),
    texts.header_is_of_a_kind: (headed("HOLOGRAM"), "header", headed("LOCATION")),
    texts.header_has_words: (headed("TEXT", text=" "), "header", headed("TEXT", text="News")),
    texts.header_is_short_enough: (headed("TEXT", text="a" * 61), "header", headed("TEXT", text="a" * 60)),
    texts.header_has_one_variable: (headed("TEXT", text="{{1}} {{2}}"), "header", headed("TEXT", text="For {{1}}")),
    texts.header_is_plain: (headed("TEXT", text="*News*"), "header", headed("TEXT", text="5 * 5")),
    texts.headers_have_samples: (headed("IMAGE"), "header.file", headed("IMAGE", handle=HANDLE)),
    texts.samples_are_still_at_hand: (
        headed("IMAGE", handle="https://scontent.example/v/t61.29466?ccb=1"),
        "header.file",
        headed("IMAGE", handle=HANDLE),
    ),
    texts.gif_is_for_marketing: (replace(PLAIN, header=Header("GIF", handle=HANDLE)), "header", headed("GIF")),
    texts.footer_is_short_enough: (replace(PLAIN, footer="a" * 61), "footer", replace(PLAIN, footer="a" * 60)),
    texts.footer_has_no_variable: (replace(PLAIN, footer="By {{1}}"), "footer", NAMED),
    texts.spaces_are_short: (body("Far     away."), "body", body("Far    away.\n\nBye.")),
    texts.links_are_whole: (body("See bit.ly/x now"), "body", body("See https://shop.example/x now")),
    variables.braces_are_closed: (body("Hi {{1} there"), "body", PLAIN),
    variables.variables_are_spelt_right: (body("Hi {{name}} there"), "body", NAMED),
    variables.variables_are_in_order: (body("Hi {{1}} and {{3}} there"), "body", body("Hi {{2}} and {{1}} there")),
    variables.variables_have_samples: (replace(PLAIN, samples={"1": "Ana"}), "body.samples.2", PLAIN),
    variables.samples_hold_no_variables: (
        replace(PLAIN, samples={"1": "{{1}}", "2": "A"}),
        "body.samples.1",
        PLAIN,
    ),
    variables.text_begins_with_words: (body("{{1}}, it is ready."), "body", PLAIN),
    variables.text_ends_with_words: (body("It is ready, {{1}}"), "body", PLAIN),
    variables.variables_stand_apart: (body("Hi {{1}} {{2}} there"), "body", PLAIN),
    variables.words_outnumber_variables: (body("Hi {{1}} there"), "body", PLAIN),
    buttons.buttons_are_of_a_kind: (having(Button("LEVER", "Pull")), "buttons.0.kind", having(QUICK)),
    buttons.buttons_have_words: (having(Button("URL", "", url="https://a.example")), "buttons.0.text", having(COUPON)),
    buttons.button_texts_are_short_enough: (
        having(QUICK, replace(QUICK, text="a" * 26)),
        "buttons.1.text",
        having(replace(QUICK, text="a" * 25)),
    ),
    buttons.button_texts_hold_no_variables: (having(replace(QUICK, text="For {{1}}")), "buttons.0.text", having(QUICK)),
    buttons.addresses_are_whole: (having(replace(SHOP, url="shop.example")), "buttons.0.url", having(SHOP)),
    buttons.addresses_are_short_enough: (
        having(replace(SHOP, url="https://a.example/" + "a" * 2000)),
        "buttons.0.url",
        having(SHOP),
    ),
    buttons.addresses_have_one_variable_at_the_end: (
        having(replace(SHOP, url="https://a.example/{{1}}/more")),
        "buttons.0.url",
        having(SHOP),
    ),
    buttons.variable_addresses_have_samples: (having(replace(SHOP, sample="")), "buttons.0.sample", having(SHOP)),
    buttons.phones_can_be_called: (
        having(Button("PHONE_NUMBER", "Call", phone="our shop")),
        "buttons.0.phone",
        having(Button("PHONE_NUMBER", "Call", phone="+15550783881")),
    ),
    buttons.codes_have_samples: (having(replace(COUPON, sample="a" * 16)), "buttons.0.sample", having(COUPON)),
    buttons.flows_are_named: (having(replace(FLOW, flow="")), "buttons.0.flow", having(FLOW)),
    buttons.flows_begin_somewhere: (having(replace(FLOW, flow_action="jump")), "buttons.0.flow_action", having(FLOW)),
    counts.there_are_few_enough: (having(*[QUICK] * 11), "buttons", having(*[QUICK] * 10)),
    counts.kinds_are_few_enough: (having(SHOP, SHOP, SHOP), "buttons", having(SHOP, SHOP)),
    counts.quick_replies_stay_together: (having(QUICK, SHOP, QUICK), "buttons", having(QUICK, QUICK, SHOP)),
    counts.some_stand_alone: (having(Button("MPM", "View"), QUICK), "buttons", having(Button("MPM", "View"))),
    counts.buttons_differ: (having(QUICK, QUICK), "buttons", having(QUICK, replace(QUICK, text="More"))),
    counts.desktops_show_them: (having(QUICK, SHOP), "buttons", having(QUICK, replace(QUICK, text="More"))),
    codes.codes_have_a_code_button: (replace(CODE, buttons=(QUICK,)), "buttons", CODE),
    codes.only_codes_have_code_buttons: (having(OTP), "buttons", CODE),
    codes.codes_have_nothing_else: (replace(CODE, header=Header("TEXT", "Code")), "header", CODE),
    codes.code_expiry_is_possible: (replace(CODE, code_minutes=91), "code_minutes", replace(CODE, code_minutes=90)),
    codes.code_button_is_of_a_kind: (coded(otp=""), "buttons.0.otp", CODE),
    codes.filling_in_needs_an_app: (coded(otp="ONE_TAP"), "buttons.0.apps", coded(otp="ONE_TAP", apps=APPS)),
    codes.apps_are_spelt_right: (
        coded(apps=(App("shop", "K8a/AINcGX7"),)),
        "buttons.0.apps.0.package",
        coded(apps=(App("com.example.shop", "K8a%2FAINcGX7"),)),
    ),
    codes.zero_tap_is_accepted: (
        coded(otp="ZERO_TAP", apps=APPS),
        "buttons.0.accepts_zero_tap",
        coded(otp="ZERO_TAP", apps=APPS, accepts_zero_tap=True),
    ),
    special.cards_are_few_enough: (replace(MARKETING, cards=(CARD,)), "cards", CARDS),
    special.cards_have_headers: (carded(header=Header("TEXT", "News")), "cards.1.header", CARDS),
    special.cards_have_buttons: (carded(buttons=()), "cards.1.buttons", CARDS),
    special.cards_are_alike: (carded(header=Header("VIDEO", handle=HANDLE)), "cards.1", CARDS),
    special.cards_stand_alone: (replace(CARDS, footer="Bye"), "cards", CARDS),
    special.offers_are_marketing: (replace(OFFER, category="UTILITY"), "offer", OFFER),
    special.offers_are_short_enough: (replace(OFFER, offer=Offer("a" * 17)), "offer", OFFER),
    special.offers_have_no_footer: (replace(OFFER, footer="Bye"), "footer", OFFER),
    special.offers_have_a_link: (replace(OFFER, buttons=(COUPON,)), "buttons", replace(OFFER, buttons=(COUPON, SHOP))),
    special.offers_have_a_picture: (
        replace(OFFER, header=Header("DOCUMENT", handle=HANDLE)),
        "header",
        replace(OFFER, header=Header("IMAGE", handle=HANDLE)),
    ),
    special.asking_to_call_stands_alone: (
        replace(having(QUICK), asks_to_call=True),
        "asks_to_call",
        replace(MARKETING, asks_to_call=True),
    ),
    special.lifetime_is_possible: (
        replace(PLAIN, seconds_to_live=29),
        "seconds_to_live",
        replace(PLAIN, seconds_to_live=-1),
    ),
}


def test_every_rule_is_tried():
    assert set(CASES) == set(rules.RULES)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_rule_refuses_and_accepts(rule):
    refused, where, accepted = CASES[rule]
    assert [problem.where for problem in rule(refused)] == [where]
    assert all(problem.why and problem.fix for problem in rule(refused))
    assert list(rule(accepted)) == []


def test_what_stops_is_said_before_what_warns():
    found = rules.check(replace(PLAIN, name="test", body="Hi {{1}} {{2}}", samples={}))
    assert [problem.stops for problem in found] == sorted((problem.stops for problem in found), reverse=True)
    assert {problem.where for problem in found} >= {"name", "body", "body.samples.1"}


@pytest.mark.parametrize(
    ("design", "where"),
    [
        (replace(OFFER, body="a" * 601), "body"),
        (carded(body="a" * 161), "cards.1.body"),
        (replace(MARKETING, seconds_to_live=-1), "seconds_to_live"),
        (replace(MARKETING, cards=(Card(Header("IMAGE", handle=HANDLE), "Hi", {}, (QUICK, SHOP, COUPON)),) * 2),
         "cards.0.buttons"),
        (having(replace(FLOW, flow_action="data_exchange")), "buttons.0.screen"),
    ],
)  # fmt: skip
def test_a_limit_depends_on_what_stands_around(design, where):
    assert where in {problem.where for problem in rules.stops(design)}
