"""Things in a thread, each with all that is shown about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from contacts.models import Contact
from inbox import folding
from inbox.folding import About
from inbox.models import Direction, Media, Message, StatusFact

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = ("message", "note", "turn")  # the order of what happened in the same microsecond
LINES = {"system", "request_welcome", *folding.KINDS}  # what nobody said in words of their own: small and centred
SHOWN_OF_FILES = (
    *("public_id", "kind", "role", "state", "reason", "mime", "filename", "size", "meta_id_until"),
    *("thumbnail_path", "width", "height", "seconds", "is_voice"),
)


@dataclass
class Item:
    """Something in the thread, with the key it is sorted and paged by."""

    kind: str
    said: Any  # Message, Note or Turn
    follows: bool = False  # the same side, shortly after
    opens_day: bool = False
    opens_unread: bool = False
    about: About = field(default_factory=About)  # what was said about it later
    quoted: "Item | None" = None  # what it answers
    media: list[Media] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.said.created_at

    @property
    def key(self) -> str:
        """Sorts as text; the browser puts live messages in place by it."""
        microseconds = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{microseconds:017d}-{KINDS.index(self.kind)}-{self.said.pk or 0:012d}"

    @property
    def is_ours(self) -> bool:
        return self.kind == "message" and self.said.direction == Direction.OUT

    @property
    def is_line(self) -> bool:
        return self.kind == "message" and self.said.kind in LINES

    @property
    def side(self) -> object:
        if self.kind != "message" or self.is_line:
            return None
        return self.said.author_id if self.said.direction == Direction.OUT else "customer"

    @property
    def speaker(self) -> str:
        """The name of who said it on the other side."""
        return speaker_of(self.said, self.said.conversation.contact)

    @property
    def text(self) -> str:
        """Its words as they are now."""
        return self.about.edited.text if self.about.edited else self.said.text

    @property
    def files(self) -> list[Media]:
        return [file for file in self.media if file.role == Media.Role.FILE]

    @property
    def advert_picture(self) -> Media | None:
        return next((file for file in self.media if file.role == Media.Role.REFERRAL), None)


def speaker_of(message: Message, contact: Contact) -> str:
    """In a group one of its people, by a name of theirs or the number that stands in the message."""
    person = message.speaker
    if person is None:
        return contact.display_name
    payload = message.payload if isinstance(message.payload, dict) else {}
    number = f"+{payload['from']}" if payload.get("from") else contact.display_name
    return person.name or person.phonebook_name or person.profile_name or number


def whole(messages: QuerySet[Message]) -> QuerySet[Message]:
    """With its files, and in a group with the reports of everybody's phone: each page is one query."""
    files = Media.objects.filter(message=OuterRef("pk")).order_by("pk")
    reports = StatusFact.objects.filter(message=OuterRef("pk")).exclude(participant="").order_by("at", "pk")
    return messages.select_related("author", "number", "speaker").annotate(
        files=ArraySubquery(files.values(told=JSONObject(**{name: name for name in SHOWN_OF_FILES}))),
        reports=ArraySubquery(reports.values(told=JSONObject(who="participant", status="status", at="at"))),
    )


def dress(items: Iterable[Item]) -> None:
    """Hang onto each of the `whole` messages what it answers and what was said about it. One query for all of them."""
    said = [item for item in items if item.kind == "message"]
    around = folding.around([item.said for item in said])
    for item in said:
        item.media = [_file(told) for told in item.said.files]
        item.about = around.about(item.said)
        if quoted := around.quoted(item.said):
            item.quoted = Item("message", quoted, about=around.about(quoted))


def _file(told: dict[str, Any]) -> Media:
    until = told["meta_id_until"]
    return Media(**told | {"meta_id_until": until and datetime.fromisoformat(until)})
