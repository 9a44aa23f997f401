"""Sign-in codes. Meta writes their text, so most of what a template may have they may not."""

import re

from django.utils.translation import gettext as _

from templates_app.design import Design
from templates_app.design.parts import OTP_TYPES
from templates_app.rules.problem import Problem, Problems

LONGEST_MINUTES, MOST_APPS, SIGNATURE = 90, 5, 11
PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")
HASH = re.compile(r"([A-Za-z0-9+/=]|%2[BF]|%3D){11}", re.IGNORECASE)  # some write it as it stands in an address


def codes_have_a_code_button(design: Design) -> Problems:
    if design.is_code and [button.kind for button in design.buttons] != ["OTP"]:
        yield Problem(
            "buttons",
            _("A sign-in code has one button, with which it is copied or filled in."),
            _("Add it."),
            mend="code",
        )


def only_codes_have_code_buttons(design: Design) -> Problems:
    if not design.is_code and any(button.kind == "OTP" for _where, button in design.all_buttons()):
        why = _("Only sign-in codes may have this button.")
        yield Problem("buttons", why, _("Choose the category “Authentication”, or another button."))


def codes_have_nothing_else(design: Design) -> Problems:
    parts = {
        "header": design.header.kind,
        "cards": design.cards,
        "offer": design.offer,
        "asks_to_call": design.asks_to_call,
    }
    for where, is_there in parts.items():
        if design.is_code and is_there:
            why = _("A sign-in code may have nothing but its text, its expiry and its button.")
            yield Problem(where, why, _("Leave it out."), mend="code")


def code_expiry_is_possible(design: Design) -> Problems:
    if design.code_minutes is not None and not 1 <= design.code_minutes <= LONGEST_MINUTES:
        why = _("A code may last 1 to %(limit)d minutes.") % {"limit": LONGEST_MINUTES}
        yield Problem("code_minutes", why, _("Choose a time between."))


def code_button_is_of_a_kind(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.kind == "OTP" and button.otp not in OTP_TYPES:
            yield Problem(f"{where}.otp", _("How is the code taken over?"), _("Choose copying or filling in."))


def filling_in_needs_an_app(design: Design) -> Problems:
    for where, button in design.all_buttons():
        needs = button.kind == "OTP" and button.otp in {"ONE_TAP", "ZERO_TAP"}
        if needs and not 1 <= len(button.apps) <= MOST_APPS:
            why = _("Filling in needs 1 to %(limit)d Android apps that may do it.") % {"limit": MOST_APPS}
            yield Problem(f"{where}.apps", why, _("Name the app, and its signature."))


def apps_are_spelt_right(design: Design) -> Problems:
    for where, button in design.all_buttons():
        for place, app in enumerate(button.apps):
            if not PACKAGE.fullmatch(app.package):
                why = _("The name of an Android app has dots in it, such as com.example.shop.")
                yield Problem(f"{where}.apps.{place}.package", why, _("Look it up in the Play Store."))
            if not HASH.fullmatch(app.signature):
                why = _("The signature of an app has exactly %(count)d characters.") % {"count": SIGNATURE}
                yield Problem(f"{where}.apps.{place}.signature", why, _("Ask those who build the app."))


def zero_tap_is_accepted(design: Design) -> Problems:
    for where, button in design.all_buttons():
        if button.otp == "ZERO_TAP" and not button.accepts_zero_tap:
            why = _("Filling in without a tap has terms of its own.")
            yield Problem(f"{where}.accepts_zero_tap", why, _("Accept them, or let people tap."))


RULES = (
    codes_have_a_code_button,
    only_codes_have_code_buttons,
    codes_have_nothing_else,
    code_expiry_is_possible,
    code_button_is_of_a_kind,
    filling_in_needs_an_app,
    apps_are_spelt_right,
    zero_tap_is_accepted,
)
