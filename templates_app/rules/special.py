"""Cards, offers, calls, and how long Meta tries."""

from django.utils.translation import gettext as _

from templates_app.design import Card, Design
from templates_app.rules.problem import Problem, Problems
from templates_app.rules.texts import too_long

FEWEST_CARDS, MOST_CARDS, BUTTONS_OF_CARD, OFFER = 2, 10, 2, 16
CARD_HEADERS = {"IMAGE", "VIDEO", "PRODUCT"}
SECONDS = {"AUTHENTICATION": (30, 900), "UTILITY": (30, 43_200), "MARKETING": (43_200, 2_592_000)}
THIRTY_DAYS = -1  # Meta's way to say so, of what is no marketing


def cards_are_few_enough(design: Design) -> Problems:
    if design.cards and not FEWEST_CARDS <= len(design.cards) <= MOST_CARDS:
        told = {"found": len(design.cards), "least": FEWEST_CARDS, "most": MOST_CARDS}
        why = _("There are %(found)d cards; there may be %(least)d to %(most)d.") % told
        yield Problem("cards", why, _("Add some, or take some out."))


def cards_have_headers(design: Design) -> Problems:
    for place, card in enumerate(design.cards):
        where = f"cards.{place}.header"
        if card.header.kind not in CARD_HEADERS:
            yield Problem(where, _("Every card has a picture, a video or a product on top."), _("Choose one."))


def cards_have_buttons(design: Design) -> Problems:
    for place, card in enumerate(design.cards):
        if not 1 <= len(card.buttons) <= BUTTONS_OF_CARD:
            why = _("Every card has 1 or %(limit)d buttons.") % {"limit": BUTTONS_OF_CARD}
            yield Problem(f"cards.{place}.buttons", why, _("Add one, or take some out."))


def cards_are_alike(design: Design) -> Problems:
    for place, card in enumerate(design.cards):
        if _shape(card) != _shape(design.cards[0]):
            why = _("All cards have the same parts: header, text and buttons of the same kinds.")
            yield Problem(f"cards.{place}", why, _("Make it like the first card."))


def cards_stand_alone(design: Design) -> Problems:
    if design.cards and (design.header.kind or design.footer or design.buttons or design.offer):
        why = _("Besides its cards such a template has a text, and nothing else.")
        yield Problem("cards", why, _("Leave out the header, footer, buttons and offer."))


def offers_are_marketing(design: Design) -> Problems:
    if design.offer and design.category != "MARKETING":
        yield Problem("offer", _("An offer is marketing."), _("Choose the category “Marketing”."))


def offers_are_short_enough(design: Design) -> Problems:
    if design.offer is None:
        return
    if not design.offer.text.strip():
        yield Problem("offer", _("The offer has no words."), _("Say what ends, in a few letters."))
    yield from too_long("offer", design.offer.text, OFFER)


def offers_have_no_footer(design: Design) -> Problems:
    if design.offer and design.footer:
        yield Problem("footer", _("An offer that ends has no footer."), _("Leave it out."))


def offers_have_a_link(design: Design) -> Problems:
    kinds = {button.kind for button in design.buttons}
    if design.offer and not ("URL" in kinds and kinds <= {"URL", "COPY_CODE"}):
        why = _("An offer that ends has a button with a link, and perhaps a code to copy.")
        yield Problem("buttons", why, _("Add a link."))


def offers_have_a_picture(design: Design) -> Problems:
    if design.offer and design.header.kind not in {"", "IMAGE", "VIDEO"}:
        yield Problem("header", _("An offer has a picture or a video on top, or nothing."), _("Choose another header."))


def asking_to_call_stands_alone(design: Design) -> Problems:
    if design.asks_to_call and (design.buttons or design.cards or design.offer):
        why = _("A template that asks whether you may call has no buttons of its own.")
        yield Problem("asks_to_call", why, _("Leave out the buttons, cards and offer."))


def lifetime_is_possible(design: Design) -> Problems:
    seconds = design.seconds_to_live
    if seconds is None or design.category not in SECONDS:
        return
    least, most = SECONDS[design.category]
    is_open = seconds == THIRTY_DAYS and design.category != "MARKETING"
    if not is_open and not least <= seconds <= most:
        why = _("WhatsApp tries for %(least)d to %(most)d seconds in this category.") % {"least": least, "most": most}
        yield Problem("seconds_to_live", why, _("Choose a time between, or leave it empty."))


def _shape(card: Card) -> tuple[object, ...]:
    return card.header.kind, bool(card.body), tuple(button.kind for button in card.buttons)


RULES = (
    cards_are_few_enough,
    cards_have_headers,
    cards_have_buttons,
    cards_are_alike,
    cards_stand_alone,
    offers_are_marketing,
    offers_are_short_enough,
    offers_have_no_footer,
    offers_have_a_link,
    offers_have_a_picture,
    asking_to_call_stands_alone,
    lifetime_is_possible,
)
