"""The words of a message as WhatsApp shows them: *bold*, _italic_, ~strike~, `code`, and links alive."""

import re
from collections.abc import Iterator

from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe

TAGS = {"*": "strong", "_": "em", "~": "s"}
# A mark stands at the edge of words, closes on its own line, and has no space inside its ends.
MARKED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)((?:(?!\1)[^\n])+?)(?<=\S)\1(?!\w)")
CODE = re.compile(r"```(.+?)```|(?<!`)`([^`\n]+)`(?!`)", re.DOTALL)
ADDRESS = re.compile(r"(?<!\w)(?:https?://|www\.)\S*[^\s*_~]", re.IGNORECASE)
# Stand in for what is not looked into any more: the n-th piece. Private characters, which nobody writes.
OPEN, CLOSE = "\ue000", "\ue001"
PIECE = re.compile(f"({OPEN}\\d+{CLOSE})")


def formatted(text: str) -> SafeString:
    """Everything that people wrote is escaped; only tags of ours are left."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"{OPEN}{len(kept) - 1}{CLOSE}"

    text = text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")
    text = CODE.sub(lambda match: keep(format_html("<code>{}</code>", match[1] or match[2])), text)
    text = ADDRESS.sub(lambda match: keep(_linked(match[0])), text)
    html = "".join(_marked(text))
    return mark_safe(PIECE.sub(lambda match: kept[int(match[1][1:-1])], html))  # noqa: S308  (every part is escaped above)


def _marked(text: str) -> Iterator[str]:
    end = 0
    for match in MARKED.finditer(text):
        yield from _plain(text[end : match.start()])
        tag = TAGS[match[1]]
        yield f"<{tag}>{''.join(_marked(match[2]))}</{tag}>"
        end = match.end()
    yield from _plain(text[end:])


def _plain(text: str) -> Iterator[str]:
    yield from (piece if PIECE.fullmatch(piece) else _linked(piece) for piece in PIECE.split(text))


def _linked(text: str) -> str:
    """Escaped, each address opening beside the inbox rather than in place of it."""
    if "." not in text:
        return escape(text)
    return urlize(text, nofollow=True, autoescape=True).replace("<a href=", '<a target="_blank" href=')
