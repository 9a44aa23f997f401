"""The files that a message names: are they there, and are they what the message says they are?"""

from collections.abc import Iterator
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Message
from nxtchat.whatsapp.pretend.server.world import World

FAMILIES = {
    "image": ("image/jpeg", "image/png"),
    "video": ("video/",),
    "audio": ("audio/",),
    "sticker": ("image/webp",),
}


def check(body: dict[str, Any], *, world: World) -> None:
    """Every id must be one that we gave."""
    for _kind, media_id in named(body.get(body.get("type", "text")), body.get("type", "text")):
        if not world.has_media(media_id):
            raise Refusal(100, f"{media_id} is not a valid whatsapp business account media attachment ID")


def trouble(message: Message, *, world: World) -> Refusal | None:
    """What is wrong with a file is noticed only after the message was accepted."""
    for kind, media_id in named(message.body.get(message.type), message.type):
        media = world.media.get(media_id)
        if media and media.is_wrong:
            return Refusal(131053, f"The file is not of the type {media.mime_type}.")
        if media and kind in FAMILIES and not media.mime_type.startswith(FAMILIES[kind]):
            return Refusal(131053, f"Media of type {media.mime_type} cannot be sent as {kind}.")
    return None


def named(content: Any, kind: str) -> Iterator[tuple[str, str]]:
    """(kind, id) of each file, wherever in the message it stands."""
    if isinstance(content, dict):
        if kind in {*FAMILIES, "document"} and content.get("id"):
            yield kind, str(content["id"])
        for key, held in content.items():
            yield from named(held, key)
    elif isinstance(content, list):
        for held in content:
            yield from named(held, "")
