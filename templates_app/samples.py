"""Files for the reviewers: taken from the form, left at Meta, named by a handle in the design."""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.media import MB
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.template_desk import TemplateDesk
from templates_app.design import Design, Header

TYPES = {
    "IMAGE": {"image/jpeg", "image/png"},
    "VIDEO": {"video/mp4"},
    "GIF": {"video/mp4"},
    "DOCUMENT": {"application/pdf"},
}
LARGEST = {"IMAGE": 5 * MB, "VIDEO": 16 * MB, "GIF": 3.5 * MB, "DOCUMENT": 100 * MB}


class NoSample(Exception):
    """The file cannot be a sample, or did not get there."""


def left(account: Account, design: Design, files: Mapping[str, UploadedFile]) -> Design:
    """The design with the handles of all files that came along."""
    header = _left(account, design.header, files.get("header.file"))
    cards = tuple(
        replace(card, header=_left(account, card.header, files.get(f"cards.{place}.header.file")))
        for place, card in enumerate(design.cards)
    )
    return replace(design, header=header, cards=cards)


def _left(account: Account, header: Header, file: UploadedFile | None) -> Header:
    if file is None or header.kind not in TYPES:
        return header
    mime, size = str(file.content_type), file.size or 0
    if mime not in TYPES[header.kind]:
        raise NoSample(_("This file is of another kind than the header."))
    if not 0 < size <= LARGEST[header.kind]:
        raise NoSample(_("The sample file is empty or too large."))
    try:
        handle = TemplateDesk(account).leave_sample(
            cast("BinaryIO", file), size=size, mime=mime, filename=str(file.name)[-100:]
        )
    except GraphError as error:
        raise NoSample(_("WhatsApp did not take the sample file. Try again.")) from error
    return replace(header, handle=handle)
