"""Which row of Meta's rate card a number's country is in.

Meta bills by the country of the number. A country has a row of its own, or is in the row of its region, or in "Other".
Which countries have their own changes twice a year, so the card is asked first and the region only then.
"""

from collections.abc import Collection

from campaigns.rates.countries import NAMES, REGIONS

OTHER = "Other"
UNKNOWN = ""  # the country of somebody whose number nobody knows
_COUNTRY_OF = {name.casefold(): code for code, names in NAMES.items() for name in (code, *names)}
_REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes}
_REGIONS = {region.casefold(): region for region in (*REGIONS, OTHER)}


def tidy(market: str) -> str | None:
    """The market as it is kept: a country's code, or the name of a region. None: nobody knows it."""
    words = " ".join(market.replace("\0", "").replace("\u2019", "'").split()).casefold()
    return _COUNTRY_OF.get(words) or _REGIONS.get(words.replace(" and ", " & "))


def of(country: str, *, among: Collection[str]) -> str | None:
    """The market, of those in a table, that a country belongs to. None: the table says nothing about it."""
    if not country or country not in NAMES:
        return None
    for market in (country, _REGION_OF.get(country, OTHER), OTHER):
        if market in among:
            return market
    return None


def name(market: str) -> str:
    """As the card writes it."""
    return NAMES[market][0] if market in NAMES else market
