"""The picture of the advertisement that a customer came from. Its address stands in their message, and expires."""

import contextlib
from typing import Any

from inbox.media import keys, pictures
from inbox.media.storing import Draft
from inbox.media.taking_in import Looks, take_in
from inbox.models import Media
from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.events_files import advert_address
from nxtchat.whatsapp.events_reading import mapping

LARGEST = 8 * 1024 * 1024


class NoPicture(Exception):
    """There is something else at its address."""


def brought(media: Media, graph: Graph) -> dict[str, Any]:
    """What the row says of it from now on. Raises as the Graph does, or NoPicture."""

    def check(draft: Draft, looks: Looks) -> None:
        if looks.mime not in pictures.FORMATS or not looks.picture.small:
            raise NoPicture

    address = advert_address(mapping(media.message.payload if media.message else None))
    key = keys.of_contact(media.conversation.contact_id)
    with contextlib.closing(graph.download_public(address)) as pieces:
        return take_in(pieces, key=key, at_most=LARGEST, check=check) | {"key": key}
