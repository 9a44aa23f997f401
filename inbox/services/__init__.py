"""What agents do in a conversation."""

from inbox.services.composing import compose
from inbox.services.notes import add_note, mark_read
from inbox.services.opening import address_of, conversation_with
from inbox.services.outbox import cancel, may_retry, retry, settle_unknown
from inbox.services.reacting import may_react, react
from inbox.services.receipts import typing
from inbox.services.refusals import (
    CannotReact,
    CannotSend,
    ClientIdTaken,
    EmptyText,
    MayNotRead,
    NoSuchFile,
    NothingToQuote,
    NotPossible,
    NumberUnavailable,
    TextTooLong,
    Unsayable,
    WindowClosed,
)
from inbox.services.saying import reply, say
from inbox.services.turns import assign, give_back, reopen, resolve

__all__ = [
    "CannotReact",
    "CannotSend",
    "ClientIdTaken",
    "EmptyText",
    "MayNotRead",
    "NoSuchFile",
    "NotPossible",
    "NothingToQuote",
    "NumberUnavailable",
    "TextTooLong",
    "Unsayable",
    "WindowClosed",
    "add_note",
    "address_of",
    "assign",
    "cancel",
    "compose",
    "conversation_with",
    "give_back",
    "mark_read",
    "may_react",
    "may_retry",
    "react",
    "reopen",
    "reply",
    "resolve",
    "retry",
    "say",
    "settle_unknown",
    "typing",
]
