"""What customers said: contacts, conversations and messages, set-wise and once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from contacts.resolving import Sighting, resolve
from inbox.models import Conversation
from inbox.receiving import joining
from inbox.receiving import messages_sql as sql
from inbox.receiving.lines import Line
from inbox.receiving.repeats import Heard, only_news
from nxtchat.live import stream
from nxtchat.whatsapp.events_types import IdentityChange, InboundMessage

OPEN, RESOLVED = Conversation.State.OPEN.value, Conversation.State.RESOLVED.value
SILENT = {"system"}  # said by WhatsApp, not by the customer: opens no window, counts as nothing to read


class Placed(NamedTuple):
    """A message and where it belongs."""

    number: int
    contact: int
    peer: int | None
    said: InboundMessage


def receive(heard: Sequence[Heard]) -> list[bool]:
    """Apply messages and changes of identity in their order. False: nobody could be found who said it.

    A message that is on file already changes nothing at all, neither names nor counters.
    """
    news = only_news(heard)
    resolved = resolve([_sighting(line, update) for _place, (line, update) in news])
    joining.follow(resolved)
    placed, nobodys = [], set()
    for (place, (line, update)), one in zip(news, resolved.known, strict=True):
        if isinstance(update, InboundMessage):
            if one:
                placed.append(Placed(line.id, one.contact, one.peer, update))
            else:
                nobodys.add(place)
    if placed:
        _add(placed)
    return [place not in nobodys for place in range(len(heard))]


def _sighting(line: Line, update: InboundMessage | IdentityChange) -> Sighting:
    if isinstance(update, IdentityChange):
        return Sighting(update.after, line.scope, update.at, was=update.before)
    return Sighting(update.sender, line.scope, update.at)


def _add(placed: list[Placed]) -> None:
    first: dict[tuple[int, int], datetime] = {}
    for place in placed:
        key = (place.number, place.contact)
        first[key] = min(first.get(key, place.said.at), place.said.at)
    conversations = sql.open_conversations(first)
    rows = [
        (
            conversations[place.number, place.contact].id,
            place.number,
            place.said.wamid,
            place.said.kind[:30],
            place.said.text,
            orjson.dumps(place.said.payload).decode() if place.said.payload else None,
            place.said.reply_to,
            place.said.at,
        )
        for place in placed
    ]
    added = sql.add_messages(rows)
    news: dict[int, sql.News] = {}
    for place in placed:
        if (place.number, place.said.wamid) in added:
            conversation = conversations[place.number, place.contact].id
            news[conversation] = _told(place, news.get(conversation), conversation)
    if news:
        sql.tell_conversations(sorted(news.values()))
    back = {one.id: one.state for one in conversations.values() if one.state != OPEN and _speaks(news.get(one.id))}
    if resolved := [conversation for conversation, state in back.items() if state == RESOLVED]:
        sql.note_reopened(resolved)
    stream.publish_many_on_commit(
        [
            ("message.added", number, {"c": conversation, "m": message})
            for (number, _wamid), (message, conversation) in added.items()
        ]
    )
    stream.publish_many_on_commit(
        [
            ("conversation.changed", number, {"c": one.id})
            for (number, _contact), one in conversations.items()
            if one.id in back
        ]
    )


def _speaks(news: "sql.News | None") -> bool:
    """Whether the customer said anything, so that what was put aside comes back."""
    return bool(news and news.said)


def _told(place: Placed, before: "sql.News | None", conversation: int) -> "sql.News":
    """What the conversation's row has to be told after one more message."""
    said = place.said
    speaks = said.kind not in SILENT
    news = sql.News(
        conversation=conversation,
        said=int(speaks),
        at=said.at,
        preview=" ".join(said.text.split())[:160],
        kind=said.kind[:30],
        peer=place.peer,
        first_spoken_at=said.at if speaks else None,
        window_closes_at=said.at + Conversation.WINDOW if speaks else None,
    )
    if before is None:
        return news
    newer, older = (news, before) if news.at >= before.at else (before, news)
    return newer._replace(
        said=news.said + before.said,
        peer=newer.peer or older.peer,
        first_spoken_at=_earliest(news.first_spoken_at, before.first_spoken_at),
        window_closes_at=_latest(news.window_closes_at, before.window_closes_at),
    )


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)
