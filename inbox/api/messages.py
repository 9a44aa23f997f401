"""The messages of a conversation: read them, and answer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from inbox import access, services
from inbox.api.message_shapes import MessageShape, NewMessage, with_context
from inbox.models import Conversation, Message
from inbox.services.words import clean, locked
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

    @extend_schema(request=NewMessage, responses={201: MessageShape, 200: MessageShape})
    def post(self, request: Asked, conversation_id: int) -> Response:
        conversation = access.conversation(request.user, conversation_id, to="conversations.reply")
        wanted = NewMessage(data=request.data)
        wanted.is_valid(raise_exception=True)
        message, is_new = _say(wanted.validated_data, conversation, request.user)
        return Response(
            MessageShape(message, context=with_context([message])).data,
            status=201 if is_new else 200,
        )


def _say(wanted: dict[str, Any], conversation: Conversation, by: Agent) -> tuple[Message, bool]:
    """The message, and whether this is the first time that it is said."""
    client_id, text, reply_to = wanted["client_id"], wanted["text"], wanted.get("reply_to")
    try:
        with transaction.atomic():
            locked(conversation)  # so that of two at once exactly one is the first
            is_new = not conversation.messages.filter(client_id=client_id).exists()
            message = services.reply(
                conversation=conversation, text=text, client_id=client_id, by=by, reply_to=str(reply_to or "")
            )
    except services.CannotSend as refusal:
        raise Conflict(refusal.code, str(refusal.reason)) from refusal
    except services.ClientIdTaken as refusal:
        raise _taken() from refusal
    except services.EmptyText as refusal:
        raise ValidationError({"text": [_("There is nothing to say.")]}, code="blank") from refusal
    except services.TextTooLong as refusal:
        words = _("At most %(limit)d characters.") % {"limit": refusal.limit}
        raise ValidationError({"text": [words]}, code="max_length") from refusal
    except services.NothingToQuote as refusal:
        words = _("There is no such message here, or WhatsApp does not know it yet.")
        raise ValidationError({"reply_to": [words]}, code="does_not_exist") from refusal
    if not is_new and not _is_the_same(message, text=text, reply_to=str(reply_to or "")):
        raise _taken()
    return message, is_new


def _is_the_same(message: Message, *, text: str, reply_to: str) -> bool:
    quoted = with_context([message])["quoted"].get(message.reply_to_wamid, "")
    return message.text == clean(text) and quoted == reply_to


def _taken() -> Conflict:
    return Conflict("client_id_taken", _("This client_id was used for another message."))
