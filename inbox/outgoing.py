"""One of our messages as WhatsApp wants to hear it."""

import copy
from typing import Any

from inbox import contents, endings, media
from inbox.models import Media, Message
from nxtchat.whatsapp import limits, payloads
from nxtchat.whatsapp.client import Graph, GraphError, GraphRefused, Recipient

MEDIA_PROBLEM = 131053  # Meta's code for a file that it has not or cannot read


def prepare(message: Message, *, graph: Graph) -> bool:
    """Whatever has to be at WhatsApp before the message. It is no message itself, so it may be tried again.

    True: it took its time, and what was true before may not be true any more.
    """
    return media.bring(message, graph=graph)


def is_mended(message: Message, problem: GraphError) -> bool:
    """Whether it was refused only because WhatsApp has its file no more, which is brought again before the next try."""
    if message.attempts.filter(outcome=endings.FILE_GONE).exists():
        return False
    return media.is_gone(message, problem)


def body(message: Message, *, to: Recipient) -> dict[str, Any]:
    """The whole body of the POST. Meta echoes our id in every report, even where its answer was lost."""
    if message.kind == "reaction":  # what it is about stands inside it; it quotes nothing
        around = payloads.envelope(to=to, callback_data=message.callback_data)
        return around | payloads.reaction(message.reply_to_wamid, emoji=message.text)
    around = payloads.envelope(to=to, reply_to=message.reply_to_wamid, callback_data=message.callback_data)
    return around | payloads.part(message.kind, _content(message))


def _content(message: Message) -> Any:
    """The object of its kind, with the ids that its files have at WhatsApp."""
    content = copy.deepcopy((message.payload or {}).get(message.kind, {}))
    if message.kind == "text":
        return {"body": message.text} | content
    inside = list(contents.files_inside(message.kind, content))
    if not inside and message.kind not in limits.FILES:
        return content  # many of these are built at once: nothing is looked up for them
    files = {named(file): file for file in message.media.filter(role=Media.Role.FILE).select_related("header")}
    if message.kind in limits.FILES:
        return content | _file(message.kind, content, *files.values())
    for held in inside:
        held["id"] = _meta_id(files.get(held["id"].lower()))
    return content


def named(file: Media) -> str:
    """How the content names it."""
    return str((file.header or file).public_id)


def _file(kind: str, content: dict[str, Any], file: Media | None = None) -> dict[str, Any]:
    if file is None:  # WhatsApp fetches it from a link
        return {}
    more: dict[str, Any] = {"id": _meta_id(file)}
    if kind == "document" and file.filename:
        more["filename"] = content.get("filename") or file.filename
    if kind == "audio" and file.is_voice:
        more["voice"] = True
    return more


def _meta_id(file: Media | None) -> str:
    """`prepare` has brought it there. Were it not so, the message could not be sent, and is not."""
    if file is None or not file.meta_id:
        raise GraphRefused(code=MEDIA_PROBLEM, title="the file is not at WhatsApp")
    return file.meta_id
