"""Files for the reviewers: taken from the form, left at Meta, named by a handle in the design."""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from nxtchat import sniffing
from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.media import MB
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.template_desk import TemplateDesk
from templates_app.design import Design, Header
from templates_app.design.files import KINDS


class NoSample(Exception):
    """The file cannot be a sample, or did not get there."""


def left(account: Account, design: Design, files: Mapping[str, UploadedFile]) -> Design:
    """The design with the handles of all files that came along."""
    cards = tuple(
        replace(card, header=_left(account, card.header, files.get(f"cards.{place}.header.file")))
        for place, card in enumerate(design.cards)
    )
    return replace(design, header=_left(account, design.header, files.get("header.file")), cards=cards)


def leave(account: Account, file: UploadedFile, *, kind: str) -> str:
    """Returns Meta's handle of it. What the file is its content says, not its name."""
    wanted, size = KINDS[kind], file.size or 0
    mime = sniffing.mime_of(cast("BinaryIO", file))
    if mime not in wanted.types:
        raise NoSample(_("This file is of another kind than the header takes: %(limit)s") % {"limit": wanted.limit})
    if size > wanted.megabytes * MB:
        raise NoSample(_("This file is too large: %(limit)s") % {"limit": wanted.limit})
    name = str(file.name)[-100:]
    try:
        return TemplateDesk(account).leave_sample(cast("BinaryIO", file), size=size, mime=mime, filename=name)
    except GraphError as error:
        raise NoSample(_("WhatsApp did not take the sample file. Try again.")) from error


def _left(account: Account, header: Header, file: UploadedFile | None) -> Header:
    if file is None or header.kind not in KINDS:
        return header
    return replace(header, handle=leave(account, file, kind=header.kind))
