"""One batch of an action at a time: the row says where it is, so any worker can go on, and none does a batch twice."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts import access, filters
from contacts.above import above
from contacts.actions import verbs
from contacts.models import Action, Change, Contact
from contacts.segments.conditions import Wrong

BATCH = 2_000
FEW = 20  # so few changed contacts are told of one by one
STALLED = timedelta(seconds=60)


@transaction.atomic
def step(action_id: int) -> bool:
    """Do, or take back, the next batch. False: it is finished, or somebody else is at it."""
    action = (
        Action.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("by", "field")
        .filter(pk=action_id, state__in=(Action.State.DOING, Action.State.UNDOING))
        .first()
    )
    if action is None:
        return False
    return _do(action) if action.state == Action.State.DOING else _undo(action)


def stalled() -> list[int]:
    """Actions that nobody goes on with: the worker died, or the nudge was lost."""
    under_way = Action.objects.filter(state__in=(Action.State.DOING, Action.State.UNDOING))
    return list(under_way.filter(moved_at__lt=timezone.now() - STALLED).order_by("pk").values_list("pk", flat=True))


def _do(action: Action) -> bool:
    ids = _next(action)
    if not ids:
        return _finished(action, Action.State.DONE)
    held = _locked(ids)
    before = verbs.do(action, held)
    Change.objects.bulk_create(
        [Change(action=action, contact_id=pk, before=value) for pk, value in sorted(before.items())],
        ignore_conflicts=True,
    )
    _moved(action, ids[-1], seen=F("seen") + len(ids), changed=F("changed") + len(before))
    _tell(list(before))
    return True


def _undo(action: Action) -> bool:
    changes = action.changes.filter(contact_id__gt=action.at_contact).order_by("contact_id")[:BATCH]
    before = dict(changes.values_list("contact_id", "before"))
    if not before:
        return _finished(action, Action.State.UNDONE)
    held = _locked(list(before))
    verbs.undo(action, held, before)
    _moved(action, max(before))
    _tell(list(before))
    return True


def _next(action: Action) -> list[int]:
    """Whom the agent who began it may still change; each contact is looked at once, whatever the action changes."""
    if action.by is None or not action.by.may("contacts.edit"):
        return []
    if "ids" in action.among:
        chosen = [pk for pk in action.among["ids"] if pk > action.at_contact][:BATCH]
        people = access.contacts(action.by).filter(pk__in=chosen)
    else:
        try:
            people = filters.people(filters.from_stored(action.among["filter"]), agent=action.by)
        except Wrong:  # its label or field is gone: nobody is meant any more
            return []
    people = people.filter(pk__gt=action.at_contact)
    return list(people.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _locked(ids: list[int]) -> list[int]:
    there = Contact.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return list(there.values_list("pk", flat=True))


def _moved(action: Action, at_contact: int, **more: object) -> None:
    Action.objects.filter(pk=action.pk).update(at_contact=at_contact, moved_at=timezone.now(), **more)


def _finished(action: Action, state: Action.State) -> bool:
    Action.objects.filter(pk=action.pk).update(state=state, moved_at=timezone.now())
    return False


def _tell(changed: list[int]) -> None:
    if len(changed) <= FEW:
        for contact in Contact.objects.filter(pk__in=changed):
            above().changed(contact)
