"""One phone, several spellings: for finding it, and seeing that two are one. Never for what is sent or stored."""

import unicodedata

import phonenumbers

from nxtchat.whatsapp.phones import spellings

# What Mexicans used to dial before a number, which the library no longer knows.
_MEXICAN_PREFIXES = {"044": 13, "045": 13, "01": 12}


def digits(text: str) -> str:
    """The digits of a text, of whatever script: as a number stands on file."""
    return "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdecimal())


def international(text: str, *, country: str = "") -> str:
    """The digits of a number as somebody wrote it, with the code of its country; empty where it is no number.

    `country` (such as "BR") is where it was written: what does not begin with + or 00 is dialled from there.
    """
    found, text = digits(text), text.strip()
    if found.startswith("00"):
        found = found.lstrip("0")
    elif not text.startswith(("+", "\uff0b")) and country:
        found = _from(found, country.upper())
    return found if 7 <= len(found) <= 15 else ""


def search_keys(number: str) -> tuple[str, ...]:
    """The number itself, then every other way in which the same phone may be on file."""
    found = _without_15(number)
    return tuple(dict.fromkeys((number, found, *spellings(found), *_with_15(found))))


def canonical(number: str) -> str:
    """The same for all spellings of one phone, and for no other phone."""
    found = _without_15(number)
    return min((found, *spellings(found)), key=len)


def region(number: str) -> str:
    """The country of a number, such as "BR"; empty where there is none."""
    try:
        parsed = phonenumbers.parse(f"+{number}")
    except phonenumbers.NumberParseException:
        return ""
    found = phonenumbers.region_code_for_number(parsed)
    found = found or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return found if found and found.isalpha() and found != "ZZ" else ""


def _from(number: str, country: str) -> str:
    if country == "MX":
        for prefix, size in _MEXICAN_PREFIXES.items():
            if number.startswith(prefix) and len(number) == size:
                number = number.removeprefix(prefix)
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    return f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"


def _without_15(number: str) -> str:
    """Argentina's mobiles, at home: area, 15, number. Abroad: 9, area, number."""
    if number.startswith("54") and len(number) == 14:
        parsed = phonenumbers.parse(f"+{number}")
        abroad = f"54{parsed.national_number}"
        if len(abroad) == 13 and abroad.startswith("549"):
            return abroad
    return number


def _with_15(number: str) -> tuple[str, ...]:
    abroad = next((one for one in (number, *spellings(number)) if one.startswith("549") and len(one) == 13), "")
    if not abroad:
        return ()
    at_home = digits(
        phonenumbers.format_number(phonenumbers.parse(f"+{abroad}"), phonenumbers.PhoneNumberFormat.NATIONAL)
    )
    spelt = f"54{at_home.removeprefix('0')}"
    return (spelt,) if _without_15(spelt) == abroad else ()
