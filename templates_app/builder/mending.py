"""What mends a problem where that needs no thought: a press instead of a search."""

import re
from collections.abc import Callable
from dataclasses import replace

from templates_app.design import VARIABLE, Button, Card, Design, Header, Samples, variables
from templates_app.rules import naming, texts

Text = Callable[[str, Samples], tuple[str, Samples]]


def mend(what: str, design: Design) -> Design:
    """What it does not know changes nothing."""
    return MENDS[what](design) if what in MENDS else design


def _texts(design: Design, change: Text) -> Design:
    def card(one: Card) -> Card:
        text, samples = change(one.body, one.samples)
        return replace(one, body=text, samples=samples)

    text, samples = change(design.body, design.samples)
    head, head_samples = change(design.header.text, design.header.samples)
    header = replace(design.header, text=head, samples=head_samples)
    return replace(design, body=text, samples=samples, header=header, cards=tuple(map(card, design.cards)))


def _numbered(text: str, samples: Samples) -> tuple[str, Samples]:
    """From 1 on, in the order in which they are read; each keeps its sample."""
    numbers = {name: str(place) for place, name in enumerate(variables(text), start=1)}
    text = VARIABLE.sub(lambda found: f"{{{{{numbers[found[1]]}}}}}", text)
    return text, {numbers[name]: value for name, value in samples.items() if name in numbers}


def _close(text: str, samples: Samples) -> tuple[str, Samples]:
    text = texts.LONG_SPACES.sub(" ", text)
    return texts.BLANK_LINES.sub("\n\n", text), samples


def _plain(design: Design) -> Design:
    text = re.sub(r"[*_~`](?=\S)([^*_~`\n]+)[*_~`]", r"\1", design.header.text.replace("\n", " "))
    return replace(design, header=replace(design.header, text=text))


def _of_buttons(design: Design, change: Callable[[tuple[Button, ...]], tuple[Button, ...]]) -> Design:
    cards = tuple(replace(card, buttons=change(card.buttons)) for card in design.cards)
    return replace(design, buttons=change(design.buttons), cards=cards)


def _together(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Whichever sort comes first stays first."""
    return tuple(sorted(buttons, key=lambda each: (each.kind == "QUICK_REPLY") != (buttons[0].kind == "QUICK_REPLY")))


def _whole(button: Button) -> Button:
    is_half = button.kind == "URL" and button.url and "://" not in button.url
    return replace(button, url=f"https://{button.url}") if is_half else button


def _as_code(design: Design) -> Design:
    codes = tuple(button for button in design.buttons if button.kind == "OTP")[:1]
    buttons = codes or (Button("OTP", otp="COPY_CODE"),)
    return replace(design, header=Header(), cards=(), offer=None, asks_to_call=False, buttons=buttons)


MENDS: dict[str, Callable[[Design], Design]] = {
    "name": lambda design: replace(design, name=naming.spelt(design.name)),
    "numbers": lambda design: _texts(design, _numbered),
    "spaces": lambda design: _texts(design, _close),
    "marks": _plain,
    "addresses": lambda design: _of_buttons(design, lambda buttons: tuple(map(_whole, buttons))),
    "order": lambda design: _of_buttons(design, _together),
    "code": _as_code,
}
