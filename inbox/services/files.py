"""Files that were brought here to be sent with a message."""

from collections.abc import Sequence
from typing import Any

from inbox import contents
from inbox.media import headers
from inbox.models import Media, Message
from inbox.services.refusals import NoSuchFile


def claim(message: Message, kind: str, content: Any, media: Sequence[str]) -> None:
    """These files are this message's from now on. Each is sent once; whoever wants it twice brings it twice."""
    inside = [str(held["id"]) for held in contents.files_inside(kind, content)]
    wanted = {str(each).lower() for each in (*media, *inside)}
    if not wanted:
        return
    if not all(contents.is_uuid(each) for each in wanted):
        raise NoSuchFile
    wanted -= _kept(message, inside)
    ours = Media.objects.filter(conversation=message.conversation_id, public_id__in=wanted, message=None)
    ours = ours.filter(author=message.author_id, state=Media.State.STORED)
    if media:
        ours = ours.filter(kind=kind)
    if ours.update(message=message) != len(wanted):
        raise NoSuchFile


SAME = ("kind", "mime", "filename", "size", "sha256", "path", "thumbnail_path", "width", "height", "seconds")


def _kept(message: Message, names: Sequence[str]) -> set[str]:
    """Those that are kept for everybody: each message shows them, and none takes them."""
    found = headers.named(message.number.account_id, names)
    Media.objects.bulk_create(
        Media(
            conversation_id=message.conversation_id,
            message=message,
            header=file,
            state=Media.State.STORED,
            author=message.author,
            **{name: getattr(file, name) for name in SAME},
        )
        for file in found.values()
    )
    return set(found)
