"""What all cards need when they read what Meta wrote, or what we sent."""

from typing import Any, NamedTuple

from inbox.models import Message
from nxtchat.whatsapp.events_reading import mapping, mappings, words


class Fact(NamedTuple):
    """One line with a name: `Phone: +55 …`. The name may be empty."""

    name: str
    value: str


def part_of(message: Message) -> Any:
    """What stands under the message's own kind; both directions keep it there."""
    return mapping(message.payload).get(message.kind)


def web_address(value: Any) -> str:
    """An address that a person may follow, or nothing: people and apps can send any scheme."""
    address = words(value).strip()
    return address if address.lower().startswith(("https://", "http://")) else ""


__all__ = ["Fact", "mapping", "mappings", "part_of", "web_address", "words"]
