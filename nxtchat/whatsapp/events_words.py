"""What of a message can be read as words, whatever kind it is. The customer's words only, none of ours."""

from collections.abc import Callable

from nxtchat.whatsapp.events_reading import Json, mapping, mappings, words


def _media(part: Json) -> str:
    return words(part.get("caption")) or words(part.get("filename"))


def _location(part: Json) -> str:
    return words(part.get("name")) or words(part.get("address"))


def _interactive(part: Json) -> str:
    answer = mapping(part.get(words(part.get("type"))))
    return words(answer.get("title")) or words(answer.get("body"))


def _edit(part: Json) -> str:
    return readable(mapping(part.get("message")))


WORDS: dict[str, Callable[[Json], str]] = {
    "text": lambda part: words(part.get("body")),
    "image": _media,
    "video": _media,
    "document": _media,
    "audio": _media,
    "sticker": _media,
    "location": _location,
    "interactive": _interactive,
    "button": lambda part: words(part.get("text")),
    "order": lambda part: words(part.get("text")),
    "reaction": lambda part: words(part.get("emoji")),
    "system": lambda part: words(part.get("body")),
    "edit": _edit,
}

# Meta's own examples leave out `type` at times; then the part that is there names it.
KINDS = (*WORDS, "contacts", "revoke")


def kind_of(message: Json) -> str:
    kind = words(message.get("type")) or next((key for key in KINDS if key in message), "")
    return kind or ("unsupported" if message.get("errors") else "unknown")


def readable(message: Json) -> str:
    """The words of a message, or nothing: a picture without a caption says none."""
    kind = words(message.get("type"))
    if kind == "contacts":
        names = [words(mapping(card.get("name")).get("formatted_name")) for card in mappings(message.get(kind))]
        return ", ".join(name for name in names if name)
    return WORDS[kind](mapping(message.get(kind))) if kind in WORDS else ""
