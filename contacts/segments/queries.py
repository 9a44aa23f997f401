"""Conditions become one query, whoever asks: the list, bulk actions, exports, campaigns."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from contacts.models import Contact, Segment
from contacts.segments import conditions
from contacts.segments.conditions import Condition
from nxtchat.team.models import Agent


def matching(asked: Sequence[Condition], *, match: str = Segment.Match.ALL) -> Q:
    """Of whom all, or any, of these are true; with no condition, of everybody. Wrong if one cannot be asked."""
    found = Q()
    for one in asked:
        of_one = conditions.query(one)
        found = found | of_one if match == Segment.Match.ANY else found & of_one
    return found


def conditions_of(segment: Segment) -> list[Condition]:
    return conditions.from_stored(segment.conditions)


def people_in(segment: Segment) -> QuerySet[Contact]:
    """Everybody in the segment now; whoever shows them to somebody narrows it to whom they may see.

    A condition that cannot be asked any more (its label or field is gone) raises Wrong: better nobody than too many.
    """
    asked = [conditions.clean(one) for one in conditions_of(segment)]
    if not asked:
        return Contact.objects.none()
    return Contact.objects.filter(matching(asked, match=segment.match))


def segments_for(agent: Agent) -> QuerySet[Segment]:
    """The agent's own, and those that somebody shares."""
    return Segment.objects.filter(Q(owner=agent) | Q(is_shared=True)).select_related("owner")
