"""One of our messages as WhatsApp wants to hear it."""

from typing import Any

from inbox import media
from inbox.models import Message
from nxtchat.whatsapp import payloads
from nxtchat.whatsapp.client import Graph, Recipient


def prepare(message: Message, *, graph: Graph) -> None:
    """Whatever has to be at WhatsApp before the message. It is no message itself, so it may be tried again."""
    media.bring(message, graph=graph)


def body(message: Message, *, to: Recipient) -> dict[str, Any]:
    """The whole body of the POST. Meta echoes our id in every report, even where its answer was lost."""
    around = payloads.envelope(to=to, reply_to=message.reply_to_wamid, callback_data=message.callback_data)
    return around | payloads.text(message.text)
