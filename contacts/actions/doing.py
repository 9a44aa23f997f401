"""Beginning an action, and beginning to take it back."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import fields
from contacts.actions import running
from contacts.filters import Filter
from contacts.models import Action, Field, Group, Label
from nxtchat.team.models import Agent

AT_ONCE = 200  # contacts that are changed while somebody waits


class CannotDo(Exception):
    """This cannot be done, and why."""


def begin(
    *,
    verb: str,
    by: Agent,
    ids: Sequence[int] = (),
    among: Filter | None = None,
    expected: int | None = None,
    label: Label | None = None,
    group: Group | None = None,
    field: Field | None = None,
    value: object = None,
) -> Action:
    """Do this to the contacts `ids`, or to all that the filter finds. Few are done when this returns."""
    kept = None
    if field is not None:
        try:
            kept = fields.clean(field, value)
        except fields.Unfit as unfit:
            raise CannotDo(str(unfit)) from unfit
    chosen: dict[str, Any] = {"filter": among.stored} if among else {"ids": sorted(set(ids))}
    if not among and not ids:
        raise CannotDo(_("Choose somebody first."))
    action = Action.objects.create(
        verb=verb,
        label=label,
        group=group,
        field=field,
        value=kept,
        among=chosen,
        expected=len(chosen["ids"]) if not among else expected,
        by=by,
    )
    _go_on(action)
    return action


def take_back(action: Action) -> bool:
    """As it was before, except where somebody changed it since. False: it is not done yet, or taken back already."""
    begun = Action.objects.filter(pk=action.pk, state=Action.State.DONE).update(
        state=Action.State.UNDOING, at_contact=0, moved_at=timezone.now()
    )
    if begun:
        action.expected, action.state = action.changed, Action.State.UNDOING
        _go_on(action)
    return bool(begun)


def _go_on(action: Action) -> None:
    from contacts import tasks  # tasks stand on this

    if action.expected is not None and action.expected <= AT_ONCE:
        while running.step(action.pk):
            pass
        action.refresh_from_db()
    else:
        tasks.act_on_commit(action.pk)
