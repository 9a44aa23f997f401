"""The messages of a conversation: read them, and answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from inbox import access, services
from inbox.api.message_shapes import MessageShape, with_context
from inbox.api.sending_schemas import FIRST_MESSAGE, NEW_MESSAGE
from inbox.api.sending_shapes import FirstMessage, NewMessage
from inbox.models import Conversation, Message
from nxtchat.api import Asked, Conflict
from nxtchat.team.models import Agent


class Messages(GenericAPIView):
    """What was said, the newest first; and a way to answer."""

    capability = {"GET": "conversations.read", "POST": "conversations.reply"}
    serializer_class = MessageShape
    newest_by = "created_at"

    @extend_schema(responses=MessageShape(many=True))
    def get(self, request: Asked, conversation_id: int) -> Response:
        conversation = access.conversation(request.user, conversation_id)
        page = self.paginate_queryset(conversation.messages.select_related("conversation")) or []
        return self.get_paginated_response(MessageShape(page, many=True, context=with_context(page)).data)

    @extend_schema(request=NEW_MESSAGE, responses={201: MessageShape, 200: MessageShape})
    def post(self, request: Asked, conversation_id: int) -> Response:
        conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
        wanted = NewMessage(data=request.data)
        wanted.is_valid(raise_exception=True)
        return answer(*said(conversation, wanted.validated_data, request.user))


class FirstMessages(GenericAPIView):
    """Write to somebody, whether or not there is a conversation with them. Outside their window: a template."""

    capability = {"POST": "conversations.reply"}
    serializer_class = MessageShape

    @extend_schema(request=FIRST_MESSAGE, responses={201: MessageShape, 200: MessageShape})
    def post(self, request: Asked) -> Response:
        wanted = FirstMessage(data=request.data, context={"agent": request.user})
        wanted.is_valid(raise_exception=True)
        asked = dict(wanted.validated_data)
        address, number = asked.pop("to"), asked.pop("number")
        with transaction.atomic():  # who is not written to after all is not put on file
            conversation = services.conversation_with(number=number, to=address)
            return answer(*said(conversation, asked, request.user))


def answer(message: Message, is_new: bool) -> Response:
    shown = MessageShape(message, context=with_context([message])).data
    return Response(shown, status=201 if is_new else 200)


def said(conversation: Conversation, wanted: dict[str, Any], by: Agent) -> tuple[Message, bool]:
    """The message, and whether this is the first time that it is said."""
    asked = {**wanted}
    try:
        return services.compose(conversation=conversation, asked=asked, client_id=asked.pop("client_id"), by=by)
    except services.CannotSend as refusal:
        raise Conflict(refusal.code, str(refusal.reason)) from refusal
    except services.ClientIdTaken as refusal:
        raise Conflict("client_id_taken", _("This client_id was used for another message.")) from refusal
    except services.Unsayable as refusal:
        raise _not_so(*((fault.where, fault.words, fault.code) for fault in refusal.faults)) from refusal
    except services.NothingToQuote as refusal:
        field = "reaction.message_id" if wanted.get("kind") == "reaction" else "reply_to"
        words = _("There is no such message here, or WhatsApp does not know it yet.")
        raise _not_so((field, words, "does_not_exist")) from refusal
    except services.CannotReact as refusal:
        words = _("WhatsApp takes no reaction to this message.")
        raise _not_so(("reaction.message_id", words, "invalid")) from refusal
    except services.NoSuchFile as refusal:
        words = _("There is no such file here, or it was sent already, or it does not fit the kind.")
        field = "media.id" if wanted.get("media") else str(wanted["kind"])
        raise _not_so((field, words, "does_not_exist")) from refusal


def _not_so(*faults: tuple[str, str, str]) -> ValidationError:
    found: dict[str, list[ErrorDetail]] = {}
    for field, words, code in faults:
        found.setdefault(field, []).append(ErrorDetail(words, code))
    return ValidationError(found)
