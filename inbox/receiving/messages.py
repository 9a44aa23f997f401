"""What customers said, and what was said to them elsewhere: contacts, conversations and messages, set-wise and once."""

from collections.abc import Iterator, Sequence
from itertools import batched

from contacts.groups import stand_for
from contacts.heard import note_heard
from contacts.resolving import Sighting, resolve
from inbox import above
from inbox.models import Conversation, Origin
from inbox.models.message import REPORTED_ORDER
from inbox.receiving import joining, list_sql, wishes
from inbox.receiving import messages_sql as sql
from inbox.receiving.holders import find_holders
from inbox.receiving.news import asks, told
from inbox.receiving.nudging import nudge
from inbox.receiving.placed import Placed, as_columns, first_of_each
from inbox.receiving.repeats import Heard, News, only_news
from inbox.receiving.statuses import apply_waiting
from nxtchat.live import stream
from nxtchat.postgres import pipelined
from nxtchat.whatsapp.events_types import InboundMessage

TOGETHER = 25  # files that one task fetches
HISTORY, STANDBY = Origin.HISTORY.value, Origin.STANDBY.value
OPEN, RESOLVED = Conversation.State.OPEN.value, Conversation.State.RESOLVED.value


def receive(heard: Sequence[Heard]) -> list[bool]:
    """Apply messages and changes of identity in their order. False: nobody could be found who said it.

    A message that is on file already changes nothing at all, neither names nor counters.
    """
    news = only_news(heard)
    resolved = resolve([_sighting(one.heard) for one in news])
    joining.follow(resolved)
    groups = stand_for((said.group_id, said.at) for said in _said(news) if said.group_id)
    placed, nobodys = [], set()
    for one, known in zip(news, resolved.known, strict=True):
        line, update, event = one.heard
        if not isinstance(update, InboundMessage):
            continue
        contact, peer = (known.contact, known.peer) if known else (one.contact, None)
        contact = resolved.joined.get(contact, contact) if contact else None
        if group := groups.get(update.group_id):
            placed.append(Placed(line.id, group.contact, group.peer, update, event, speaker=contact))
        elif contact:
            placed.append(Placed(line.id, contact, peer, update, event))
        else:
            nobodys.add(one.place)
    if placed:
        _add(placed)
    _move_own(heard)
    return [place not in nobodys for place in range(len(heard))]


def _said(news: Sequence[News]) -> Iterator[InboundMessage]:
    return (one.heard.update for one in news if isinstance(one.heard.update, InboundMessage))


def _sighting(heard: Heard) -> Sighting:
    line, update, _event = heard
    if isinstance(update, InboundMessage):
        return Sighting(update.sender, line.scope, update.at)
    return Sighting(update.after, line.scope, update.at, was=update.before)


def _add(placed: list[Placed]) -> None:
    wanted = wishes.hold(placed)
    with pipelined():  # which takes Postgres as long as it takes us to lay out the rest
        note_heard((one.speaker or one.contact, one.said.at, not one.speaker) for one in placed if not one.said.is_ours)
        first, rows = first_of_each(placed), as_columns(placed)
    opened = sql.open_conversations(first)
    filed = sql.add_messages([opened[one.number, one.contact].id for one in placed], rows)
    added = [(place, found) for place in placed if (found := filed.get((place.number, place.said.wamid)))]
    news: dict[int, list_sql.News] = {}
    for place, found in added:
        news[found.conversation] = told(
            place.said,
            found.status,
            conversation=found.conversation,
            last_at=opened[place.number, place.contact].last_message_at,
            peer=place.peer,
            before=news.get(found.conversation),
        )
    if news:
        list_sql.tell_conversations(sorted(news.values()))
    back = {one.id: one.state for one in opened.values() if one.state != OPEN and _speaks(news.get(one.id))}
    if resolved := [conversation for conversation, state in back.items() if state == RESOLVED]:
        list_sql.note_reopened(resolved)
    overheard = {found.conversation for place, found in added if place.said.origin == STANDBY}
    if elsewhere := overheard | {one.id for one in opened.values() if one.held_by}:
        find_holders(elsewhere)
    if speakers := [(found.id, place.speaker) for place, found in added if place.speaker]:
        sql.name_speakers(sorted(speakers))
    if with_files := [(place, found) for place, found in added if place.said.files]:
        _add_files(with_files)
    if ours := [found.id for place, found in added if place.said.is_ours]:
        apply_waiting(ours)
    if wanted:
        wishes.note(wanted, added)
    above.heard([found.id for place, found in added if found.is_new and asks(place.said)])
    _publish(added)
    stream.publish_many_on_commit(
        [
            ("conversation.changed", number, {"c": one.id})
            for (number, _contact), one in opened.items()
            if one.id in back
        ]
    )


def _speaks(news: "list_sql.News | None") -> bool:
    """Whether the customer said anything, so that what was put aside comes back."""
    return bool(news and news.said)


def _add_files(added: list[tuple[Placed, "sql.Added"]]) -> None:
    rows = [
        (
            found.id,
            found.conversation,
            "referral" if one.is_of_advert else "file",
            one.kind,
            one.mime,
            one.filename,
            one.sha256,
            one.is_voice,
            one.meta_id,
            one.until,
        )
        for place, found in added
        for one in place.said.files
    ]
    for media in batched(sql.add_files(rows), TOGETHER, strict=False):
        nudge("inbox.tasks.fetch_media", media, queue="media")


def _move_own(heard: Sequence[Heard]) -> None:
    """The history says what became of messages that were not sent from here, also of those that we have already."""
    rows = {
        (line.id, update.wamid): update.status
        for line, update, _event in heard
        if isinstance(update, InboundMessage) and update.is_ours and update.status
    }
    if rows:
        sql.move_right([(*key, status) for key, status in sorted(rows.items())], [one.value for one in REPORTED_ORDER])


def _publish(added: list[tuple[Placed, "sql.Added"]]) -> None:
    """Nobody is told of the history: it happened long ago."""
    events: list[stream.Event] = []
    for place, found in added:
        ids = {"c": found.conversation, "m": found.id}
        if not found.is_new:
            events.append(("message.changed", place.number, ids))
        elif place.said.origin != HISTORY:
            events.append(("message.added", place.number, ids))
    stream.publish_many_on_commit(events)
