"""Files that one of us brings: closed at once, checked as WhatsApp would, and kept until they are said."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.media import keys, pictures, storing, voice
from inbox.media.storing import Draft
from inbox.media.taking_in import Looks, take_in
from inbox.models import Conversation, Media
from inbox.taking import locked
from nxtchat.team.models import Agent
from nxtchat.uploads import Nameless
from nxtchat.whatsapp import media_rules
from nxtchat.whatsapp.media import LARGEST
from nxtchat.whatsapp.media_rules import FileRefused

UNSAID = timedelta(days=1)  # so long an uploaded file waits for its message
PIECE = 256 * 1024
BATCH = 200


class Upload(Protocol):
    """What we need of a file: Django's UploadedFile, or any File."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterable[bytes]: ...


def upload(
    *, conversation: Conversation, file: Upload, by: Agent, kind: str | None = None, is_voice: bool = False
) -> Media:
    """Keep the file for a message that is to be said. FileRefused says why not, in words."""
    key = keys.of_contact(conversation.contact_id)
    filename = clean_name(file.name or "")
    pieces = [_voice_note(file)] if is_voice else file.chunks(PIECE)
    facts = taken_in(pieces, key=key, kind="audio" if is_voice else kind, filename=filename)
    told = {"author": by, "filename": "" if is_voice else filename, "is_voice": is_voice, "key": key}
    try:
        with transaction.atomic():
            where = locked(conversation)
            return Media.objects.create(state=Media.State.STORED, conversation=where, **facts | told)
    except Exception:
        remove(facts)
        raise


def taken_in(pieces: Iterable[bytes], *, key: keys.Key, kind: str | None, filename: str) -> dict[str, Any]:
    """What its row says from now on, if WhatsApp takes it as this kind; without one, as the kind that it is."""
    found: list[str] = []

    def check(draft: Draft, looks: Looks) -> None:
        found.append(kind or media_rules.kind_of(looks.mime))
        width, height = looks.picture.width, looks.picture.height
        media_rules.check(
            found[0], mime=looks.mime, size=draft.size, width=width, height=height, is_moving=looks.picture.is_moving
        )

    try:
        return take_in(pieces, key=key, at_most=LARGEST, check=check, filename=filename) | {"kind": found[0]}
    except storing.TooLarge as error:
        raise media_rules.too_large("document") from error
    except pictures.Bomb as error:
        raise FileRefused("bomb", _("This picture is too large: it has more than 60 million pixels.")) from error
    except storing.NoRoom as error:
        raise FileRefused("no_room", _("The file could not be stored. Tell your admin.")) from error


def remove(facts: dict[str, Any]) -> None:
    """Nobody will know of it."""
    storing.remove([facts["path"], facts["thumbnail_path"]])


def why_no_file(request: HttpRequest) -> str | Promise:
    """The form came without one: it was too large, or there was none."""
    if any(isinstance(each, Nameless) and each.is_too_large for each in request.upload_handlers):
        return media_rules.too_large("document").reason
    return _("Choose a file first.")


def discard(media: Media) -> bool:
    """Take an unsaid file away again. False: it was said in the meantime."""
    with transaction.atomic():
        gone, _rows = Media.objects.filter(pk=media.pk, message=None).delete()
    if gone:
        storing.remove(media.own_paths)
    return bool(gone)


def discard_unsaid() -> int:
    """Nobody said these within a day."""
    forgotten = Media.objects.filter(message=None, created_at__lt=timezone.now() - UNSAID)
    return sum(discard(media) for media in forgotten.order_by("pk")[:BATCH])


def clean_name(name: str) -> str:
    """The last part of a path, without signs that cannot be seen; short enough, with its ending."""
    name = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    if len(name) <= 240:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 239 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else name[:240]


def _voice_note(file: Upload) -> bytes:
    try:
        return voice.to_voice_note(file.chunks(PIECE))
    except storing.TooLarge as error:
        raise media_rules.too_large("audio") from error
    except voice.NoConverter as error:
        words = _("Voice notes need ffmpeg, which is not installed on the server. Tell your admin.")
        raise FileRefused("no_converter", words) from error
    except voice.NotSound as error:
        raise FileRefused("not_sound", _("Nothing can be heard in this recording.")) from error
