"""Files for headers that are chosen once and sent to many: kept here, and brought to WhatsApp once for each number.

WhatsApp forgets a file after thirty days. It is brought again before that, and when WhatsApp says that it is gone.
"""

import os
from base64 import b64encode
from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from inbox import contents
from inbox.media import uploading
from inbox.media.keys import KeyGone
from inbox.media.leaving import EARLY, LIVES, leave
from inbox.models import HeaderFile, HeaderUpload
from nxtchat.team.models import Agent
from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.models import Account, Number

SHOWN = 30  # to choose from, the latest first

__all__ = ["KeyGone", "bring", "forget", "keep", "kept", "named", "with_ids"]


def keep(*, account: Account, file: uploading.Upload, kind: str, by: Agent) -> HeaderFile:
    """Keep it to be used again. The same content twice is one file. FileRefused says why not, in words."""
    header = HeaderFile(account=account, kind=kind, author=by, secret=b64encode(os.urandom(32)).decode())
    header.filename = uploading.clean_name(file.name or "")
    facts = uploading.taken_in(file.chunks(uploading.PIECE), key=header, kind=kind, filename=header.filename)
    for name, value in facts.items():
        setattr(header, name, value)
    try:
        with transaction.atomic():
            header.save()
    except IntegrityError:
        uploading.remove(facts)
        return HeaderFile.objects.get(account=account, kind=kind, sha256=facts["sha256"])
    return header


def kept(account: Account | int, *, kind: str) -> list[HeaderFile]:
    return list(HeaderFile.objects.filter(account=account, kind=kind).order_by("-created_at", "-pk")[:SHOWN])


def named(account: Account | int, names: Collection[Any]) -> dict[str, HeaderFile]:
    """Those of the account that have one of these names, by it."""
    wanted = {str(name).lower() for name in names if contents.is_uuid(name)}
    found = HeaderFile.objects.filter(account=account, public_id__in=wanted) if wanted else []
    return {str(file.public_id): file for file in found}


def bring(files: Collection[HeaderFile], *, number: Number, graph: Graph) -> dict[str, HeaderUpload]:
    """Each is at WhatsApp afterwards: by the names of the files. Raises as the Graph does.

    Two who bring the same file at once do no harm: both ids are good.
    """
    there = {upload.file_id: upload for upload in HeaderUpload.objects.filter(file__in=files, number=number)}
    found = {}
    for file in files:
        upload = there.get(file.pk)
        if upload is None or upload.until < timezone.now() + EARLY:
            fresh = {"meta_id": leave(file, number=number, graph=graph), "until": timezone.now() + LIVES}
            upload, _is_new = HeaderUpload.objects.update_or_create(file=file, number=number, defaults=fresh)
        found[str(file.public_id)] = upload
    return found


def forget(number: Number | int, meta_ids: Collection[str]) -> int:
    """WhatsApp says that these are gone: whoever sends the file next brings it again."""
    return HeaderUpload.objects.filter(number=number, meta_id__in=meta_ids).delete()[0]


def with_ids(components: list[dict[str, Any]], uploads: Mapping[str, HeaderUpload]) -> list[dict[str, Any]]:
    """The components of a template with WhatsApp's ids in place of our names. `uploads`: as `bring` gave them."""
    return [_with_ids(each, uploads) for each in components] if uploads else components


def _with_ids(held: Any, uploads: Mapping[str, HeaderUpload]) -> Any:
    if isinstance(held, list):
        return [_with_ids(each, uploads) for each in held]
    if not isinstance(held, dict):
        return held
    named = uploads.get(str(held.get("id", "")).lower())
    return {key: _with_ids(each, uploads) for key, each in held.items()} | ({"id": named.meta_id} if named else {})
