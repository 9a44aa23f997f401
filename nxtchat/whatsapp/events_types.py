"""What Meta told us, in our words.

What comes by the thousand is a NamedTuple: making a frozen dataclass takes three times as long.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from nxtchat.whatsapp.events_news_types import News

AGENT, SOMEBODY = "ai_agent", "other"  # roles of apps: Meta's own agent; one of which Meta says no more


class Party(NamedTuple):
    """The customer, by as many ids as Meta gave. Any of them may be empty."""

    wa_id: str = ""
    bsuid: str = ""
    parent_bsuid: str = ""
    username: str = ""
    name: str = ""  # as they call themselves

    @property
    def is_nobody(self) -> bool:
        return not (self.wa_id or self.bsuid)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message, to be fetched by its id; the picture of an advertisement by its address, which it keeps."""

    kind: str  # image, video, audio, document, sticker
    meta_id: str
    mime: str
    sha256: str  # of its bytes, in hex
    filename: str
    is_voice: bool
    until: datetime  # how long the id leads to it
    is_of_advert: bool = False


class InboundMessage(NamedTuple):
    """A customer said something."""

    waba_id: str
    phone_number_id: str
    sender: Party
    wamid: str
    at: datetime
    kind: str
    text: str  # what of it can be read as text: the words, a caption, the button's title
    payload: dict[str, Any] | None  # all of it, where there is more than text
    reply_to: str  # the wamid of what it answers, or reacts to, edits or takes back
    is_ours: bool = False  # said by the business, in the phone app or before it was connected: `sender` heard it
    origin: str = ""  # phone, history, standby: how it came to us, where that was not as usual
    status: str = ""  # what became of it, in Meta's word, where the history says so
    group_id: str = ""  # said in a group
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in Meta's words; errors.py knows what to do about the code."""

    code: int | None
    title: str
    details: str


class StatusReport(NamedTuple):
    """What became of a message of ours."""

    waba_id: str
    phone_number_id: str
    recipient: Party
    wamid: str
    status: str  # Meta's word; new ones appear without notice
    at: datetime
    participant: str  # in groups: whose report it is
    callback_data: str  # what we sent along
    fault: Fault | None
    errors: list[dict[str, Any]] | None
    pricing: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """The same person, under new ids."""

    waba_id: str
    phone_number_id: str
    before: Party
    after: Party
    at: datetime
    wamid: str  # of the message that said so; empty where Meta told it by itself


@dataclass(frozen=True, slots=True)
class PhonebookEntry:
    """The phone with the Business app has a name for somebody, or with an empty one none any more."""

    waba_id: str
    phone_number_id: str
    whom: Party
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Preference:
    """Somebody said to WhatsApp what they want to be sent, and what not."""

    waba_id: str
    phone_number_id: str
    customer: Party
    category: str  # marketing_messages
    choice: str  # stop, resume, and what Meta comes up with next
    wording: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """A conversation went from one app to another. Apps have ids and roles; Meta names some of them."""

    waba_id: str
    phone_number_id: str
    customer: Party
    at: datetime
    is_taken: bool  # else it was passed on
    new_app: str
    new_role: str
    old_app: str
    old_role: str

    def holder(self, our_app: str) -> str:
        """The role of the app that answers now; empty when we do."""
        if self.new_app:
            return "" if self.new_app == our_app else (self.new_role or SOMEBODY)
        if self.new_role == AGENT or self.old_app == our_app:
            return self.new_role or SOMEBODY
        # Who loses a conversation is told that it was taken, who gets one that it was passed on.
        is_ours = not self.is_taken or bool(self.new_role) or self.old_role in (AGENT, "meta_business_agent")
        return "" if is_ours else SOMEBODY


@dataclass(frozen=True, slots=True)
class Summary:
    """What another app tells about a conversation that it hands over."""

    waba_id: str
    phone_number_id: str
    customer: Party
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class AccountProblem:
    """Meta reports trouble with the app, the account or the number itself."""

    waba_id: str
    phone_number_id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Change:
    """Anything else, kept as it came."""

    waba_id: str
    field: str
    at: datetime
    value: Any


Update = (
    InboundMessage
    | StatusReport
    | IdentityChange
    | PhonebookEntry
    | Preference
    | Handover
    | Summary
    | AccountProblem
    | News
    | Change
)
