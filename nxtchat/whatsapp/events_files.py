"""The files of a message, as a webhook tells of them: ids to fetch them by, not yet the files themselves."""

from datetime import datetime, timedelta

from nxtchat.whatsapp.events_reading import Json, mapping, words
from nxtchat.whatsapp.events_types import File
from nxtchat.whatsapp.media import digest

KINDS = frozenset({"image", "video", "audio", "document", "sticker"})
_LIFE = timedelta(days=7)  # so long an id out of a webhook leads to its file


def advert_address(message: Json) -> str:
    """Where the picture of the advertisement lies that somebody came from; of a film it is one moment."""
    referral = mapping(message.get("referral"))
    return words(referral.get("image_url")) or words(referral.get("thumbnail_url"))


def advert(message: Json, *, told_at: datetime) -> tuple[File, ...]:
    """Its address expires, so the picture is fetched like a file; nobody tells when, so as long as for those."""
    if not advert_address(message):
        return ()
    return (File("image", "", "", "", "", is_voice=False, until=told_at + _LIFE, is_of_advert=True),)


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
