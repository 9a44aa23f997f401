"""The oddities of WhatsApp ids: one phone, several spellings, and ids that are not phones at all."""

import re

# A business-scoped user id: a country and a dot (`US.1349…`), or in Meta's older examples the word `user`.
_BSUID = re.compile(r"(?:[A-Z]{2}|user)\.\S")


def looks_like_bsuid(value: str) -> bool:
    return "." in value and _BSUID.match(value) is not None


def spellings(wa_id: str) -> tuple[str, ...]:
    """Other ways in which WhatsApp may write the same phone. Good for looking up, never for sending or storing.

    Brazil's mobiles gained a ninth digit that older accounts lack (landlines, 2 to 5, never did); Mexico and
    Argentina have a mobile prefix, 1 and 9, that comes and goes.
    """
    country, size = wa_id[:2], len(wa_id)
    if country == "55":
        if size == 13 and wa_id[4] == "9" and wa_id[5] in "6789":
            return (wa_id[:4] + wa_id[5:],)
        if size == 12 and wa_id[4] in "6789":
            return (f"{wa_id[:4]}9{wa_id[4:]}",)
    elif country == "52":
        if size == 13 and wa_id[2] == "1":
            return (f"52{wa_id[3:]}",)
        if size == 12:
            return (f"521{wa_id[2:]}",)
    elif country == "54":
        if size == 13 and wa_id[2] == "9":
            return (f"54{wa_id[3:]}",)
        if size == 12:
            return (f"549{wa_id[2:]}",)
    return ()
