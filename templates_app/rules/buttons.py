"""Each button by itself."""

import re

from django.utils.translation import gettext as _

from templates_app.design import VARIABLE, Design
from templates_app.design.parts import BUTTONS
from templates_app.rules.problem import Problem, Problems
from templates_app.rules.texts import too_long

TEXT, ADDRESS, PHONE, CODE = 25, 2000, 20, 15
NO_TEXT = {"COPY_CODE", "OTP", "ORDER_DETAILS"}  # WhatsApp has its own words for these
FLOW_ACTIONS = {"", "navigate", "data_exchange"}
PHONE_SHAPE = re.compile(r"\+?[0-9 ()\-]{5,}")


def buttons_are_of_a_kind(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind not in BUTTONS:
            yield Problem(f"{where}.kind", _("There is no such kind of button."), _("Choose another one."))


def buttons_have_words(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if not button.text.strip() and button.kind not in NO_TEXT:
            yield Problem(f"{where}.text", _("The button is empty."), _("Write what it does."))


def button_texts_are_short_enough(design: Design) -> Problems:
    for where, button in design.all_buttons():
        yield from too_long(f"{where}.text", button.text, TEXT)


def button_texts_hold_no_variables(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if "{{" in button.text or "\n" in button.text:
            why = _("The words of a button are always the same, and on one line.")
            yield Problem(f"{where}.text", why, _("Write words without variables."))


def addresses_are_whole(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind == "URL" and not re.match(r"https?://[^\s/{}]+", button.url):
            why = _("This is not a whole address.")
            mend = "addresses" if re.fullmatch(r"[^\s/:]+\.[^\s:]+", button.url) else ""
            yield Problem(f"{where}.url", why, _("Write it with https:// in front."), mend=mend)


def addresses_are_short_enough(design: Design) -> Problems:
    for where, button in design.all_buttons():
        yield from too_long(f"{where}.url", button.url, ADDRESS)


def addresses_have_one_variable_at_the_end(design: Design) -> Problems:
    for where, button in design.all_buttons():
        found = VARIABLE.findall(button.url)
        if len(found) > 1 or (found and not re.search(r"\}\}$", button.url)):
            why = _("An address may have one variable, at its end.")
            yield Problem(f"{where}.url", why, _("Write it like https://example.com/{{1}}."))


def variable_addresses_have_samples(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if VARIABLE.search(button.url) and not button.sample.strip():
            why = _("WhatsApp wants to see an example for each variable.")
            yield Problem(f"{where}.sample", why, _("Write what could stand at the end of the address."))


def phones_can_be_called(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind == "PHONE_NUMBER" and not (PHONE_SHAPE.fullmatch(button.phone) and len(button.phone) <= PHONE):
            why = _("This is no phone number that everybody can call.")
            fix = _("Write it with the code of the country, at most %(limit)d characters.") % {"limit": PHONE}
            yield Problem(f"{where}.phone", why, fix)


def codes_have_samples(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind != "COPY_CODE":
            continue
        if not button.sample.strip():
            yield Problem(f"{where}.sample", _("WhatsApp wants to see an example of the code."), _("Write one."))
        yield from too_long(f"{where}.sample", button.sample, CODE)


def flows_are_named(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind == "FLOW" and not (button.flow_by and button.flow.strip()):
            yield Problem(f"{where}.flow", _("Which flow does it open?"), _("Give its id, its name or its JSON."))


def flows_begin_somewhere(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind != "FLOW":
            continue
        if button.flow_action not in FLOW_ACTIONS:
            why = _("A flow begins with “navigate” or “data_exchange”.")
            yield Problem(f"{where}.flow_action", why, _("Choose one of them."))
        elif button.flow_action == "data_exchange" and button.screen:
            why = _("With “data_exchange” your server says which screen comes first.")
            yield Problem(f"{where}.screen", why, _("Leave the screen empty."))


RULES = (
    buttons_are_of_a_kind,
    buttons_have_words,
    button_texts_are_short_enough,
    button_texts_hold_no_variables,
    addresses_are_whole,
    addresses_are_short_enough,
    addresses_have_one_variable_at_the_end,
    variable_addresses_have_samples,
    phones_can_be_called,
    codes_have_samples,
    flows_are_named,
    flows_begin_somewhere,
)
