"""What a template is made of. Nothing here knows whether it is any good: the rules do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Samples = dict[str, str]  # by the names of the variables
Json = dict[str, Any]

MEDIA = ("IMAGE", "VIDEO", "DOCUMENT", "GIF")
HEADERS = ("TEXT", *MEDIA, "LOCATION", "PRODUCT")
BUTTONS = (
    *("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW", "CATALOG", "MPM", "SPM", "VOICE_CALL"),
    *("OTP", "REQUEST_CONTACT_INFO", "ORDER_DETAILS"),
)
OTP_TYPES = ("COPY_CODE", "ONE_TAP", "ZERO_TAP")
CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")


@dataclass(frozen=True)
class Header:
    """Above the text: a few words, a file of which Meta sees a sample, a place, or a product."""

    kind: str = ""  # one of HEADERS; empty: none
    text: str = ""
    samples: Samples = field(default_factory=dict)
    handle: str = ""  # Meta's name of the sample file; of what it has approved it gives an address instead

    @property
    def sample_is_left(self) -> bool:
        """Meta can be asked again with this handle."""
        return bool(self.handle) and not self.handle.startswith("http")


@dataclass(frozen=True)
class App:
    """An Android app that may fill in a code by itself."""

    package: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Button:
    """Something to press."""

    kind: str = "QUICK_REPLY"
    text: str = ""
    url: str = ""
    phone: str = ""
    sample: str = ""  # of the variable in the address, or the code to copy
    flow_by: str = ""  # flow_id, flow_name or flow_json
    flow: str = ""
    flow_action: str = ""
    screen: str = ""
    otp: str = ""  # one of OTP_TYPES
    autofill_text: str = ""
    accepts_zero_tap: bool = False
    apps: tuple[App, ...] = ()
    more: Json = field(default_factory=dict)  # what Meta wrote and we do not know: kept


@dataclass(frozen=True)
class Card:
    """One of several that are swiped sideways."""

    header: Header = field(default_factory=Header)
    body: str = ""
    samples: Samples = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Offer:
    """An offer that ends, with the clock on it."""

    text: str = ""
    expires: bool = False


@dataclass(frozen=True)
class Design:
    """One language of one template."""

    name: str = ""
    language: str = ""
    category: str = ""  # one of CATEGORIES
    named: bool = False  # variables have names; otherwise they are counted
    header: Header = field(default_factory=Header)
    body: str = ""
    samples: Samples = field(default_factory=dict)
    footer: str = ""
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    offer: Offer | None = None
    warns_of_sharing: bool = False  # sign-in codes: "do not share this code"
    code_minutes: int | None = None  # sign-in codes: how long one lasts
    asks_to_call: bool = False
    seconds_to_live: int | None = None  # how long Meta tries to deliver it
    more: tuple[Json, ...] = ()  # components that we do not know: kept

    @property
    def is_code(self) -> bool:
        return self.category == "AUTHENTICATION"

    def all_buttons(self) -> Iterator[tuple[str, Button]]:
        """Each with the name of its place."""
        for place, button in enumerate(self.buttons):
            yield f"buttons.{place}", button
        for number, card in enumerate(self.cards):
            for place, button in enumerate(card.buttons):
                yield f"cards.{number}.buttons.{place}", button

    def headers(self) -> Iterator[tuple[str, Header]]:
        """Each with the name of its place."""
        yield "header", self.header
        for number, card in enumerate(self.cards):
            yield f"cards.{number}.header", card.header

    def texts(self) -> Iterator[tuple[str, str, Samples]]:
        """All that may hold variables and is no address: where, the text, the samples."""
        if self.header.kind == "TEXT":
            yield "header", self.header.text, self.header.samples
        yield "body", self.body, self.samples
        for number, card in enumerate(self.cards):
            yield f"cards.{number}.body", card.body, card.samples
