"""Leaving one of our files at WhatsApp, which keeps it for thirty days."""

from datetime import timedelta
from typing import BinaryIO, cast

from inbox.media import storing
from inbox.media.keys import KeyGone
from inbox.models import HeaderFile, Media
from nxtchat.sealing import Damaged
from nxtchat.whatsapp.client import Graph, GraphRefused, GraphUnavailable
from nxtchat.whatsapp.models import Number

LIVES = timedelta(days=30)
EARLY = timedelta(days=1)  # an id that dies soon may be dead before the message is out
CANNOT = 131053  # Meta's code for a file that it could not take


def leave(media: Media | HeaderFile, *, number: Number, graph: Graph) -> str:
    """Its id there. Raises as the Graph does."""
    try:
        with storing.open_file(media) as file:
            return graph.upload(
                number=number,
                file=cast(BinaryIO, file),
                size=file.size,
                mime=media.mime,
                filename=media.filename,
            )
    except (KeyGone, Damaged, FileNotFoundError) as error:
        raise GraphRefused(code=CANNOT, title="the file is not here any more") from error
    except OSError as error:
        raise GraphUnavailable(title="our storage does not answer") from error
