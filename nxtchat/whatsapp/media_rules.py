"""Which files WhatsApp takes from us, as what, and how large they may be."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

KB, MB = 1024, 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
STICKER_SIDE = 512  # pixels
STILL_STICKER = 100 * KB


@dataclass(frozen=True)
class Rule:
    limit: int  # bytes
    limit_words: str
    types: tuple[str, ...]
    type_words: str
    what: str | Promise


RULES = {
    "image": Rule(5 * MB, "5 MB", ("image/jpeg", "image/png"), "JPEG, PNG", _("pictures")),
    "video": Rule(16 * MB, "16 MB", ("video/mp4", "video/3gpp"), "MP4, 3GP", _("videos")),
    "audio": Rule(
        16 * MB,
        "16 MB",
        ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
        "AAC, AMR, MP3, M4A, OGG",
        _("sound"),
    ),
    "document": Rule(
        100 * MB,
        "100 MB",
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            OFFICE + "wordprocessingml.document",
            OFFICE + "spreadsheetml.sheet",
            OFFICE + "presentationml.presentation",
        ),
        "PDF, TXT, DOC, DOCX, XLS, XLSX, PPT, PPTX",
        _("documents"),
    ),
    "sticker": Rule(500 * KB, "500 KB", ("image/webp",), "WebP", _("stickers")),
}


class FileRefused(Exception):
    """WhatsApp would not take this file; `reason` says the limit, `code` is for programs."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code)
        self.code, self.reason = code, reason


def kind_of(mime: str) -> str:
    """As what WhatsApp would take a file of this type; empty if not at all."""
    return next((kind for kind, rule in RULES.items() if mime in rule.types), "")


def check(
    kind: str, *, mime: str, size: int, width: int | None = None, height: int | None = None, is_moving: bool = False
) -> None:
    """Raise what speaks against sending it as a `kind`."""
    rule = RULES.get(kind)
    if rule is None:
        every = ", ".join(each.type_words for each in RULES.values())
        raise FileRefused(
            "type", format_lazy(_("WhatsApp does not take this type of file. It takes: {types}."), types=every)
        )
    if not size:
        raise FileRefused("empty", _("This file is empty."))
    if mime not in rule.types:
        words = _("This is not what WhatsApp takes as {what}: {types}.")
        raise FileRefused("type", format_lazy(words, what=rule.what, types=rule.type_words))
    if size > rule.limit:
        raise too_large(kind)
    if kind == "sticker":
        _check_sticker(size=size, width=width, height=height, is_moving=is_moving)


def too_large(kind: str) -> FileRefused:
    rule = RULES[kind]
    words = _("This file is too large: WhatsApp takes {what} of at most {limit}.")
    return FileRefused("too_large", format_lazy(words, what=rule.what, limit=rule.limit_words))


def _check_sticker(*, size: int, width: int | None, height: int | None, is_moving: bool) -> None:
    if (width, height) != (STICKER_SIDE, STICKER_SIDE):
        raise FileRefused("sticker_size", _("A sticker is 512 by 512 pixels."))
    if size > STILL_STICKER and not is_moving:
        words = _("This file is too large: WhatsApp takes {what} of at most {limit}.")
        raise FileRefused("too_large", format_lazy(words, what=_("stickers that do not move"), limit="100 KB"))
