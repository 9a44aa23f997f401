"""Files that were brought here to be sent with a message."""

from collections.abc import Sequence
from typing import Any

from inbox import contents
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
    ours = Media.objects.filter(conversation=message.conversation_id, public_id__in=wanted, message=None)
    ours = ours.filter(author=message.author_id, state=Media.State.STORED)
    if media:
        ours = ours.filter(kind=kind)
    if ours.update(message=message) != len(wanted):
        raise NoSuchFile
