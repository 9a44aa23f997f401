"""What people do with a file they bring: say how to read it, have it checked, import it, stop, undo."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import structlog
from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone

from contacts import tasks
from contacts.imports import columns, keeping, planning, planning_sql, preview
from contacts.imports.planning import REFUSED, SKIPPED
from contacts.imports.reading import reader
from contacts.models import Import, ImportKey, ImportRow
from nxtchat.team.models import Agent

State = Import.State
PIECE = 256 * 1024

log = structlog.get_logger(__name__)


class NotNow(Exception):
    """The import is past this, or not yet there."""


def start(*, file: File, by: Agent) -> Import:
    """Keep the file and guess how it is to be read. keeping.TooLarge, tables.Unreadable."""
    facts = keeping.keep(file.chunks(PIECE))
    kept = Import(by=by, filename=(file.name or "").replace("\0", "")[-200:], **facts)
    try:
        preview.guess(kept)
    except Exception:
        keeping.remove(kept.path)
        raise
    kept.save()
    log.info("contacts.import_started", import_id=kept.pk, by=by.pk)
    return kept


@transaction.atomic
def read_as(kept: Import, *, encoding: str, delimiter: str, has_header: bool, country: str) -> None:
    held = _open(kept)
    before = (held.encoding, held.delimiter, held.has_header, held.country)
    held.encoding, held.delimiter, held.has_header, held.country = encoding, delimiter, has_header, country
    if before == (encoding, delimiter, has_header, country):
        return
    if before[:3] != (encoding, delimiter, has_header):
        held.rows.all().delete()  # what was fixed by hand stood in other cells
    preview.look_at_columns(held)
    _back_to_draft(held)


@transaction.atomic
def map_columns(kept: Import, *, chosen: Sequence[str]) -> None:
    held = _open(kept)
    if list(chosen) != held.columns:
        held.columns = list(chosen)
        _back_to_draft(held)


@transaction.atomic
def note_consent(kept: Import, *, has_consent: bool | None, wording: str, how: str, on: date | None) -> None:
    """What these people agreed to; every word is kept as it is typed."""
    held = _open(kept)
    given = {"has_consent": has_consent, "consent_wording": wording, "consent_how": how, "consent_on": on}
    if any(getattr(held, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(held, name, value)
        _back_to_draft(held)


@transaction.atomic
def check(kept: Import) -> None:
    """Have every row looked at. Nothing is written to anybody yet."""
    held = _open(kept)
    if held.state == State.DRAFT and not missing(held):
        _begin(held, State.CHECKING)


def missing(kept: Import) -> list[str]:
    """Steps that are not finished."""
    steps = ["columns"] if columns.problems(kept.columns) else []
    proof = (kept.consent_wording, kept.consent_how, kept.consent_on)
    is_proven = kept.has_consent is False or (kept.has_consent and all(proof))
    return steps + ([] if is_proven else ["consent"])


@transaction.atomic
def fix(kept: Import, *, line: int, cells: Sequence[str]) -> ImportRow:
    """Somebody typed a refused row anew. It is checked at once; what is still wrong stands in it."""
    held = _locked(kept)
    if held.state != State.CHECKED:
        raise NotNow
    row = held.rows.select_for_update().get(line=line, outcome=ImportRow.Outcome.REFUSED)
    row.cells = [cell.replace("\0", "").strip()[:10_000] for cell in cells]
    row.is_fixed = True
    with connection.cursor() as cursor:
        planning_sql.forget_line(cursor, held.pk, line)
        entry = reader(held.columns, country=held.country)(line, row.cells)
        held.doubles = Import.Doubles.OVERWRITE
        [planned] = planning.plan(cursor, held, [entry])
    row.outcome = planned.outcome if planned.outcome in {REFUSED, SKIPPED} else ImportRow.Outcome.FIXED
    row.why, row.column = planned.why, entry.column
    row.save()
    held.counts[REFUSED] -= 1
    held.counts[planned.outcome] = held.counts.get(planned.outcome, 0) + 1
    held.save(update_fields=["counts"])
    return row


@transaction.atomic
def choose(kept: Import, *, doubles: str) -> None:
    """What is to become of people who are on file already."""
    held = _locked(kept)
    if held.state == State.CHECKED:
        held.doubles = doubles
        held.save(update_fields=["doubles"])


@transaction.atomic
def go(kept: Import) -> None:
    held = _locked(kept)
    if held.state == State.CHECKED:
        held.rows.filter(outcome=ImportRow.Outcome.DIFFERS).delete()
        held.started_at = timezone.now()
        _begin(held, State.RUNNING, started_at=held.started_at)
        log.info("contacts.import_begun", import_id=held.pk)


@transaction.atomic
def stop(kept: Import) -> None:
    """After the batch that is being written. What is written stays, until it is undone."""
    held = _locked(kept)
    if held.state == State.RUNNING:
        _move(held, State.STOPPED)
    elif held.state == State.CHECKING:
        _back_to_draft(held)


@transaction.atomic
def resume(kept: Import) -> None:
    held = _locked(kept)
    if held.state == State.STOPPED and held.path:
        _move(held, State.RUNNING, reason="")
        tasks.work_on_commit(held.pk)


@transaction.atomic
def undo(kept: Import, *, by: Agent) -> None:
    held = _locked(kept)
    if held.can_be_undone:
        _move(held, State.UNDOING, undone={})
        tasks.work_on_commit(held.pk)
        log.info("contacts.import_undone", import_id=held.pk, by=by.pk)


@transaction.atomic
def discard(kept: Import) -> None:
    """Nothing of it was written, and nothing of it stays."""
    held = _open(kept)
    path = held.path
    transaction.on_commit(lambda: keeping.remove(path))
    held.delete()


def _locked(kept: Import) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("by").get(pk=kept.pk)


def _open(kept: Import) -> Import:
    held = _locked(kept)
    if not held.is_open or not held.path:
        raise NotNow
    return held


def _begin(held: Import, state: Import.State, **facts: Any) -> None:
    _move(held, state, position=0, counts={}, total=None if state == State.CHECKING else held.total, **facts)
    tasks.work_on_commit(held.pk)


def _move(held: Import, state: Import.State, **facts: Any) -> None:
    """Whoever is at work on it notices at the next batch."""
    held.state, held.lease_until, held.tries = state, None, 0
    for name, value in facts.items():
        setattr(held, name, value)
    held.save()


def _back_to_draft(held: Import) -> None:
    """What was checked was checked for something else."""
    keys = ImportKey.objects.filter(import_file=held)
    keys._raw_delete(keys.db)
    held.rows.filter(is_fixed=False).delete()
    _move(held, State.DRAFT, position=0, counts={}, total=None, reason="")
