"""How many buttons of which kind there may be, and in which order."""

from collections import Counter
from itertools import groupby

from django.utils.translation import gettext as _

from templates_app.design import Button, Design
from templates_app.rules.problem import Problem, Problems, warn

MOST = 10
MOST_OF = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "FLOW": 1, "CATALOG": 1, "MPM": 1, "SPM": 1, "OTP": 1}
MOST_OF |= {"VOICE_CALL": 1, "REQUEST_CONTACT_INFO": 1, "ORDER_DETAILS": 1}
ALONE = {"CATALOG", "MPM", "OTP", "ORDER_DETAILS"}
ON_DESKTOP = 3


def there_are_few_enough(design: Design) -> Problems:
    if len(design.buttons) > MOST:
        why = _("There are %(found)d buttons; there may be %(limit)d.") % {"found": len(design.buttons), "limit": MOST}
        yield Problem("buttons", why, _("Take some out."))


def kinds_are_few_enough(design: Design) -> Problems:
    for where, buttons in _groups(design):
        for kind, count in Counter(button.kind for button in buttons).items():
            if count > MOST_OF.get(kind, MOST):
                told = {"found": count, "limit": MOST_OF[kind]}
                why = _("There are %(found)d buttons of this kind; there may be %(limit)d.") % told
                yield Problem(where, why, _("Take some out."))


def quick_replies_stay_together(design: Design) -> Problems:
    for where, buttons in _groups(design):
        runs = [is_quick for is_quick, _run in groupby(button.kind == "QUICK_REPLY" for button in buttons)]
        if len(runs) > 2:
            why = _("Quick replies stay together, before or behind all other buttons.")
            yield Problem(where, why, _("Change the order."), mend="order")


def some_stand_alone(design: Design) -> Problems:
    for where, buttons in _groups(design):
        if len(buttons) > 1 and any(button.kind in ALONE for button in buttons):
            yield Problem(where, _("One of these buttons must be the only one."), _("Take out the others."))


def buttons_differ(design: Design) -> Problems:
    for where, buttons in _groups(design):
        texts = [button.text for button in buttons if button.text]
        if len(set(texts)) < len(texts):
            yield Problem(where, _("Two buttons have the same words."), _("Let them differ."))


def desktops_show_them(design: Design) -> Problems:
    kinds = {button.kind == "QUICK_REPLY" for button in design.buttons}
    if len(design.buttons) > ON_DESKTOP or len(kinds) > 1:
        why = _("WhatsApp on a computer shows no message with more than 3 buttons, or with quick replies among others.")
        yield warn("buttons", why, _("Have at most 3 buttons of one sort if that matters."))


def _groups(design: Design) -> list[tuple[str, tuple[Button, ...]]]:
    cards = [(f"cards.{place}.buttons", card.buttons) for place, card in enumerate(design.cards)]
    return [("buttons", design.buttons), *cards]


RULES = (
    there_are_few_enough,
    kinds_are_few_enough,
    quick_replies_stay_together,
    some_stand_alone,
    buttons_differ,
    desktops_show_them,
)
