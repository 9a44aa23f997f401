"""Does a message say, as a whole, that somebody wants no more? Asked of every text that comes in, so it is cheap."""

import re
import unicodedata

from contacts.consent.words import Wish, rows

_BETWEEN = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Without what makes no difference: case, accents, signs, emoji, marks of direction, how digits are written."""
    if text.isascii():
        return _BETWEEN.sub(" ", text.lower()).strip()
    letters = []
    for sign in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(sign)
        if kind == "Lm":  # as the line that only makes an Arabic word longer
            continue
        if kind[0] == "L":
            letters.append(sign)
        elif kind == "Nd":
            letters.append(str(unicodedata.decimal(sign)))
        elif kind[0] not in "MC":
            letters.append(" ")
    return " ".join("".join(letters).replace("\u0131", "i").split())


WISHES: dict[str, Wish] = {}
for _word, _source, _wish in rows():
    WISHES.setdefault(plain(_word), _wish)
LONGEST = 2 * max(map(len, WISHES))  # with signs around it


def wish(text: str) -> Wish | None:
    """What the message asks for; None for nearly all."""
    return WISHES.get(plain(text)) if 0 < len(text) <= LONGEST else None
