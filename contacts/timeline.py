"""What happened with a contact, newest first: from the tables of contacts, and from what apps above add."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from django.utils.translation import gettext as _

from contacts.above import above
from contacts.actions import choices
from contacts.models import Action, Change, ConsentEvent, Contact, ImportChange, Merge
from contacts.models.consent import Purpose
from nxtchat.team.models import Agent

PAGE = 30


@dataclass(frozen=True, order=True)
class Moment:
    at: datetime
    kind: str
    words: str
    by: str = ""
    text: str = ""  # what somebody wrote
    url: str = ""


# (contact, whoever looks, only what is older than this, so many at most) → the newest first
Source = Callable[[Contact, Agent, datetime | None, int], Iterable[Moment]]
_sources: list[Source] = []


def adds(source: Source) -> Source:
    """Called once by whoever knows of something that happens with contacts, when the program starts."""
    _sources.append(source)
    return source


def of(contact: Contact, *, agent: Agent, before: datetime | None = None) -> tuple[Sequence[Moment], datetime | None]:
    """A page of it, and where the next one begins."""
    found = [moment for source in _sources for moment in source(contact, agent, before, PAGE + 1)]
    newest = nlargest(PAGE + 1, found)
    return newest[:PAGE], newest[PAGE - 1].at if len(newest) > PAGE else None


def _older(rows, column: str, before: datetime | None, most: int):
    found = rows.filter(**{f"{column}__lt": before}) if before else rows
    return found.order_by(f"-{column}", "-pk")[:most]


@adds
def _changes(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    rows = Change.objects.filter(contact=contact).select_related(
        "action__label", "action__group", "action__field", "action__by"
    )
    for row in _older(rows, "action__at", before, most):
        words = choices.in_words(row.action)
        if row.action.state == Action.State.UNDONE:
            words = _("%(what)s (taken back)") % {"what": words}
        yield Moment(row.action.at, "change", words, str(row.action.by or ""))


@adds
def _notes(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    for note in _older(contact.notes.select_related("author"), "created_at", before, most):
        yield Moment(note.created_at, "note", _("Note"), str(note.author or ""), note.text)


@adds
def _consent(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    purposes = dict(Purpose.choices)
    events = list(_older(ConsentEvent.objects.filter(contact=contact).select_related("by"), "at", before, most))
    proofs = above().addresses([event.message for event in events if event.message])
    for event in events:
        said = _("Agreed to: %(purpose)s") if event.is_given else _("Does not want any more: %(purpose)s")
        words = said % {"purpose": purposes.get(event.purpose, event.purpose)}
        by = str(event.by) if event.by else event.get_source_display()
        yield Moment(event.at, "consent", words, by, event.wording, proofs.get(event.message or 0, ""))


@adds
def _merges(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    for merge in _older(Merge.objects.filter(survivor=contact).select_related("by"), "at", before, most):
        yield Moment(merge.at, "merge", _("Put together with another contact"), str(merge.by or ""))


@adds
def _imports(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    rows = ImportChange.objects.filter(contact=contact).select_related("import_file__by")
    for row in _older(rows, "import_file__created_at", before, most):
        words = _("Brought by a file") if row.is_new else _("Changed by a file")
        yield Moment(row.import_file.created_at, "import", words, str(row.import_file.by or ""))


@adds
def _beginning(contact: Contact, agent: Agent, before: datetime | None, most: int) -> Iterable[Moment]:
    if not before or contact.created_at < before:
        yield Moment(contact.created_at, "beginning", _("On file from here on"))
