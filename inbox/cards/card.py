"""What a card is."""

from dataclasses import dataclass
from typing import Any

from inbox.cards.words import KINDS, word


@dataclass(frozen=True, kw_only=True)
class Card:
    """Shown above the words of a message, by the template part `inbox/_kind_<part>.html`."""

    icon: str
    title: str
    part: str = "plain"
    lines: tuple[str, ...] = ()
    data: Any = None  # what the part shows, in a form of its own
    says_text: bool = False  # the card says the message's text itself

    @property
    def template(self) -> str:
        return f"inbox/_kind_{self.part}.html"

    @classmethod
    def plain(cls, kind: str, *lines: str) -> "Card":
        return cls(icon=KINDS[kind].icon, title=word(kind), lines=tuple(line for line in lines if line))
