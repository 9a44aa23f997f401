"""May this agent? Only here."""

from django.db.models import QuerySet
from django.http import Http404

from contacts.above import above
from contacts.models import Action, Contact, Import, Segment
from nxtchat.team.models import Agent


def contacts(agent: Agent) -> QuerySet[Contact]:
    """The people the agent may know of. Whoever answers privacy requests must be able to find everybody."""
    if not agent.may("contacts.read"):
        return Contact.objects.none()
    if agent.may("privacy.requests"):
        return Contact.objects.all()
    return Contact.objects.filter(above().seen_by(agent))


def contact(agent: Agent, contact_id: int, *, to: str = "contacts.read") -> Contact:
    """The contact, or the same 404 whether it is missing or not theirs."""
    found = contacts(agent).filter(pk=contact_id).prefetch_related("identities", "labels").first()
    if found is None or not agent.may(to):
        raise Http404
    return found


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
