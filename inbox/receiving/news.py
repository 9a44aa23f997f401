"""What new messages mean for the row of their conversation: to read, to answer, a window, the newest words."""

from datetime import datetime

from inbox.models import Conversation, Origin
from inbox.receiving.list_sql import News
from nxtchat.whatsapp.events_types import InboundMessage
from nxtchat.whatsapp.kinds import asks_something, opens_window

HISTORY, STANDBY = Origin.HISTORY.value, Origin.STANDBY.value


def asks(said: InboundMessage) -> bool:
    """Is it the customer's, and something to read? What comes out of the history was read long ago."""
    return not said.is_ours and said.origin != HISTORY and asks_something(said.kind)


def told(
    said: InboundMessage, status: str, *, conversation: int, last_at: datetime, peer: int | None, before: News | None
) -> News:
    """What the conversation's row has to be told after one more message. `last_at`: of the newest it had."""
    to_read = asks(said)
    waits = to_read and said.origin != STANDBY  # there another app has the answering
    opens = not said.is_ours and said.origin != HISTORY and opens_window(said.kind)
    news = News(
        conversation=conversation,
        said=int(to_read),
        at=said.at,
        preview=" ".join(said.text.split())[:160],
        kind=said.kind[:30],
        direction="out" if said.is_ours else "in",
        status=status if said.is_ours else "",
        peer=peer,
        first_asked_at=said.at if waits else None,
        last_asked_at=said.at if waits else None,
        window_closes_at=said.at + Conversation.WINDOW if opens else None,
        is_late=asks_something(said.kind) if said.is_ours else waits and said.at < last_at,
    )
    return _both(news, before) if before else news


def _both(news: News, before: News) -> News:
    newer, older = (news, before) if news.at >= before.at else (before, news)
    return newer._replace(
        said=news.said + before.said,
        peer=newer.peer or older.peer,
        first_asked_at=_earliest(news.first_asked_at, before.first_asked_at),
        last_asked_at=_latest(news.last_asked_at, before.last_asked_at),
        window_closes_at=_latest(news.window_closes_at, before.window_closes_at),
        is_late=news.is_late or before.is_late,
    )


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)
