"""Name, language, category."""

import re

from django.utils.translation import gettext as _

from templates_app import languages
from templates_app.design import Design
from templates_app.design.parts import CATEGORIES
from templates_app.rules.problem import Problem, Problems, warn

LONGEST = 512
NAME = re.compile(r"[a-z0-9_]+")
VAGUE = re.compile(r"(template|test|message|msg|temp|sample|untitled|new)?_*\d*")
SELLING = re.compile(
    r"\b(sale|discount|\d+ ?% off|offers?|promo(tion)?|deals?|coupon|buy now|shop now|free gift|oferta|descuento"
    r"|desconto|promoção|promoción|rabatt|angebot|छूट|خصم|عرض)\b",
    re.IGNORECASE,
)


def spelt(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_") or "order_ready"


def has_a_name(design: Design) -> Problems:
    if not design.name:
        yield Problem("name", _("A template needs a name."), _("Say what it is for, such as order_ready."))


def name_is_spelt_right(design: Design) -> Problems:
    if design.name and not NAME.fullmatch(design.name):
        why = _("A name may have small letters a to z, digits and underscores only.")
        yield Problem("name", why, _("Write %(name)s.") % {"name": spelt(design.name)}, mend="name")


def name_is_short_enough(design: Design) -> Problems:
    if len(design.name) > LONGEST:
        told = {"found": len(design.name), "limit": LONGEST}
        yield Problem("name", _("The name has %(found)d characters; it may have %(limit)d.") % told, _("Shorten it."))


def name_says_something(design: Design) -> Problems:
    if design.name and VAGUE.fullmatch(design.name):
        yield warn("name", _("This name tells nobody what it is for."), _("Say what it is for, such as order_ready."))


def has_a_language(design: Design) -> Problems:
    if not languages.SHAPE.fullmatch(design.language):
        yield Problem("language", _("A template is written in one language."), _("Choose the language of its text."))


def language_is_known(design: Design) -> Problems:
    if languages.SHAPE.fullmatch(design.language) and design.language not in languages.CODES:
        why = _("We do not know whether WhatsApp takes templates in “%(code)s”.") % {"code": design.language}
        yield warn("language", why, _("Choose one from the list, or try."))


def has_a_category(design: Design) -> Problems:
    if design.category not in CATEGORIES:
        yield Problem("category", _("A template is for one purpose."), _("Choose what it is for."))


def utility_does_not_sell(design: Design) -> Problems:
    """Meta moves it to marketing, which costs more and needs another consent."""
    if design.category != "UTILITY":
        return
    for where, text, _samples in design.texts():
        if found := SELLING.search(text):
            why = _("“%(word)s” sounds like advertising: WhatsApp is likely to make it marketing, which costs more.")
            fix = _("Leave it out, or choose marketing.")
            yield warn(where, why % {"word": found[0]}, fix)


RULES = (
    has_a_name,
    name_is_spelt_right,
    name_is_short_enough,
    name_says_something,
    has_a_language,
    language_is_known,
    has_a_category,
    utility_does_not_sell,
)
