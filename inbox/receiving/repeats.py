"""Meta tells things again, minutes or days later. What we have already changes nothing, not even a name."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from inbox.models import Origin
from inbox.receiving import messages_sql as sql
from inbox.receiving.lines import Line
from nxtchat.whatsapp.events_types import IdentityChange, InboundMessage
from nxtchat.whatsapp.kinds import PLACEHOLDER
from nxtchat.whatsapp.phones import spellings

Key = tuple[int, str]  # our number, WhatsApp's id of the message


class Heard(NamedTuple):
    """Something that came in on one of our numbers, and the raw event that brought it."""

    line: Line
    update: InboundMessage | IdentityChange
    event: int | None = None


class News(NamedTuple):
    """Something new, with its place in the batch."""

    place: int
    heard: Heard
    contact: int | None = None  # whose message it takes the place of


def only_news(heard: Sequence[Heard]) -> list[News]:
    """What is new of this.

    An id ought to stand for one message, but even Meta's own examples share one among eight. So a message of another
    kind, or of somebody else, under an id that we have is another message, and is kept under that id with an ending.
    What the history told is not as good as what came live, and a file is better than the word that there was one.
    """
    named = {(line.id, update.wamid) for line, update, _event in heard if update.wamid}
    recur = len(named) < len(heard)  # hardly ever; then what comes first has to be remembered
    seen = sql.on_file(sorted(named))
    twins = {(one.line.id, _twin(one.update)) for one in heard if _is_twin(seen.get(_key(one)), one.update)}
    if twins:
        seen |= sql.on_file(sorted(twins))
    repeated: set[Key] = set()
    news: dict[Key | int, News] = {}
    for place, one in enumerate(heard):
        update, key = one.update, _key(one)
        if isinstance(update, IdentityChange):
            if key not in repeated:
                news[place] = News(place, one)
            continue
        if _is_twin(seen.get(key), update):
            update = update._replace(wamid=_twin(update))
            one, key = one._replace(update=update), (one.line.id, update.wamid)
        before = seen.get(key)
        if before and not _is_better(update, before):
            repeated.add(key)
            continue
        news.pop(key, None)
        news[key] = News(place, one, before.contact if before else None)
        if recur:
            seen[key] = _as_filed(update, before)
    return list(news.values())


def _key(one: Heard) -> Key:
    return one.line.id, one.update.wamid


def _is_better(update: InboundMessage, before: "sql.Filed") -> bool:
    if before.origin != Origin.HISTORY:
        return False
    return update.origin != Origin.HISTORY or (before.kind == PLACEHOLDER and update.kind != PLACEHOLDER)


def _is_twin(before: "sql.Filed | None", update: InboundMessage | IdentityChange) -> bool:
    """Only what customers say now comes under shared ids; what else comes under a known one is the same again."""
    if not before or isinstance(update, IdentityChange) or update.is_ours:
        return False
    if before.is_ours or Origin.HISTORY in (before.origin, update.origin):
        return False
    return before.kind[:30] != update.kind[:30] or not before.ids & _ids(update)


def _twin(update: InboundMessage | IdentityChange) -> str:
    assert isinstance(update, InboundMessage)
    who = update.sender.bsuid or update.sender.wa_id
    return f"{update.wamid}#{sha256(f'{update.kind} {who}'.encode()).hexdigest()[:12]}"


def _as_filed(update: InboundMessage, before: "sql.Filed | None") -> "sql.Filed":
    contact = before.contact if before else None
    return sql.Filed(update.kind, update.origin, update.is_ours, contact, _ids(update))


def _ids(update: InboundMessage) -> set[str]:
    """Who a message is filed under: its group, else whoever said or heard it."""
    who = update.sender
    return {update.group_id} if update.group_id else {who.bsuid, who.wa_id, *spellings(who.wa_id)} - {""}
