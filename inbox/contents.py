"""What is to be said, as the Cloud API writes it, and as it is kept."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from nxtchat.whatsapp.events_words import readable
from nxtchat.whatsapp.limits import FILES

DEEPEST = 20
WITH_ID = ("image", "video", "document")  # where a header or a card shows a file


def clean(text: str) -> str:
    """Without what Postgres and UTF-8 cannot hold, and with the line ends of one system."""
    text = text.replace("\0", "").replace("\r\n", "\n")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of emoji become a sign
    return text.strip()


def tidy(content: Any, *, depth: int = 0) -> Any:
    """The same, with all its words as they can be kept."""
    if depth > DEEPEST:
        return content  # refused by the limits
    if isinstance(content, dict):
        return {key: tidy(held, depth=depth + 1) for key, held in content.items()}
    if isinstance(content, list):
        return [tidy(held, depth=depth + 1) for held in content]
    return clean(content) if isinstance(content, str) else content


def payload_of(kind: str, content: Any) -> dict[str, Any] | None:
    """What is kept beside the text. Plain words need nothing; where there is a choice about them, only that."""
    if kind == "text":
        choices = {key: held for key, held in content.items() if key != "body"}
        return {"type": kind, kind: choices} if choices else None
    return {"type": kind, kind: content}


def text_of(kind: str, content: Any) -> str:
    """What of it is read as words. Those of a template stand in the template."""
    if kind == "interactive":
        body = content.get("body") or {}
        return str(body.get("text", ""))
    return readable({"type": kind, kind: content})


def files_inside(kind: str, content: Any) -> Iterator[dict[str, Any]]:
    """The objects of headers and cards that name a file of ours by its id."""
    if kind in FILES or not isinstance(content, dict | list):
        return
    for key, held in content.items() if isinstance(content, dict) else enumerate(content):
        if key in WITH_ID and isinstance(held, dict) and "id" in held:
            yield held
        else:
            yield from files_inside("", held)


def is_uuid(text: Any) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False
