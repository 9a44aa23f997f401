"""Writing down how attempts to send ended, one or many at once. Only the attempt that holds a message may say so."""

import logging
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from contacts import noting
from contacts.models import Identity
from inbox import above, consequences, endings, receiving
from inbox import settling_sql as sql
from inbox.consequences import Trouble
from inbox.endings import Ending
from inbox.models import Message
from inbox.receiving import statuses_sql
from inbox.receiving.holding import lock_messages
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.client import GraphError, GraphRefused, GraphUnavailable, Sent

PATIENCE = 10.0  # seconds

log = logging.getLogger(__name__)


class Ended(NamedTuple):
    """A message as it was when its attempt began, and how that ended."""

    message: Message
    ending: Ending


def settle(message: Message, result: Sent | BaseException | None) -> None:
    """Write down what came of the one attempt. An answer is not lost over a database that restarts."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            record(endings_of([(message, result)]))
            return
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > end:
                raise
            connection.close()
            time.sleep(0.5)


def unprepared(message: Message, problem: GraphError) -> None:
    """Its file could not be brought to WhatsApp first."""
    record([Ended(message, endings.unprepared(problem, tries=1 + sql.tries([message.pk]).get(message.pk, 0)))])


def end(message: Message, ending: Ending) -> None:
    """It ends without an answer of WhatsApp's: one of the constants of endings.py."""
    record([Ended(message, ending)])


def endings_of(results: Iterable[tuple[Message, Sent | BaseException | None]]) -> list[Ended]:
    """What each result means, our patience included."""
    results = list(results)
    unlucky = [message.pk for message, result in results if isinstance(result, GraphRefused | GraphUnavailable)]
    tried = sql.tries(unlucky) if unlucky else {}
    return [Ended(message, endings.ending(result, tries=1 + tried.get(message.pk, 0))) for message, result in results]


def record(ended: Sequence[Ended], *, only_free: bool = False) -> list[Ended]:
    """Write down a batch of endings in a few statements, and apply the reports that waited for them.

    Many at once are only written down where nobody else holds the conversation; the others are returned, for later.
    """
    if not ended:
        return []
    try:
        with transaction.atomic():
            busy = _record(ended, only_free=only_free)
    except IntegrityError:
        if len(ended) > 1:
            return [left for each in ended for left in record([each], only_free=only_free)]
        # Two messages with one id: statuses then find ours by the callback data that they echo.
        log.warning("message %s was given an id that another one has", ended[0].message.pk)
        with transaction.atomic():
            busy = _record(ended, with_names=False)
    left = [each for each in ended if each.message.pk in busy]
    _follow([each for each in ended if each.message.pk not in busy] if left else ended)
    return left


def _record(ended: Sequence[Ended], *, with_names: bool = True, only_free: bool = False) -> set[int]:
    if with_names:
        _note_ids(ended)  # contacts are locked before conversations, those before messages
    by_id = {each.message.pk: each for each in ended}
    written, moved = [], []
    rows = lock_messages(sorted(by_id), only_free=only_free)
    busy = sql.still_there(by_id.keys() - {row.id for row in rows}) if only_free else set()
    for row in rows:
        message, ending = by_id[row.id]
        if row.attempt != message.attempt:
            continue  # somebody tried again meanwhile; the attempt keeps what we know
        moves = row.status in Message.MOVES[ending.status]
        wamid = ending.sent.wamid if ending.sent and with_names else ""
        if moves or wamid:
            error = ending.error
            written.append(
                sql.Written(
                    row.id, ending.status.value, moves, wamid, ending.wait, error.code if error else None, _words(error)
                )
            )
        if moves:
            moved.append((row, ending))
    sql.update_messages(written)
    # What we refused in the queue was not tried again, and the try before it ended as it did.
    tried = [each for each in ended if each.message.pk not in busy and not each.ending.is_ours]
    sql.end_attempts([_attempt(each) for each in tried])
    statuses_sql.update_conversations([(row.id, row.conversation, ending.status.value) for row, ending in moved])
    above.moved([row.id for row, _ending in moved])
    if taken := {
        row.conversation for row, ending in moved if ending.sent and by_id[row.id].message.conversation.held_by
    }:
        receiving.find_holders(taken)
    publish_many_on_commit(
        event
        for row, _ending in moved
        for event in (
            ("message.changed", row.number, {"c": row.conversation, "m": row.id}),
            ("conversation.changed", row.number, {"c": row.conversation}),
        )
    )
    if named := [row.id for row in written if row.wamid]:
        receiving.apply_waiting(named)
    return busy


def _follow(ended: Sequence[Ended]) -> None:
    now = timezone.now()
    consequences.follow(
        [
            Trouble(message.number_id, ending.error.code, message.conversation_id, now)
            for message, ending in ended
            if isinstance(ending.error, GraphRefused) and ending.error.code is not None and not ending.is_ours
        ]
    )
    for message, ending in ended:
        if ending.hold:
            pace.hold(number=message.number_id, seconds=ending.hold, rate=pace.rate(message.number))


def _attempt(each: Ended) -> sql.Ended:
    error = each.ending.error
    return sql.Ended(
        each.message.pk,
        each.message.attempt,
        each.ending.outcome,
        error.code if error else None,
        error.trace_id if error else "",
    )


def _words(error: GraphError | None) -> str | None:
    if error is None:
        return None
    return orjson.dumps({"title": error.title, "details": error.details, "trace_id": error.trace_id}).decode()


def _note_ids(ended: Sequence[Ended]) -> None:
    """Ids of people that an answer named and that we do not know; usually there are none."""
    told = [(message.conversation, message.number.account.identity_scope, ending.sent) for message, ending in ended
            if ending.sent and (ending.sent.wa_id or ending.sent.bsuid)]  # fmt: skip
    values = {value for _conversation, _scope, sent in told for value in (sent.wa_id, sent.bsuid) if value}
    known = set(Identity.objects.filter(value__in=values).values_list("value", flat=True)) if values else set()
    for conversation, scope, sent in sorted(told, key=lambda each: each[0].contact_id):
        if {sent.wa_id, sent.bsuid} - known - {""}:
            noting.note_ids(contact=conversation.contact, wa_id=sent.wa_id, bsuid=sent.bsuid, scope=scope)
