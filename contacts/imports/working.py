"""The work on a file, in batches: each is one transaction that holds the rows it wrote and how far the file has come.

Whoever works holds a lease. If it ends, as when a worker was killed, the sweep hands the file to another, who goes on
behind the last batch that was committed.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from contacts.imports import recording, tables, undoing
from contacts.imports.planning import Plan, plan
from contacts.imports.reading import reader
from contacts.imports.writing import Overtaken, write
from contacts.models import Import
from nxtchat import stopping

BATCH = 2_000
LEASE = timedelta(seconds=60)  # longer than a batch takes
SHIFT = 60  # seconds after which the task makes room for others
CHANCES = 5
TRIES = 5  # so often a worker may break off at one place of a file

State = Import.State


class LetGo(Exception):
    """Somebody stopped it, changed it, or took it over."""


def waiting() -> list[int]:
    """Files that nobody works on, though somebody should."""
    return list(_free().order_by("pk").values_list("pk", flat=True)[:20])


def work(import_id: int) -> bool:
    """Do some of what is due. Is there more?"""
    if not _free().filter(pk=import_id).update(run=F("run") + 1, tries=F("tries") + 1, lease_until=Now() + LEASE):
        return False
    kept = Import.objects.select_related("by").get(pk=import_id)
    if kept.tries > TRIES:
        _give_up(kept, "given_up")
        return False
    end = time.monotonic() + SHIFT
    try:
        for _batch in _undo(kept) if kept.state == State.UNDOING else _read(kept):
            if stopping.asked.is_set() or time.monotonic() > end:
                _ours(kept).update(lease_until=None, tries=0)
                return True
    except LetGo:
        return False
    except tables.Unreadable as error:
        _give_up(kept, error.reason)
    return False


def _give_up(kept: Import, reason: str) -> None:
    """Nobody goes on by itself; what was written stays, and can be taken back."""
    state = State.UNREADABLE if kept.state == State.CHECKING else State.STOPPED
    _ours(kept).update(state=state, reason=reason, lease_until=None, tries=0)


def _free():
    ended = Q(lease_until=None) | Q(lease_until__lt=Now())
    return Import.objects.filter(ended, state__in=Import.AT_WORK)


def _ours(kept: Import):
    return Import.objects.filter(pk=kept.pk, run=kept.run, state=kept.state)


def _read(kept: Import) -> Iterable[None]:
    """Checks or imports, batch by batch."""
    read = reader(kept.columns, country=kept.country)
    for lines in batched(tables.lines(kept, after=kept.position), BATCH):
        for chance in range(1, CHANCES + 1):
            try:
                _batch(kept, lines, read)
                break
            except Overtaken:
                if chance == CHANCES:
                    raise
        yield
    done = State.CHECKED if kept.state == State.CHECKING else State.DONE
    ended = None if done == State.CHECKED else timezone.now()
    total = kept.position
    if not total:
        raise tables.Unreadable("empty")
    _ours(kept).update(state=done, total=total, lease_until=None, finished_at=ended)


@transaction.atomic
def _batch(kept: Import, lines: Sequence[tables.Line], read) -> None:
    held = _hold(kept)
    if held.state == State.CHECKING:
        held.doubles = Import.Doubles.OVERWRITE  # what differs at all is counted; what is done about it is chosen later
    fixed = recording.fixed(held, lines[0][0], lines[-1][0])
    entries = [read(line, fixed.get(line, cells)) for line, cells in lines]
    with connection.cursor() as cursor:
        plans = plan(cursor, held, entries)
        if held.state == State.RUNNING:
            write(cursor, held, plans)
        recording.record(cursor, held, plans)
    _count(held, plans)
    held.position += len(lines)
    held.lease_until = timezone.now() + LEASE
    held.tries = 0
    held.save(update_fields=["position", "counts", "made", "lease_until", "tries"])
    kept.position = held.position


def _hold(kept: Import) -> Import:
    """The row, for as long as this batch takes, if it is still ours."""
    held = _ours(kept).select_related("by").select_for_update(of=("self",)).first()
    if held is None:
        raise LetGo
    return held


def _count(held: Import, plans: Sequence[Plan]) -> None:
    held.counts = dict(Counter(held.counts) + Counter(one.outcome for one in plans))


def _undo(kept: Import) -> Iterable[None]:
    while True:
        with transaction.atomic():
            held = _hold(kept)
            is_more = undoing.undo_some(held, most=BATCH)
            held.state = State.UNDOING if is_more else State.UNDONE
            held.lease_until = timezone.now() + LEASE
            held.tries = 0
            held.save(update_fields=["undone", "state", "lease_until", "tries"])
        if not is_more:
            return
        yield
