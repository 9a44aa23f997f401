"""Files in, files out. Nothing lies open in the storage, and nobody sees what is not theirs to see."""

from inbox.media.playable import NotPlayable, make_playable
from inbox.media.sending import bring, is_gone
from inbox.media.uploading import discard, upload, why_no_file
from nxtchat.uploads import Nameless
from nxtchat.whatsapp.media_rules import FileRefused

__all__ = [
    "FileRefused",
    "Nameless",
    "NotPlayable",
    "bring",
    "discard",
    "is_gone",
    "make_playable",
    "upload",
    "why_no_file",
]
