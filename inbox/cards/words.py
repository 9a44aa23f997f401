"""The kinds of messages, and what to call them."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Kind(NamedTuple):
    icon: str
    word: Promise


KINDS = {
    kind: Kind(icon, word)
    for kind, icon, word in (
        ("image", "photo", gettext_lazy("Photo")),
        ("video", "video", gettext_lazy("Video")),
        ("audio", "audio", gettext_lazy("Audio")),
        ("voice", "audio", gettext_lazy("Voice message")),  # Meta's `audio` with `voice`
        ("document", "file", gettext_lazy("Document")),
        ("sticker", "smile", gettext_lazy("Sticker")),
        ("location", "pin", gettext_lazy("Location")),
        ("contacts", "contacts", gettext_lazy("Contact card")),
        ("interactive", "check", gettext_lazy("Choice")),
        ("button", "check", gettext_lazy("Pressed a button")),
        ("order", "cart", gettext_lazy("Order")),
        ("reaction", "smile", gettext_lazy("Reaction")),
        ("system", "info", gettext_lazy("Message from WhatsApp")),
        ("template", "templates", gettext_lazy("Template")),
        ("edit", "note", gettext_lazy("Edited")),
        ("revoke", "close", gettext_lazy("Deleted message")),
        ("request_welcome", "phone", gettext_lazy("Opened the chat for the first time")),
        ("call", "phone", gettext_lazy("Called you")),
        ("media_placeholder", "file", gettext_lazy("A file from before the number was connected")),
        ("ephemeral", "clock", gettext_lazy("A disappearing message")),
    )
}


def word(kind: str) -> str:
    """What to call a kind; plain text needs no word."""
    if kind == "text":
        return ""
    return str(KINDS[kind].word) if kind in KINDS else _("Something that cannot be shown here")
