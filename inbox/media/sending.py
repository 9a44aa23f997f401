"""Bringing our files to WhatsApp before the message that names them. It is no message, so it may be done twice."""

from datetime import timedelta
from typing import BinaryIO, cast

from django.utils import timezone

from inbox.media import storing
from inbox.media.keys import KeyGone
from inbox.models import Media, Message
from nxtchat.sealing import Damaged
from nxtchat.whatsapp.client import Graph, GraphRefused, GraphUnavailable

LIVES = timedelta(days=30)
EARLY = timedelta(days=1)  # an id that dies soon may be dead before the message is out
CANNOT = 131053  # Meta's code for a file that it could not take


def bring(message: Message, *, graph: Graph) -> bool:
    """Every file of the message has an id at WhatsApp afterwards; raises as the Graph does. False: all had one."""
    took_time = False
    for media in message.media.filter(role=Media.Role.FILE).select_related("key").order_by("pk"):
        if not media.meta_id or (media.meta_id_until or timezone.now()) < timezone.now() + EARLY:
            _bring(media, message, graph)
            took_time = True
    return took_time


def _bring(media: Media, message: Message, graph: Graph) -> None:
    try:
        with storing.open_file(media) as file:
            media_id = graph.upload(
                number=message.number,
                file=cast(BinaryIO, file),
                size=file.size,
                mime=media.mime,
                filename=media.filename,
            )
    except (KeyGone, Damaged, FileNotFoundError) as error:
        raise GraphRefused(code=CANNOT, title="the file is not here any more") from error
    except OSError as error:
        raise GraphUnavailable(title="our storage does not answer") from error
    Media.objects.filter(pk=media.pk).update(meta_id=media_id, meta_id_until=timezone.now() + LIVES)
