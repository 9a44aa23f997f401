"""What we say back to somebody who wrote STOP, or START again: in the words of the number, or else in ours."""

from collections.abc import Collection

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_supported_language_variant, gettext_lazy
from django.utils.translation import gettext as _

from contacts.consent.words import EVERYTHING, Wish
from inbox.models import Confirmation

LONGEST = 1000  # characters
STOP, STOP_OFFERS, START = "stop", "stop_offers", "start"
OCCASIONS = {
    STOP: gettext_lazy("When they want no more messages"),
    STOP_OFFERS: gettext_lazy("When they want no more offers"),
    START: gettext_lazy("When they want to hear from you again"),
}


def of_numbers(numbers: Collection[int]) -> dict[int, Confirmation]:
    return {one.number_id: one for one in Confirmation.objects.filter(number__in=numbers)}


def words(wish: Wish, *, language: str, chosen: Confirmation | None) -> str:
    """Nothing, where the number confirms nothing."""
    if chosen and not chosen.is_on:
        return ""
    occasion = START if wish.is_given else STOP if wish.purposes == EVERYTHING else STOP_OFFERS
    own = chosen.words if chosen else {}
    given = (own[each][occasion] for each in _likely(language) if occasion in own.get(each, {}))
    return next(given, None) or usual(occasion, language=language)


def usual(occasion: str, *, language: str) -> str:
    with translation.override(_known(language)):
        if occasion == START:
            return _("You will hear from us again. To get no more messages, write STOP.")
        if occasion == STOP_OFFERS:
            return _("You will get no more offers from us.")
        return _("You will get no more messages from us, unless you write to us. To get them again, write START.")


def _likely(language: str) -> list[str]:
    """As the words may be kept: for pt_PT those for pt-pt, else pt, else the Portuguese that we have."""
    exact = language.lower().replace("_", "-")
    return [exact, exact.partition("-")[0], _known(language)]


def _known(language: str) -> str:
    try:
        return get_supported_language_variant(language)
    except LookupError:
        return settings.LANGUAGE_CODE
