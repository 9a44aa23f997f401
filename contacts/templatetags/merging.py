"""What a contact's page says about others who may be the same person, or were put together with them."""

from django import template
from django.db.models import Q
from django.utils import timezone

from contacts import access
from contacts.models import Contact, Merge, Suggestion
from nxtchat.team.models import Agent

LOOKED_AT, SHOWN = 50, 5  # doubts about one contact

register = template.Library()


@register.inclusion_tag("contacts/merging/_of_contact.html", takes_context=True)
def merging_of(context: template.Context, contact: Contact, agent: Agent) -> dict:
    """Doubts that are open, and merges that can still be undone."""
    about = Suggestion.objects.filter(Q(one=contact) | Q(other=contact), state=Suggestion.State.OPEN)
    names = ("one__identities", "other__identities")
    open_ones = list(about.select_related("one", "other").prefetch_related(*names).order_by("pk")[:LOOKED_AT])
    others = [doubt.other if doubt.one_id == contact.pk else doubt.one for doubt in open_ones]
    seen = set(access.contacts(agent).filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    doubts = [(doubt, other) for doubt, other in zip(open_ones, others, strict=True) if other.pk in seen]
    merges = Merge.objects.filter(survivor=contact, at__gt=timezone.now() - Merge.KEPT).select_related("by")
    return {
        "contact": contact,
        "doubts": doubts[:SHOWN],
        "merges": merges.order_by("-pk"),
        "may_edit": agent.may("contacts.edit"),
        "csrf_token": context.get("csrf_token"),
    }
