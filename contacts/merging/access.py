"""May this agent? Both people have to be theirs to see."""

from django.db.models import QuerySet
from django.http import Http404

from contacts import access
from contacts.models import Contact, Merge, Suggestion
from nxtchat.team.models import Agent


def suggestions(agent: Agent) -> QuerySet[Suggestion]:
    """What is still to be looked at, the newest first."""
    theirs = access.contacts(agent)
    found = Suggestion.objects.filter(state=Suggestion.State.OPEN, one__in=theirs, other__in=theirs)
    names = ("one__identities", "other__identities")
    return found.select_related("one", "other").prefetch_related(*names).order_by("-noted_at", "-pk")


def suggestion(agent: Agent, suggestion_id: int) -> Suggestion:
    found = suggestions(agent).filter(pk=suggestion_id).first()
    if not found or not agent.may("contacts.edit"):
        raise Http404
    return found


def merge(agent: Agent, merge_id: int) -> Merge:
    found = Merge.objects.filter(pk=merge_id, survivor__in=access.contacts(agent)).first()
    if not found or not agent.may("contacts.edit"):
        raise Http404
    return found


def other(agent: Agent, *, than: Contact, contact_id: str) -> Contact:
    """The second of two, as named in an address."""
    if not contact_id.isdecimal() or len(contact_id) > 18 or int(contact_id) == than.pk:
        raise Http404
    return access.contact(agent, int(contact_id), to="contacts.edit")
