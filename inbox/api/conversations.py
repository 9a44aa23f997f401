"""Numbers and conversations: look, assign, resolve."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts.queries import named
from inbox import access, queries, services
from inbox.api.shapes import ConversationChange, ConversationFilter, ConversationShape, NumberShape
from inbox.models import Conversation
from nxtchat.api import Asked
from nxtchat.team.models import Agent
from nxtchat.whatsapp.models import Number


class Numbers(ListAPIView):
    """The numbers that are connected, and how each is doing."""

    request: Asked
    capability = "numbers.read"
    serializer_class = NumberShape

    def get_queryset(self) -> QuerySet[Number]:
        return access.numbers(self.request.user).select_related("account")


class Conversations(ListAPIView):
    """The conversations, those with the newest messages first."""

    request: Asked
    capability = "conversations.read"
    serializer_class = ConversationShape
    newest_by = "last_message_at"

    @extend_schema(parameters=[ConversationFilter])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Conversation]:
        asked = ConversationFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return listed(self.request.user, **asked.validated_data)


class OneConversation(APIView):
    """One conversation: see it, give it to somebody, resolve it or open it again."""

    capability = {"GET": "conversations.read", "PATCH": "conversations.reply"}

    @extend_schema(responses=ConversationShape)
    def get(self, request: Asked, conversation_id: int) -> Response:
        return Response(
            ConversationShape(_shown(request.user, access.conversation(request.user, conversation_id))).data
        )

    @extend_schema(request=ConversationChange, responses=ConversationShape)
    def patch(self, request: Asked, conversation_id: int) -> Response:
        conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
        change = ConversationChange(data=request.data, context={"conversation": conversation})
        change.is_valid(raise_exception=True)
        _apply(change.validated_data, conversation, request.user)
        return Response(ConversationShape(_shown(request.user, conversation)).data)


@transaction.atomic
def _apply(change: dict[str, Any], conversation: Conversation, by: Agent) -> None:
    if "assignee" in change:
        try:
            services.assign(conversation=conversation, to=change["assignee"], by=by)
        except services.MayNotRead as error:
            raise ValidationError({"assignee": _("This agent may not see the conversation.")}) from error
    if "status" in change:
        do = services.resolve if change["status"] == Conversation.State.RESOLVED else services.reopen
        do(conversation=conversation, by=by)


def _shown(agent: Agent, conversation: Conversation) -> Conversation:
    return listed(agent, status="all").get(pk=conversation.pk)


def listed(
    agent: Agent, *, status: str, assignee: str = "", label: str = "", number: int | None = None, q: str = ""
) -> QuerySet[Conversation]:
    """What the agent may see of what was asked for, with all that its shape shows."""
    found = access.conversations(agent)
    if status != "all":
        found = found.filter(state=status)
    if assignee == "me":
        found = found.filter(assignee=agent)
    elif assignee:
        found = found.filter(assignee=None if assignee == "none" else int(assignee))
    if label:
        found = found.filter(contact__labels__name=label)
    if number:
        found = found.filter(number=number)
    if q:
        found = found.filter(named(q, seen=access.people(agent), contact="contact__"))
    return queries.with_what_rows_show(found, agent).prefetch_related("contact__labels")
