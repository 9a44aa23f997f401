"""The conversation: what was said, by whom, and what became of it."""

from inbox.models.blocking import Block
from inbox.models.confirming import Confirmation
from inbox.models.conversation import Conversation, Note, NumberAccess, Poured, ReadMark, Turn
from inbox.models.headers import HeaderFile, HeaderUpload
from inbox.models.media import Media
from inbox.models.message import REPORTED_ORDER, Direction, Message, Origin, Status
from inbox.models.outbox import Attempt, StatusFact

__all__ = [
    "REPORTED_ORDER",
    "Attempt",
    "Block",
    "Confirmation",
    "Conversation",
    "Direction",
    "HeaderFile",
    "HeaderUpload",
    "Media",
    "Message",
    "Note",
    "NumberAccess",
    "Origin",
    "Poured",
    "ReadMark",
    "Status",
    "StatusFact",
    "Turn",
]
