"""Files, rows and notes of an import go when nobody can want them any more. That it took place stays on record."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from contacts.imports import keeping
from contacts.models import Import, ImportChange, ImportKey, ImportRow

SOME = 20


def tidy() -> None:
    for kept in over()[:SOME]:
        keeping.remove(kept.path)
        for rows in (ImportRow, ImportKey, ImportChange):
            found = rows.objects.filter(import_file=kept)
            found._raw_delete(found.db)
        Import.objects.filter(pk=kept.pk).update(path="", key="")


def over() -> QuerySet[Import]:
    """Those that cannot be undone any more, and those that nobody went on with."""
    now = timezone.now()
    done = Q(state=Import.State.DONE, finished_at__lt=now - Import.UNDO_FOR)
    left = Q(state__in=[*Import.OPEN, Import.State.STOPPED], created_at__lt=now - Import.DRAFT_FOR)
    return Import.objects.filter(done | left | Q(state=Import.State.UNDONE)).exclude(path="").order_by("pk")
