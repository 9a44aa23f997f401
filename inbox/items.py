"""Things in a thread, each with all that is shown about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from inbox import folding
from inbox.folding import About
from inbox.models import Direction, Media, Message

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = ("message", "note", "turn")  # the order of what happened in the same microsecond
LINES = {"system", "request_welcome", *folding.KINDS}  # what nobody said in words of their own: small and centred


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
    def text(self) -> str:
        """Its words as they are now."""
        return self.about.edited.text if self.about.edited else self.said.text

    @property
    def files(self) -> list[Media]:
        return [file for file in self.media if file.role == Media.Role.FILE]

    @property
    def advert_picture(self) -> Media | None:
        return next((file for file in self.media if file.role == Media.Role.REFERRAL), None)


def item_of(message: Message) -> Item:
    """One message as the thread shows it."""
    item = Item("message", message)
    dress([item])
    return item


def dress(items: Iterable[Item]) -> None:
    """Hang onto each message what it answers, what was said about it, and its files. Three queries for all of them."""
    said = [item for item in items if item.kind == "message"]
    _quote(said)
    quoted = [item.quoted for item in said if item.quoted]
    about = folding.about(item.said for item in [*said, *quoted])
    media: dict[int, list[Media]] = {}
    for file in Media.objects.filter(message__in=[item.said.pk for item in said]).order_by("pk") if said else ():
        media.setdefault(file.message_id or 0, []).append(file)
    for item in said:
        item.media = media.get(item.said.pk, [])
    for item in [*said, *quoted]:
        item.about = about.get(item.said.pk) or item.about


def _quote(items: list[Item]) -> None:
    wanted = {(item.said.number_id, item.said.reply_to_wamid) for item in items if item.said.reply_to_wamid}
    if not wanted:
        return
    numbers, wamids = ({each[place] for each in wanted} for place in (0, 1))
    found = Message.objects.filter(number__in=numbers, wamid__in=wamids).exclude(wamid="").select_related("author")
    by_wamid = {(message.number_id, message.wamid): message for message in found}
    for item in items:
        if message := by_wamid.get((item.said.number_id, item.said.reply_to_wamid)):
            item.quoted = Item("message", message)
