"""Why a file is no rate card, or a row of it no price, in words."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "too_large": _("This file is larger than a rate card."),
    "no_market": _("No row of this file names a column “Market”. Bring Meta's rate card as it is, as CSV."),
    "no_currency": _("This file has no column “Currency”."),
    "no_category": _("This file has no column for marketing, utility, authentication or service."),
    "no_tier_columns": _("A file of volume tiers needs the columns “Category”, “From” and “Rate”."),
    "nothing": _("Below the names of the columns this file is empty."),
    "currency": _("This is no currency."),
    "market": _("We do not know this market. Write a country in English, its code, or Meta's name of a region."),
    "no_price": _("There is no price in this row."),
    "no_price_in_it": _("A price is not a number. Write it with a dot, such as 0.0123."),
    "too_exact": _("A price has more than six digits after the dot."),
    "no_number": _("It does not say from which message on this price holds."),
    "no_tiers_for_it": _("Only utility and authentication have volume tiers."),
    "twice": _("The same market stands in this file twice, with different prices."),
}
