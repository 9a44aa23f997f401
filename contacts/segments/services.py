"""Keeping conditions under a name."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Segment
from contacts.segments import conditions
from contacts.segments.conditions import Condition, Wrong
from nxtchat.team.models import Agent

MOST = 20  # conditions in one segment


class CannotKeep(Exception):
    """A segment cannot be like that, and why."""


def keep(
    *,
    name: str,
    asked: Sequence[Condition],
    match: str,
    is_shared: bool,
    by: Agent,
    segment: Segment | None = None,
) -> Segment:
    """A new segment, or this one with other conditions."""
    name = name.replace("\0", "").strip()
    if not name or len(name) > 60:
        raise CannotKeep(_("A segment needs a name of at most 60 characters."))
    if not asked or len(asked) > MOST:
        raise CannotKeep(_("A segment needs conditions, from 1 to %(most)d.") % {"most": MOST})
    try:
        cleaned = [conditions.clean(one) for one in asked]
    except Wrong as wrong:
        raise CannotKeep(str(wrong)) from wrong
    segment = segment or Segment(owner=by)
    segment.name, segment.is_shared, segment.changed_at = name, is_shared, timezone.now()
    segment.match, segment.conditions = match, [one.stored for one in cleaned]
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError:
        raise CannotKeep(_("You have a segment of this name already.")) from None
    return segment


def remove(segment: Segment) -> None:
    segment.delete()
