"""Whose conversation it is, and whether it is done."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from inbox import access, receiving
from inbox.models import Conversation, NumberAccess, Turn
from inbox.services.refusals import MayNotRead
from inbox.taking import locked
from nxtchat.live.stream import publish_many_on_commit, publish_on_commit
from nxtchat.team.models import Agent
from nxtchat.team.roles import GRANTS, Role


@transaction.atomic
def assign(*, conversation: Conversation, to: Agent | None, by: Agent) -> None:
    """Give the conversation to a colleague, or with None to nobody."""
    if to is not None and not access.conversations(to).filter(pk=conversation.pk).exists():
        raise MayNotRead
    conversation = locked(conversation)
    if conversation.assignee != to:
        conversation.assignee = to
        conversation.save(update_fields=["assignee"])
        _turn(conversation, Turn.Kind.ASSIGNED if to else Turn.Kind.UNASSIGNED, by=by, to=to)


@transaction.atomic
def give_back() -> None:
    """What belongs to somebody who left, or who may not answer there any more, belongs to nobody again."""
    answering = [role for role in Role if "conversations.reply" in GRANTS[role]]
    given = NumberAccess.objects.filter(number=OuterRef("number"))
    receiving.wait_for_turn()  # the handlers lock conversations as the news comes, and here many are locked at once
    sees = Q(assignee__role=Role.ADMIN) | ~Exists(given) | Exists(given.filter(team__members=OuterRef("assignee")))
    stuck = Conversation.objects.filter(assignee__isnull=False).exclude(
        sees, assignee__is_active=True, assignee__role__in=answering
    )
    found = list(stuck.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", "number"))
    if not found:
        return
    Conversation.objects.filter(pk__in=[pk for pk, _number in found]).update(assignee=None)
    Turn.objects.bulk_create([Turn(conversation_id=pk, kind=Turn.Kind.UNASSIGNED) for pk, _number in found])
    publish_many_on_commit([("conversation.changed", number, {"c": pk}) for pk, number in found])


@transaction.atomic
def resolve(*, conversation: Conversation, by: Agent) -> None:
    """Done, until the customer writes again."""
    _set_state(conversation, Conversation.State.RESOLVED, Turn.Kind.RESOLVED, by)


@transaction.atomic
def reopen(*, conversation: Conversation, by: Agent) -> None:
    """Not done after all."""
    _set_state(conversation, Conversation.State.OPEN, Turn.Kind.REOPENED, by)


def _set_state(conversation: Conversation, state: Conversation.State, kind: Turn.Kind, by: Agent) -> None:
    conversation = locked(conversation)
    if conversation.state != state:
        conversation.state = state
        conversation.save(update_fields=["state"])
        _turn(conversation, kind, by=by)


def _turn(conversation: Conversation, kind: Turn.Kind, *, by: Agent, to: Agent | None = None) -> None:
    Turn.objects.create(conversation=conversation, kind=kind, by=by, to=to)
    publish_on_commit("conversation.changed", number=conversation.number_id, c=conversation.pk)
