"""Bringing our files to WhatsApp before the message that names them. It is no message, so it may be done twice."""

from datetime import datetime

from django.utils import timezone

from inbox.media import headers
from inbox.media.leaving import EARLY, LIVES, leave
from inbox.models import Media, Message
from nxtchat.whatsapp.client import Graph, GraphError, GraphRefused


def bring(message: Message, *, graph: Graph) -> bool:
    """Every file of the message has an id at WhatsApp afterwards; raises as the Graph does. False: all had one."""
    took_time = False
    for media in message.media.filter(role=Media.Role.FILE).select_related("key", "header").order_by("pk"):
        if not media.meta_id or (media.meta_id_until or timezone.now()) < timezone.now() + EARLY:
            meta_id, until = _bring(media, message, graph)
            Media.objects.filter(pk=media.pk).update(meta_id=meta_id, meta_id_until=until)
            took_time = True
    return took_time


def is_gone(message: Message, problem: GraphError) -> bool:
    """Whether WhatsApp refused the message because it has a file of it no more. Then the file's id is forgotten.

    It names the id in its answer, whatever the code is.
    """
    if not isinstance(problem, GraphRefused):
        return False
    files = message.media.filter(role=Media.Role.FILE).exclude(meta_id="")
    gone = [file.meta_id for file in files if file.meta_id in f"{problem.title} {problem.details}"]
    headers.forget(message.number_id, gone)
    return bool(gone and files.filter(meta_id__in=gone).update(meta_id="", meta_id_until=None))


def _bring(media: Media, message: Message, graph: Graph) -> tuple[str, datetime]:
    if media.header is None:
        return leave(media, number=message.number, graph=graph), timezone.now() + LIVES
    upload = headers.bring([media.header], number=message.number, graph=graph)[str(media.header.public_id)]
    return upload.meta_id, upload.until
