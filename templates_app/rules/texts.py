"""Header, text and footer."""

import re

from django.utils.translation import gettext as _

from templates_app.design import Design, variables
from templates_app.design.parts import HEADERS, MEDIA
from templates_app.rules.problem import Problem, Problems, warn

HEADER, BODY, BODY_OF_OFFER, BODY_OF_CARD, FOOTER = 60, 1024, 600, 160, 60
MARKS = re.compile(r"[*_~`](?=\S)[^*_~`\n]+[*_~`]")
LONG_SPACES = re.compile(r" {5,}|\t")
BLANK_LINES = re.compile(r"\n\s*\n\s*\n")
SHORTENERS = re.compile(r"\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|cutt\.ly|rb\.gy|wa\.me)/", re.IGNORECASE)


def too_long(where: str, text: str, limit: int) -> Problems:
    if len(text) > limit:
        why = _("This has %(found)d characters; it may have %(limit)d.") % {"found": len(text), "limit": limit}
        yield Problem(where, why, _("Shorten it."))


def has_a_text(design: Design) -> Problems:
    if not design.body.strip() and not design.is_code:
        yield Problem("body", _("A template needs a text."), _("Write what people will read."))


def text_is_short_enough(design: Design) -> Problems:
    yield from too_long("body", design.body, BODY_OF_OFFER if design.offer else BODY)
    for place, card in enumerate(design.cards):
        yield from too_long(f"cards.{place}.body", card.body, BODY_OF_CARD)


def header_is_of_a_kind(design: Design) -> Problems:
    if design.header.kind and design.header.kind not in HEADERS:
        yield Problem("header", _("There is no such kind of header."), _("Choose another one."))


def header_has_words(design: Design) -> Problems:
    if design.header.kind == "TEXT" and not design.header.text.strip():
        yield Problem("header", _("The header is empty."), _("Write a few words, or choose no header."))


def header_is_short_enough(design: Design) -> Problems:
    if design.header.kind == "TEXT":
        yield from too_long("header", design.header.text, HEADER)


def header_has_one_variable(design: Design) -> Problems:
    if design.header.kind == "TEXT" and len(variables(design.header.text)) > 1:
        yield Problem("header", _("A header may have one variable."), _("Move the others into the text."))


def header_is_plain(design: Design) -> Problems:
    """WhatsApp shows it in bold anyway."""
    if design.header.kind == "TEXT" and (MARKS.search(design.header.text) or "\n" in design.header.text):
        why = _("A header may have no formatting and no line breaks.")
        yield Problem("header", why, _("Take out the marks."), mend="marks")


def headers_have_samples(design: Design) -> Problems:
    for where, header in design.headers():
        if header.kind in MEDIA and not header.handle:
            yield Problem(f"{where}.file", _("WhatsApp wants to see an example of the file."), _("Add a sample file."))


def samples_are_still_at_hand(design: Design) -> Problems:
    """What is read from Meta names the file by an address, and it takes no addresses."""
    for where, header in design.headers():
        if header.kind in MEDIA and header.handle and not header.sample_is_left:
            why = _("WhatsApp does not give back the example of the file that it was shown.")
            yield Problem(f"{where}.file", why, _("Choose the sample file again."))


def gif_is_for_marketing(design: Design) -> Problems:
    if design.header.kind == "GIF" and design.category != "MARKETING":
        yield Problem("header", _("Only marketing may have a GIF as its header."), _("Choose another header."))


def footer_is_short_enough(design: Design) -> Problems:
    yield from too_long("footer", design.footer, FOOTER)


def footer_has_no_variable(design: Design) -> Problems:
    if "{{" in design.footer:
        yield Problem("footer", _("A footer may have no variables."), _("Move them into the text."))


def spaces_are_short(design: Design) -> Problems:
    for where, text, _samples in design.texts():
        if LONG_SPACES.search(text) or BLANK_LINES.search(text):
            why = _("Tabs, more than 4 spaces in a row and more than one empty line are often refused.")
            yield warn(where, why, _("Leave them out."), mend="spaces")


def links_are_whole(design: Design) -> Problems:
    """Whoever reads it sees where it leads."""
    for where, text, _samples in design.texts():
        if SHORTENERS.search(text):
            yield warn(where, _("Shortened links are often refused."), _("Write the whole address."))
    for where, button in design.all_buttons():
        if SHORTENERS.search(button.url):
            yield warn(f"{where}.url", _("Shortened links are often refused."), _("Write the whole address."))


RULES = (
    has_a_text,
    text_is_short_enough,
    header_is_of_a_kind,
    header_has_words,
    header_is_short_enough,
    header_has_one_variable,
    header_is_plain,
    headers_have_samples,
    samples_are_still_at_hand,
    gif_is_for_marketing,
    footer_is_short_enough,
    footer_has_no_variable,
    spaces_are_short,
    links_are_whole,
)
