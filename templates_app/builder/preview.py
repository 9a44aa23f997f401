"""How a template looks on a phone, with its examples filled in or its places left open."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from templates_app import languages
from templates_app.design import VARIABLE, Button, Design, Header, Samples
from templates_app.design.parts import MEDIA

OWN_WORDS = {"COPY_CODE": "Copy offer code", "OTP": "Copy code", "ORDER_DETAILS": "Review and pay"}  # WhatsApp's
CODE_TEXT = "*{{1}}* is your verification code."
CODE_WARNING = " For your security, do not share this code."


@dataclass(frozen=True)
class Face:
    """A bubble, or a card in it."""

    body: str
    header: str = ""
    file: str = ""  # what stands where a file, a place or a product will be
    footer: str = ""
    offer: str = ""
    buttons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview(Face):
    lang: str = ""
    direction: str = "ltr"
    cards: list[Face] = field(default_factory=list)


def preview(design: Design, *, filled: bool = True) -> Preview:
    body = design.body
    if design.is_code and not body:
        body = CODE_TEXT + (CODE_WARNING if design.warns_of_sharing else "")
    footer = design.footer
    if design.is_code and design.code_minutes and not footer:
        footer = f"This code expires in {design.code_minutes} minutes."
    return Preview(
        **_head(design.header, filled=filled),
        body=_fill(body, design.samples if filled else {}),
        footer=footer,
        offer=design.offer.text if design.offer else "",
        buttons=[_words(button) for button in design.buttons],
        lang=design.language.replace("_", "-"),
        direction=languages.direction(design.language),
        cards=[
            Face(
                **_head(card.header, filled=filled),
                body=_fill(card.body, card.samples if filled else {}),
                buttons=[_words(button) for button in card.buttons],
            )
            for card in design.cards
        ],
    )


def _head(header: Header, *, filled: bool) -> dict[str, str]:
    if header.kind == "TEXT":
        return {"header": _fill(header.text, header.samples if filled else {})}
    kinds = {"IMAGE": _("Picture"), "VIDEO": _("Video"), "DOCUMENT": _("Document"), "GIF": _("GIF")}
    kinds |= {"LOCATION": _("Place"), "PRODUCT": _("Product")}
    return {"file": kinds.get(header.kind, "") if header.kind in {*MEDIA, "LOCATION", "PRODUCT"} else ""}


def _words(button: Button) -> str:
    return button.text or OWN_WORDS.get(button.kind, "…")


def _fill(text: str, samples: Samples) -> str:
    return VARIABLE.sub(lambda place: samples.get(place[1]) or place[0], text)
