"""The files of a message, as a webhook tells of them: ids to fetch them by, not yet the files themselves."""

from datetime import datetime, timedelta

from nxtchat.whatsapp.events_reading import Json, mapping, words
from nxtchat.whatsapp.events_types import File
from nxtchat.whatsapp.media import digest

KINDS = frozenset({"image", "video", "audio", "document", "sticker"})
_LIFE = timedelta(days=7)  # so long an id out of a webhook leads to its file


def files(message: Json, *, kind: str, told_at: datetime) -> tuple[File, ...]:
    """The file of a message, if it has one."""
    if kind not in KINDS:
        return ()
    part = mapping(message.get(kind))
    meta_id = words(part.get("id"))
    if not meta_id:
        return ()
    return (
        File(
            kind=kind,
            meta_id=meta_id[:80],
            mime=words(part.get("mime_type"))[:120],
            sha256=digest(part.get("sha256")),
            filename=words(part.get("filename"))[:240],
            is_voice=part.get("voice") is True,
            until=told_at + _LIFE,
        ),
    )
