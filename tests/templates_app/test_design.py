"""Every sort of template leaves as Meta's JSON and comes back as it was."""

import json

import pytest

from templates_app import rules
from templates_app.design import from_meta, to_meta
from tests.templates_app.designs import CARD, CODE, NAMED, PLAIN, SORTS


@pytest.mark.parametrize("sort", SORTS)
def test_it_comes_back_as_it_left(sort):
    design = SORTS[sort]
    assert from_meta(json.loads(json.dumps(to_meta(design)))) == design


@pytest.mark.parametrize("sort", SORTS)
def test_nothing_stops_it(sort):
    assert rules.stops(SORTS[sort]) == []


def test_counted_variables_have_their_samples_in_order():
    body = to_meta(PLAIN)["components"][0]
    assert body["example"] == {"body_text": [["Ana", "A-17"]]}
    assert "parameter_format" not in to_meta(PLAIN)


def test_the_tenth_variable_comes_after_the_ninth():
    text = "Say " + " and ".join(f"{{{{{number}}}}}" for number in range(10, 0, -1)) + " now"
    told = {"components": [{"type": "BODY", "text": text, "example": {"body_text": [list("abcdefghij")]}}]}
    assert from_meta(told).samples["10"] == "j"
    assert to_meta(from_meta(told))["components"] == told["components"]


def test_named_variables_have_named_samples():
    header, body, _footer = to_meta(NAMED)["components"]
    assert header["example"] == {"header_text_named_params": [{"param_name": "first_name", "example": "Ana"}]}
    assert [each["param_name"] for each in body["example"]["body_text_named_params"]] == ["first_name", "order"]
    assert to_meta(NAMED)["parameter_format"] == "named"


def test_meta_writes_the_text_of_codes_itself():
    body, footer, buttons = to_meta(CODE)["components"]
    assert body == {"type": "BODY", "add_security_recommendation": True}
    assert footer == {"type": "FOOTER", "code_expiration_minutes": 10}
    assert buttons["buttons"] == [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy"}]


def test_a_code_that_meta_shows_as_a_link_is_a_code_again():
    url = "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}"
    buttons = [{"type": "URL", "text": "Copy", "url": url, "example": [url]}]
    told = {"category": "authentication", "components": [{"type": "BUTTONS", "buttons": buttons}]}
    assert from_meta(told).buttons == CODE.buttons


def test_an_app_named_the_old_way_is_one_app():
    old = {"type": "otp", "otp_type": "one_tap", "package_name": "com.example.shop", "signature_hash": "K8a/AINcGX7"}
    (button,) = from_meta({"components": [{"type": "buttons", "buttons": [old]}]}).buttons
    assert [(app.package, app.signature) for app in button.apps] == [("com.example.shop", "K8a/AINcGX7")]


def test_what_a_button_has_that_we_do_not_know_is_kept():
    buttons = [{"type": "URL", "text": "Go", "url": "https://a.example", "app_deep_link": {"android": "shop://"}}]
    told = {"components": [{"type": "BUTTONS", "buttons": buttons}]}
    assert to_meta(from_meta(told))["components"][0]["buttons"] == buttons


def test_cards_are_whole_templates_in_small():
    assert [part["type"] for part in to_meta(SORTS["cards"])["components"][1]["cards"][0]["components"]] == [
        "HEADER",
        "BODY",
        "BUTTONS",
    ]
    assert CARD.samples == {"1": "20%"}


@pytest.mark.parametrize("odd", [{}, {"components": None}, {"components": [None, {"type": 7}, {"type": "BODY"}]}])
def test_odd_answers_are_read_as_far_as_they_go(odd):
    assert from_meta(odd).body == ""
