"""What has piled up leaves in batches: after an outage, and whatever is said to many. The rules are those of delivery.

One thread claims and writes down, another one posts. A batch is chosen, asked of the gate, given its slots and claimed
in one transaction, under locks that no other worker waits for. Its bodies are built before, so what is claimed here
leaves at once, and its POST is noted to begin in the same step.
"""

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from inbox import delivery, gate, settling
from inbox import sending_sql as sql
from inbox.delivery import Verdict
from inbox.endings import Ending
from inbox.models import Media, Message
from inbox.settling import Ended
from nxtchat import stopping
from nxtchat.whatsapp import pace
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.posting import Landed, Poster

BUDGET = 60.0  # seconds; then the worker is free for others, and the next sweep goes on
RECORD_EVERY, MOST = 0.05, 500  # results are written down after so many seconds or so many messages
LOOK_EVERY = 1.0  # seconds between two looks for numbers that have something to send

PATIENCE = 30.0  # seconds that results wait for a database that is away
SHORTEST_REST = 0.02  # so that a number whose slots come one by one is not looked at for each
HAS_FILES = Exists(Media.objects.filter(message=OuterRef("pk"), role=Media.Role.FILE))

_one_at_a_time = Lock()  # a second run in this process would only share its connections and its interpreter


class Batch:
    """What may leave of one number now, and what may not."""

    def __init__(self) -> None:
        self.leaving: list[tuple[Message, Number, dict[str, Any]]] = []
        self.ready: list[tuple[Message, dict[str, Any]]] = []  # if there is a slot
        self.ended: list[Ended] = []  # they never will
        self.later: list[tuple[int, float]] = []  # message, and how many seconds it waits
        self.rest: float | None = None  # seconds until more may leave; None: nothing waits


def send_waiting(*, budget: float = BUDGET, poster: Callable[[], Poster[Message]] = Poster) -> int:
    """Send what has piled up, of all numbers, until nothing of it may leave now. Returns how many were posted."""
    if not _one_at_a_time.acquire(blocking=False):
        return 0
    try:
        with poster() as opened:
            return Run(opened, until=time.monotonic() + budget, queues=with_something_waiting, choose=choose).run()
    finally:
        _one_at_a_time.release()


class Run[Queue]:
    """`queues`: those with something to send; `choose`: what may leave of one now; `endings`: what answers mean."""

    def __init__(
        self,
        poster: Poster[Message],
        *,
        until: float,
        queues: Callable[[], Iterable[Queue]],
        choose: Callable[..., Batch],
        endings: Callable[[list[Landed[Message]]], list[Ended]] = settling.endings_of,
    ) -> None:
        self.poster, self.until = poster, until
        self.look, self.choose, self.endings = queues, choose, endings
        self.queues: dict[Queue, float] = {}  # and when each may send again
        self.look_at = 0.0
        self.landed: list[Landed[Message]] = []  # answered
        self.ended: list[Ended] = []  # and what that means, not yet written down
        self.posted = 0

    def run(self) -> int:
        while True:
            try:
                going_on = self._send()
                self._write_down()
            except (OperationalError, InterfaceError):
                # What is in hand must not be lost over a database that restarts.
                if connection.in_atomic_block or time.monotonic() > self.until + PATIENCE:
                    raise
                connection.close()
                time.sleep(0.5)
                continue
            if not (self.poster.flying or self.landed or self.ended) and not (going_on and self._rest()):
                return self.posted

    def _send(self) -> bool:
        now = time.monotonic()
        if now > self.until or stopping.asked.is_set():
            return False
        if now >= self.look_at:
            self.queues = {queue: self.queues.get(queue, 0.0) for queue in self.look()}
            self.look_at = now + LOOK_EVERY
        for queue, due in list(self.queues.items()):
            if due <= now and self.poster.free:
                batch = self.choose(queue, most=min(self.poster.free, MOST))
                self.poster.post(batch.leaving)
                self.posted += len(batch.leaving)
                self.queues[queue] = now + batch.rest if batch.rest is not None else self.look_at
                self.ended += batch.ended
        return bool(self.queues)

    def _write_down(self) -> None:
        if self.ended and not self.poster.flying:
            time.sleep(RECORD_EVERY)  # somebody holds their conversations
        self.landed += self.poster.land(within=RECORD_EVERY, most=MOST)
        self.ended += self.endings(self.landed)
        self.landed = []
        self.ended = settling.record(self.ended, only_free=True)

    def _rest(self) -> bool:
        """Nothing flies: sleep until some number may send. False: that is too far away."""
        wait = min(self.queues.values()) - time.monotonic()
        return wait <= 2 * LOOK_EVERY and not stopping.asked.wait(max(0.0, wait))


@transaction.atomic
def choose(number: Number, *, most: int) -> Batch:
    """Take messages for one attempt each, which begins now."""
    number.refresh_from_db(fields=["status", "stopped_at", "stopped_code", "throughput", "is_on_phone"])
    batch, rate = Batch(), pace.rate(number)
    messages = list(_due(number)[: min(most, pace.bulk_burst(rate))])
    known = gate.facts_of_all(messages, account=number.account_id) if messages else {}
    for message in messages:
        message.number = number
        _sort(message, known[message.pk], batch)
        batch.rest = SHORTEST_REST
    if batch.ready:
        pairs = [message.conversation_id for message, _body in batch.ready]
        slots = pace.reserve(number=number.pk, pairs=pairs, rate=rate)
        batch.rest = max(slots.next_in, SHORTEST_REST)
        for (message, body), wait in zip(batch.ready, slots.waits, strict=True):
            if wait == 0:
                batch.leaving.append((message, number, body))
            elif wait:
                batch.later.append((message.pk, wait))
        sql.begin([message.pk for message, _number, _body in batch.leaving])
    sql.put_off(batch.later)
    return batch


def _sort(message: Message, known: gate.Facts, batch: Batch) -> None:
    """The same questions as in delivery."""
    verdict = delivery.judge(message, known)
    to = gate.recipient(message.conversation)
    if isinstance(verdict, Ending):
        batch.ended.append(Ended(message, verdict))
    elif verdict is not Verdict.GO or to is None:
        batch.later.append((message.pk, delivery.LOOK_AGAIN.total_seconds()))
    else:
        message.attempt += 1  # as `begin` writes it, and as the body says
        body = delivery.body_of(message, to=to)
        if isinstance(body, Ending):
            message.attempt -= 1
            batch.ended.append(Ended(message, body))
        else:
            batch.ready.append((message, body))


def _due(number: Number) -> QuerySet[Message]:
    """Locked, without waiting for anybody. What has a file to bring first is left to delivery, one by one."""
    waiting = delivery.due().filter(~HAS_FILES, number=number).order_by("pk")
    return waiting.select_related("conversation__peer").select_for_update(of=("self",), no_key=True, skip_locked=True)


def with_something_waiting() -> QuerySet[Number]:
    waiting = delivery.due().filter(~HAS_FILES, number=OuterRef("pk"))
    return Number.objects.filter(Exists(waiting), stopped_at=None).select_related("account").order_by("pk")
