"""What a contact's page says about others who may be the same person, or were put together with them."""

from django import template
from django.db.models import Q
from django.utils import timezone

from contacts import access
from contacts.models import Contact, Merge, Suggestion
from nxtchat.team.models import Agent

register = template.Library()


@register.inclusion_tag("contacts/merging/_of_contact.html", takes_context=True)
def merging_of(context: template.Context, contact: Contact, agent: Agent) -> dict:
    """Doubts that are open, and merges that can still be undone."""
    theirs = access.contacts(agent)
    about = Suggestion.objects.filter(Q(one=contact, other__in=theirs) | Q(other=contact, one__in=theirs))
    names = ("one__identities", "other__identities")
    doubts = about.filter(state=Suggestion.State.OPEN).select_related("one", "other").prefetch_related(*names)[:5]
    merges = Merge.objects.filter(survivor=contact, at__gt=timezone.now() - Merge.KEPT).select_related("by")
    return {
        "contact": contact,
        "doubts": [(doubt, doubt.other if doubt.one_id == contact.pk else doubt.one) for doubt in doubts],
        "merges": merges.order_by("-pk"),
        "may_edit": agent.may("contacts.edit"),
        "csrf_token": context.get("csrf_token"),
    }
