"""One page of a thread: messages, notes and turns, as they followed each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.utils import timezone

from contacts.models import Identity
from inbox import folding
from inbox.items import EPOCH, Item, dress, whole
from inbox.models import Conversation, Direction, Message, Origin
from nxtchat.whatsapp.kinds import asks_something

__all__ = ["Item", "Thread", "item_of", "items_by_id", "latest_of_ours", "mark_unread", "thread"]

PAGE = 40
GROUPED = timedelta(minutes=5)  # what one side says within this stands together


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
    dress(items)
    _group(items)
    return Thread(items=items, has_older=len(found) > limit)


def items_by_id(conversations: QuerySet[Conversation], message_ids: Iterable[int]) -> list[Item]:
    """The named messages, those of them that stand in these conversations. What is folded brings what it is about."""
    wanted = Q(pk__in=[])
    asked = Message.objects.filter(pk__in=list(message_ids), conversation__in=conversations)
    keys = asked.annotate(is_folded=ExpressionWrapper(folding.is_folded(), BooleanField()))
    for pk, number, wamid, is_folded in keys.values_list("pk", "number", "reply_to_wamid", "is_folded"):
        wanted |= Q(number=number, wamid=wamid) if is_folded else Q(pk=pk)
    found = Message.objects.filter(wanted, conversation__in=conversations)
    names = Prefetch("conversation__contact__identities", Identity.objects.order_by("-last_seen"))
    complete = whole(found).select_related("conversation__contact").prefetch_related(names)
    items = sorted((Item("message", message) for message in complete), key=lambda item: item.key)
    dress(items)
    return items


def item_of(message: Message) -> Item:
    """One message as the thread shows it."""
    return items_by_id(Conversation.objects.filter(pk=message.conversation_id), [message.pk])[0]


def latest_of_ours(conversation: Conversation, *, limit: int = 5) -> list[Item]:
    """The last notes and turns: few and small, so live updates bring them without being asked by id."""
    sources = _sources(conversation)
    return [
        Item(kind, said) for kind in ("note", "turn") for said in sources[kind].order_by("-created_at", "-pk")[:limit]
    ]


def mark_unread(items: list[Item], unread: int) -> None:
    """Set the divider before the first of the customer's last `unread` messages, where it is on this page."""
    to_read = [item for item in items if _is_to_read(item)]
    if 0 < unread <= len(to_read):
        to_read[-unread].opens_unread = True


def _is_to_read(item: Item) -> bool:
    """As receiving counts: not a thumb, and nothing of what was said before the number was connected."""
    if item.kind != "message" or item.said.direction == Direction.OUT:
        return False
    return asks_something(item.said.kind) and item.said.origin != Origin.HISTORY


def _sources(conversation: Conversation) -> dict[str, QuerySet]:
    return {
        "message": whole(conversation.messages.exclude(folding.is_folded())),
        "note": conversation.notes.select_related("author"),
        "turn": conversation.turns.select_related("by", "to"),
    }


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
