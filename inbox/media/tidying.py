"""Files that no row knows: what a killed worker left behind, and what stayed when rows were deleted by other hands."""

import logging
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models import Q
from django.utils import timezone

from inbox.media import storing
from inbox.models import HeaderFile, Media

FOLDERS = 256  # the storage has so many, one is looked at each time
EVERY = 600  # seconds, as in the timetable; so in two days everything was looked at
OLD = timedelta(days=1)  # younger files may be on their way into a row
SUSPICIOUS = 20

log = logging.getLogger(__name__)


def tidy(*, folder: str = "") -> int:
    """Remove what nobody knows from one folder, and from where unfinished files lie. Returns how many were removed."""
    _empty_spool()
    folder = folder or f"{int(time.time() // EVERY) % FOLDERS:02x}"
    storage = storing.media_storage()
    try:
        there = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
    except FileNotFoundError:
        return 0
    if not there:
        return 0
    ours = Q(path__in=there) | Q(thumbnail_path__in=there)
    columns = ("path", "thumbnail_path")
    rows: list[tuple[str, ...]] = list(HeaderFile.objects.filter(ours).values_list(*columns))
    rows += Media.objects.filter(ours | Q(playable_path__in=there)).values_list(*columns, "playable_path")
    known = {path for row in rows for path in row}
    unknown = [path for path in sorted(there - known) if _is_old(storage, path)]
    if len(unknown) > SUSPICIOUS and len(unknown) > len(there & known):
        # Rather than a hundred killed workers, this is a database that is not the one of these files.
        log.warning("%d of %d files in %s belong to no row; they stay", len(unknown), len(there), folder)
        return 0
    storing.remove(unknown)
    return len(unknown)


def _is_old(storage: Storage, path: str) -> bool:
    try:
        return storage.get_modified_time(path) < timezone.now() - OLD
    except FileNotFoundError:
        return False


def _empty_spool() -> None:
    spool = Path(settings.MEDIA_SPOOL)
    for file in spool.iterdir() if spool.is_dir() else ():
        try:
            if file.stat().st_mtime < time.time() - OLD.total_seconds():
                file.unlink()
        except FileNotFoundError:  # its worker was alive
            continue
