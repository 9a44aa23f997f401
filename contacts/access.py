"""May this agent? Only here."""

from functools import reduce
from operator import or_

import structlog
from django.db.models import Q, QuerySet
from django.http import Http404

from contacts.above import above
from contacts.consent.queries import SET_ASIDE, processable
from contacts.models import Action, Contact, Import, Mark, Segment
from nxtchat.team.models import Agent

log = structlog.get_logger(__name__)


def contacts(agent: Agent) -> QuerySet[Contact]:
    """The people the agent may know of, and whose data may be used."""
    return Contact.objects.filter(processable(), reduce(or_, seen_by(agent)))


def parts(agent: Agent) -> list[QuerySet[Contact]]:
    """The same people in parts without anybody in common: an index finds each part, but not both at once."""
    return [Contact.objects.filter(processable(), part) for part in seen_by(agent)]


def seen_by(agent: Agent) -> list[Q]:
    """Those parts as conditions. Whoever answers privacy requests must be able to find everybody."""
    if not agent.may("contacts.read"):
        return [Q(pk__in=())]
    return [Q()] if agent.may("privacy.requests") else above().seen_by(agent)


def set_aside(agent: Agent) -> QuerySet[Mark]:
    """Who is kept, but not used, and why. For whoever answers privacy requests."""
    if not agent.may("privacy.requests"):
        return Mark.objects.none()
    found = Mark.objects.filter(kind__in=SET_ASIDE, lifted_at=None)
    return found.select_related("contact", "by").prefetch_related("contact__identities")


def contact(agent: Agent, contact_id: int, *, to: str = "contacts.read") -> Contact:
    """The contact, or the same 404 whether it is missing or not theirs."""
    found = contacts(agent).filter(pk=contact_id).prefetch_related("identities", "labels").first()
    found = found or _set_aside(agent, contact_id)
    if found is None or not agent.may(to):
        raise Http404
    return found


def _set_aside(agent: Agent, contact_id: int) -> Contact | None:
    """Opened one at a time, and that somebody did is logged."""
    mark = set_aside(agent).filter(contact__pk=contact_id).first()
    if mark is None:
        return None
    log.info("contacts.set_aside_opened", contact=contact_id, by=agent.pk)
    return mark.contact


def imports(agent: Agent) -> QuerySet[Import]:
    """The files that the agent brought; whoever runs the team sees those of all."""
    if not agent.may("contacts.import"):
        return Import.objects.none()
    return Import.objects.all() if agent.may("team.manage") else Import.objects.filter(by=agent)


def import_file(agent: Agent, import_id: int) -> Import:
    """The import, or the same 404 whether it is missing or not theirs."""
    found = imports(agent).filter(pk=import_id).select_related("by").first()
    if found is None:
        raise Http404
    return found


def action(agent: Agent, action_id: str) -> Action | None:
    """What the agent did to contacts, or anybody if they run the team; None otherwise."""
    if not (action_id.isascii() and action_id.isdigit() and len(action_id) < 19):
        return None
    found = Action.objects.filter(pk=action_id).select_related("label", "group", "field")
    return found.first() if agent.may("team.manage") else found.filter(by=agent).first()


def segment(agent: Agent, segment_id: int, *, to_change: bool = True) -> Segment:
    """The segment: its owner's, whoever runs the team may change what is shared, and others may look at that."""
    found = Segment.objects.filter(pk=segment_id).first()
    may_look = found and (found.owner_id == agent.pk or found.is_shared)
    may_change = found and (found.owner_id == agent.pk or (found.is_shared and agent.may("team.manage")))
    if found is None or not (may_change if to_change else may_look):
        raise Http404
    return found
