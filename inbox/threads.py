"""One page of a thread: messages, notes and turns, as they followed each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from inbox.models import Conversation, Direction, Message

PAGE = 40
GROUPED = timedelta(minutes=5)  # what one side says within this stands together
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = ("message", "note", "turn")  # the order of what happened in the same microsecond


@dataclass
class Item:
    """Something in the thread, with the key it is sorted and paged by."""

    kind: str
    said: Any  # Message, Note or Turn
    follows: bool = False  # the same side, shortly after
    opens_day: bool = False
    opens_unread: bool = False

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
    def side(self) -> object:
        if self.kind == "message":
            return self.said.author_id if self.said.direction == Direction.OUT else "customer"
        return None


@dataclass(frozen=True)
class Thread:
    items: list[Item]
    has_older: bool

    @property
    def oldest_key(self) -> str:
        return self.items[0].key if self.items else ""


def thread(conversation: Conversation, *, before: str = "", limit: int = PAGE) -> Thread:
    """The newest page, or the one before the item with that key."""
    key = _parse(before)
    found: list[Item] = []
    for rank, (kind, what) in enumerate(_sources(conversation).items()):
        page = what.filter(_earlier(key, rank)) if key else what
        found += [Item(kind, said) for said in page.order_by("-created_at", "-pk")[: limit + 1]]
    found.sort(key=lambda item: item.key)
    items = found[-limit:]
    _quote(conversation, items)
    _group(items)
    return Thread(items=items, has_older=len(found) > limit)


def items_by_id(conversations: QuerySet[Conversation], message_ids: Iterable[int]) -> list[Item]:
    """The named messages, those of them that stand in these conversations."""
    said = Message.objects.filter(pk__in=list(message_ids), conversation__in=conversations)
    items = [Item("message", message) for message in said.select_related("author", "number", "conversation")]
    for item in items:
        item.said.quoted = (
            _quotable(item.said.number_id, [item.said.reply_to_wamid]).first() if item.said.reply_to_wamid else None
        )
    return sorted(items, key=lambda item: item.key)


def latest_of_ours(conversation: Conversation, *, limit: int = 5) -> list[Item]:
    """The last notes and turns: few and small, so live updates bring them without being asked by id."""
    sources = _sources(conversation)
    return [
        Item(kind, said) for kind in ("note", "turn") for said in sources[kind].order_by("-created_at", "-pk")[:limit]
    ]


def mark_unread(items: list[Item], unread: int) -> None:
    """Set the divider before the first of the customer's last `unread` messages, where it is on this page."""
    theirs = [item for item in items if item.side == "customer"]
    if 0 < unread <= len(theirs):
        theirs[-unread].opens_unread = True


def _sources(conversation: Conversation) -> dict[str, QuerySet]:
    return {
        "message": conversation.messages.select_related("author", "number"),
        "note": conversation.notes.select_related("author"),
        "turn": conversation.turns.select_related("by", "to"),
    }


def _quotable(number_id: int, wamids: Iterable[str]) -> QuerySet[Message]:
    return Message.objects.filter(number=number_id, wamid__in=list(wamids)).select_related("author")


def _quote(conversation: Conversation, items: list[Item]) -> None:
    """Hang onto each message the one that it answers."""
    said = [item.said for item in items if item.kind == "message"]
    wanted = {message.reply_to_wamid for message in said if message.reply_to_wamid}
    found = {message.wamid: message for message in _quotable(conversation.number_id, wanted)} if wanted else {}
    for message in said:
        message.quoted = found.get(message.reply_to_wamid)


def _group(items: list[Item]) -> None:
    before: Item | None = None
    for item in items:
        today = timezone.localdate(item.at)
        item.opens_day = before is None or timezone.localdate(before.at) != today
        item.follows = bool(
            before and not item.opens_day and item.side and item.side == before.side and item.at - before.at < GROUPED
        )
        before = item


def _earlier(key: tuple[datetime, int, int], rank: int) -> Q:
    at, before_rank, before_pk = key
    same_moment = Q(pk__lt=before_pk) if rank == before_rank else Q() if rank < before_rank else Q(pk__in=[])
    return Q(created_at__lte=at) & (Q(created_at__lt=at) | (Q(created_at=at) & same_moment))


def _parse(key: str) -> tuple[datetime, int, int] | None:
    try:
        microseconds, rank, pk = (int(part) for part in key.split("-"))
        return EPOCH + timedelta(microseconds=microseconds), rank, pk
    except (ValueError, OverflowError):
        return None
