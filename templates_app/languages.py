"""The languages in which Meta takes templates, by their own names."""

import re

from django.conf.locale import LANG_INFO

CODES = (
    *("af", "sq", "ar", "az", "bn", "bg", "ca", "zh_CN", "zh_HK", "zh_TW", "hr", "cs", "da", "nl", "en"),
    *("en_GB", "en_US", "et", "fil", "fi", "fr", "ka", "de", "el", "gu", "ha", "he", "hi", "hu", "id"),
    *("ga", "it", "ja", "kn", "kk", "rw_RW", "ko", "ky_KG", "lo", "lv", "lt", "mk", "ms", "ml", "mr"),
    *("nb", "fa", "pl", "pt_BR", "pt_PT", "pa", "ro", "ru", "sr", "sk", "sl", "es", "es_AR", "es_ES", "es_MX"),
    *("sw", "sv", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zu"),
)
SHAPE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")  # Meta adds languages; what looks like one may be one
SPOKEN = {"zh_cn": "zh-hans", "zh_hk": "zh-hant", "zh_tw": "zh-hant"}
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}


def spoken(code: str) -> str:
    """The same for Django, which writes dates and numbers in it."""
    return SPOKEN.get(code.lower(), code.lower().replace("_", "-"))


def named(code: str) -> str:
    """pt_BR: Português Brasileiro. What Django has no name for is shown by its code."""
    known = LANG_INFO.get(spoken(code)) or LANG_INFO.get(code.lower().partition("_")[0])
    name = str(known.get("name_local", "")) if known else ""
    return f"{name[:1].upper()}{name[1:]} ({code})" if name else code


def choices() -> list[tuple[str, str]]:
    return sorted(((code, named(code)) for code in CODES), key=lambda choice: choice[1].casefold())


def direction(code: str) -> str:
    return "rtl" if code.partition("_")[0] in RIGHT_TO_LEFT else "ltr"
