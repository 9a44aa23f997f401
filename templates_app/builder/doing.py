"""What the buttons of the form do to a design: add, remove, move up, mend. `do` is like "remove:cards.1.buttons.0"."""

import re
from dataclasses import replace

from templates_app.builder.mending import mend
from templates_app.design import Button, Card, Design, Header

PLACE = re.compile(r"(add|remove|up):(?:cards\.(\d{1,2})\.)?(cards|buttons)(?:\.(\d{1,2}))?")
CARD = re.compile(r"(add|remove|up):cards(?:\.(\d{1,2}))?")


def apply(do: str, design: Design) -> Design:
    """What it does not know changes nothing."""
    if do.startswith("mend:"):
        return mend(do.removeprefix("mend:"), design)
    if found := CARD.fullmatch(do):
        new = replace(design.cards[-1]) if design.cards else Card(Header("IMAGE"), buttons=(Button(),))
        return replace(design, cards=_changed(design.cards, found[1], found[2], new))
    found = PLACE.fullmatch(do)
    if not found or found[3] != "buttons":
        return design
    if found[2] is None:
        new_button = Button("OTP", otp="COPY_CODE") if design.is_code else Button()
        return replace(design, buttons=_changed(design.buttons, found[1], found[4], new_button))
    cards = list(design.cards)
    if int(found[2]) < len(cards):
        card = cards[int(found[2])]
        cards[int(found[2])] = replace(card, buttons=_changed(card.buttons, found[1], found[4], Button()))
    return replace(design, cards=tuple(cards))


def _changed[T](those: tuple[T, ...], verb: str, at: str | None, new: T) -> tuple[T, ...]:
    listed = list(those)
    place = int(at) if at else -1
    if verb == "add" and at is None:
        listed.append(new)
    elif verb == "remove" and 0 <= place < len(listed):
        del listed[place]
    elif verb == "up" and 0 < place < len(listed):
        listed.insert(place - 1, listed.pop(place))
    return tuple(listed)
