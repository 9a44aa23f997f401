"""Files in, files out. Nothing lies open in the storage, and nobody sees what is not theirs to see."""

from inbox.media.sending import bring, is_gone
from inbox.media.uploading import discard, upload, why_no_file
from nxtchat.uploads import Nameless
from nxtchat.whatsapp.media_rules import FileRefused

__all__ = ["FileRefused", "Nameless", "bring", "discard", "is_gone", "upload", "why_no_file"]
