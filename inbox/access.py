"""May this agent? Only here."""

from functools import reduce
from operator import or_
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from contacts.consent.queries import processable
from contacts.models import Contact
from inbox.models import Conversation, Media, NumberAccess, ReadMark
from nxtchat.team.models import Agent
from nxtchat.team.roles import GRANTS, Role
from nxtchat.whatsapp.models import Number


def numbers(agent: Agent) -> QuerySet[Number]:
    """The numbers whose conversations the agent may see."""
    if not agent.may("conversations.read"):
        return Number.objects.none()
    if agent.role == Role.ADMIN:
        return Number.objects.all()
    given = NumberAccess.objects.filter(number=OuterRef("pk"))
    return Number.objects.filter(~Exists(given) | Exists(given.filter(team__members=agent)))


def people(agent: Agent) -> list[Q]:
    """The contacts who talk to a number the agent may see, and those who talk to none of ours yet."""
    seen = numbers(agent)
    if not Number.objects.exclude(pk__in=seen).exists():
        return [Q()]
    talks = Conversation.objects.filter(number__in=list(seen.values_list("pk", flat=True)), contact=OuterRef("pk"))
    return [Q(Exists(talks)), Q(is_in_touch=False)]


def contacts(agent: Agent) -> QuerySet[Contact]:
    return Contact.objects.filter(reduce(or_, people(agent)))


def conversations(agent: Agent) -> QuerySet[Conversation]:
    """Those whose data may be used, with the numbers the agent may see."""
    return Conversation.objects.filter(processable(contact="contact__"), number__in=numbers(agent))


def conversation(
    agent: Agent, conversation_id: int, *, to: str = "conversations.read", with_names: bool = True
) -> Conversation:
    """The conversation, or the one in which it goes on; the same 404 whether it is missing or not theirs."""
    if not agent.may(to):
        raise Http404
    found = conversations(agent).select_related("contact", "number__account", "assignee", "peer", "block")
    seen = ReadMark.objects.filter(agent=agent, conversation=OuterRef("pk")).values("seen_count")
    found = found.prefetch_related("contact__identities" if with_names else None)
    found = found.annotate(seen_count=Subquery(seen[:1]))
    if one := found.filter(pk=conversation_id).first() or found.filter(poured__pk=conversation_id).first():
        return one
    raise Http404


def media(agent: Agent, public_id: UUID, *, to: str = "conversations.read") -> Media:
    """A file of a conversation that the agent may see; for others it does not exist."""
    if not agent.may(to):
        raise Http404
    found = Media.objects.filter(conversation__in=conversations(agent), public_id=public_id)
    if one := found.select_related("key", "header", "message").first():
        return one
    raise Http404


def colleagues(conversation: Conversation) -> QuerySet[Agent]:
    """Everybody who may see the conversation and answer in it."""
    answering = Agent.objects.filter(
        is_active=True, role__in=[role for role in Role if "conversations.reply" in GRANTS[role]]
    )
    given = NumberAccess.objects.filter(number=conversation.number_id)
    theirs = Q(role=Role.ADMIN) | ~Exists(given) | Exists(given.filter(team__members=OuterRef("pk")))
    return answering.filter(theirs).order_by("name")


def live_audience(agent: Agent) -> frozenset[int]:
    """The ids of the numbers about which the agent may be told anything at all."""
    if not agent.may("conversations.read"):
        raise PermissionDenied
    return frozenset(numbers(agent).values_list("pk", flat=True))
