"""A file comes in, from a customer or from one of us: closed at once, looked at, laid into the storage."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from inbox.media import keys, measures, pictures, storing
from inbox.media.storing import Draft
from nxtchat import sniffing


@dataclass(frozen=True)
class Looks:
    """What the content of a file shows."""

    mime: str
    picture: pictures.Picture
    seconds: float | None


Check = Callable[[Draft, Looks], None]


def take_in(
    pieces: Iterable[bytes], *, key: keys.Key, at_most: int, check: Check, filename: str = ""
) -> dict[str, Any]:
    """Returns what the row of the file says from now on. `check` raises what speaks against keeping it."""
    secret = keys.open_key(key)
    with storing.drafted(pieces, key=secret, at_most=at_most) as draft:
        looks = look_at(draft, filename=filename)
        check(draft, looks)
        path = storing.put(draft)
    try:
        thumbnail_path = _put_small(looks.picture.small, secret)
    except storing.NoRoom:
        storing.remove([path])
        raise
    return {
        "path": path,
        "thumbnail_path": thumbnail_path,
        "mime": looks.mime,
        "size": draft.size,
        "sha256": draft.sha256,
        "width": looks.picture.width or None,
        "height": looks.picture.height or None,
        "seconds": looks.seconds,
    }


def look_at(draft: Draft, *, filename: str = "") -> Looks:
    with draft.opened() as file:
        mime = sniffing.mime_of(cast(BinaryIO, file), filename=filename)
        return Looks(mime, pictures.look_at(file, mime=mime), measures.seconds(file, mime=mime))


def _put_small(small: bytes, secret: bytes) -> str:
    if not small:
        return ""
    with storing.drafted([small], key=secret, at_most=len(small)) as draft:
        return storing.put(draft)
