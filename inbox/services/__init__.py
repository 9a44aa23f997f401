"""What agents do in a conversation."""

from inbox.services.notes import add_note, mark_read
from inbox.services.outbox import cancel, may_retry, retry, settle_unknown
from inbox.services.refusals import (
    CannotSend,
    ClientIdTaken,
    EmptyText,
    MayNotRead,
    NothingToQuote,
    NotPossible,
    NumberUnavailable,
    TextTooLong,
    WindowClosed,
)
from inbox.services.replying import reply
from inbox.services.turns import assign, give_back, reopen, resolve

__all__ = [
    "CannotSend",
    "ClientIdTaken",
    "EmptyText",
    "MayNotRead",
    "NotPossible",
    "NothingToQuote",
    "NumberUnavailable",
    "TextTooLong",
    "WindowClosed",
    "add_note",
    "assign",
    "cancel",
    "give_back",
    "mark_read",
    "may_retry",
    "reopen",
    "reply",
    "resolve",
    "retry",
    "settle_unknown",
]
