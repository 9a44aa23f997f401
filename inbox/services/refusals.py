"""Why a service did not do what it was asked to."""

from datetime import datetime
from typing import Any

from inbox import gate
from inbox.models import Conversation
from nxtchat.whatsapp.limits import Fault


class CannotSend(Exception):
    """WhatsApp's rules or the person's wishes stand against it; `code` for programs, `reason` for people."""

    def __init__(self, refusal: gate.Refusal) -> None:
        super().__init__(refusal.code)
        self.code = refusal.code
        self.reason = refusal.reason


class WindowClosed(CannotSend):
    """The customer last wrote more than 24 hours ago."""

    def __init__(self, refusal: gate.Refusal) -> None:
        super().__init__(refusal)
        self.closed_at: datetime | None = refusal.closed_at


class NumberUnavailable(CannotSend):
    """Our number cannot send until an admin mends it."""


class Unsayable(Exception):
    """WhatsApp would refuse it as it is; the first of `faults` is said to people, programs are told all."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(f"{fault.where}: {fault.code}" for fault in faults))
        self.faults = faults


class NoSuchFile(Exception):
    """The file is not here, is another conversation's, was sent already, or does not fit the kind of message."""


class EmptyText(Exception):
    """There is nothing to say."""


class TextTooLong(Exception):
    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} characters")
        self.limit = limit


class ClientIdTaken(Exception):
    """The id names something else already."""


class NothingToQuote(Exception):
    """The message to answer is not in this conversation."""


class CannotReact(Exception):
    """WhatsApp takes no reaction to this message: it is too old, is one itself, or has not arrived there."""


class NotPossible(Exception):
    """The message has moved on, or trying again cannot help."""


class MayNotRead(Exception):
    """That agent may not see this conversation."""


def check_gate(conversation: Conversation, *, kind: str = "text", content: Any = None) -> gate.Facts:
    """Raise the gate's refusal, if it has one. Returns what was looked up for it."""
    known = gate.facts(conversation, kind=kind, content=content)
    if refusal := gate.why_not(conversation, kind=kind, known=known):
        raise _KINDS.get(refusal.code, CannotSend)(refusal)
    return known


_KINDS: dict[str, type[CannotSend]] = {
    gate.WINDOW_CLOSED: WindowClosed,
    gate.NUMBER_UNAVAILABLE: NumberUnavailable,
}
