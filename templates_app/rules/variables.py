"""The places that are filled in later."""

import re

from django.utils.translation import gettext as _

from templates_app.design import VARIABLE, Design, variables
from templates_app.design.variables import in_order
from templates_app.rules.problem import Problem, Problems, warn

COUNTED = re.compile(r"[1-9][0-9]*")
NAMED = re.compile(r"[a-z_][a-z0-9_]*")
STRAY = re.compile(r"\{\{(?!\s*[^{}\s]+\s*\}\})|(?<!\{)\{[^{}]*\}(?!\})")
SIDE_BY_SIDE = re.compile(r"\}\}\s*\{\{")
WORDS_FOR_EACH = 3  # what people who send many have found to pass


def braces_are_closed(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        if STRAY.search(VARIABLE.sub("", text)) or "{{}}" in text:
            why = _("A variable is written with two braces on each side, and something between them.")
            yield Problem(where, why, _("Write {{1}} or {{first_name}}."))


def variables_are_spelt_right(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        for name in variables(text):
            if design.named and not NAMED.fullmatch(name):
                why = _("“%(name)s” cannot be a name: small letters and underscores only.") % {"name": name}
                yield Problem(where, why, _("Write {{first_name}}, say."))
            elif not design.named and not COUNTED.fullmatch(name):
                why = _("Variables are counted here, and “%(name)s” is no number.") % {"name": name}
                yield Problem(where, why, _("Write {{1}}, or choose variables with names."))


def variables_are_in_order(design: Design) -> Problems:
    if design.named:
        return
    for where, text, _samples in design.texts():
        found = [name for name in in_order(text, named=False) if COUNTED.fullmatch(name)]
        if found != [str(number) for number in range(1, len(found) + 1)]:
            why = _("Variables are counted from {{1}} on, without gaps.")
            yield Problem(where, why, _("Number them 1 to %(last)d.") % {"last": len(found)}, mend="numbers")


def variables_have_samples(design: Design) -> Problems:
    for where, text, samples in design.texts():
        for name in variables(text):
            if not samples.get(name, "").strip():
                why = _("WhatsApp wants to see an example for each variable.")
                fix = _("Say what could stand for {{%(name)s}}.") % {"name": name}
                yield Problem(f"{where}.samples.{name}", why, fix)


def samples_hold_no_variables(design: Design) -> Problems:
    for where, text, samples in design.texts():
        for name in variables(text):
            if "{{" in samples.get(name, ""):
                why = _("An example is what a customer would read, not a variable.")
                yield Problem(f"{where}.samples.{name}", why, _("Write a value."))


def text_begins_with_words(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        if not where.startswith("header") and re.match(r"\s*\{\{", text):
            yield Problem(where, _("The text may not begin with a variable."), _("Put a word before it."))


def text_ends_with_words(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        if not where.startswith("header") and re.search(r"\}\}[\s.!?]*$", text):
            stops = bool(re.search(r"\}\}\s*$", text))
            why = _("The text may not end with a variable.")
            fix = _("Put a word behind it.")
            yield Problem(where, why, fix) if stops else warn(where, why, fix)


def variables_stand_apart(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        if SIDE_BY_SIDE.search(text):
            yield warn(where, _("Two variables stand side by side."), _("Put a word between them."))


def words_outnumber_variables(design: Design) -> Problems:
    """Meta: too many variables for the length of the text. How many that are it does not say."""
    for where, text, _samples in design.texts():
        count, words = len(VARIABLE.findall(text)), len(VARIABLE.sub(" ", text).split())
        if not where.startswith("header") and count and words < WORDS_FOR_EACH * count:
            why = _("There are many variables for so few words: %(words)d words, %(count)d variables.")
            yield warn(where, why % {"words": words, "count": count}, _("Write more around them."))


RULES = (
    braces_are_closed,
    variables_are_spelt_right,
    variables_are_in_order,
    variables_have_samples,
    samples_hold_no_variables,
    text_begins_with_words,
    text_ends_with_words,
    variables_stand_apart,
    words_outnumber_variables,
)
