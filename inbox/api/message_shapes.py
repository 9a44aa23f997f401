"""What the API says about a message, and what it takes to send one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inbox.api.media_shapes import MediaShape
from inbox.models import Direction, Media, Message, Status
from nxtchat.whatsapp.errors import explain


class Failure(serializers.Serializer):
    code = serializers.IntegerField(allow_null=True, help_text="WhatsApp's.")
    title = serializers.CharField()
    remedy = serializers.CharField()
    retryable = serializers.BooleanField()


class Reaction(serializers.Serializer):
    emoji = serializers.CharField()
    direction = serializers.ChoiceField(choices=Direction.values)
    at = serializers.DateTimeField()


class MessageShape(serializers.ModelSerializer):
    """One thing said, by either side."""

    id = serializers.UUIDField(source="client_id")
    conversation = serializers.IntegerField(source="conversation_id")
    contact = serializers.IntegerField(source="conversation.contact_id")
    direction = serializers.ChoiceField(choices=Direction.values)
    status = serializers.ChoiceField(choices=Status.values)
    author = serializers.IntegerField(source="author_id", allow_null=True, help_text="The id of an agent.")
    error = serializers.SerializerMethodField()
    reply_to = serializers.SerializerMethodField(help_text="The id of the message that this one answers.")
    media = MediaShape(many=True)
    reactions = serializers.SerializerMethodField()
    pricing = serializers.DictField(allow_null=True, help_text="As WhatsApp reported it.")

    class Meta:
        model = Message
        fields = (
            "id",
            "client_id",
            "conversation",
            "contact",
            "direction",
            "kind",
            "text",
            "status",
            "error",
            "author",
            "reply_to",
            "media",
            "reactions",
            "pricing",
            "created_at",
            "sent_at",
            "delivered_at",
            "read_at",
            "failed_at",
        )
        read_only_fields = fields

    @extend_schema_field(Failure(allow_null=True))
    def get_error(self, message: Message) -> dict[str, Any] | None:
        if message.status != Status.FAILED:
            return None
        found = explain(message.error_code)
        title, remedy = str(found.title), str(found.remedy)
        return {"code": message.error_code, "title": title, "remedy": remedy, "retryable": found.retry_helps}

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_reply_to(self, message: Message) -> str | None:
        return self.context["quoted"].get(message.reply_to_wamid)

    @extend_schema_field(Reaction(many=True))
    def get_reactions(self, message: Message) -> list[dict[str, Any]]:
        return self.context["reactions"].get(message.wamid, []) if message.wamid else []


def with_context(messages: list[Message]) -> dict[str, Any]:
    """What the shape of these messages needs beside them: files, what they answer, how people reacted to them."""
    prefetch_related_objects(messages, Prefetch("media", Media.objects.order_by("pk")))
    return {"quoted": _quoted(messages), "reactions": _reactions(messages)}


def _quoted(messages: Iterable[Message]) -> dict[str, str]:
    wanted = {message.reply_to_wamid for message in messages if message.reply_to_wamid}
    numbers = {message.number_id for message in messages}
    found = Message.objects.filter(number__in=numbers, wamid__in=wanted) if wanted else []
    return {message.wamid: str(message.client_id) for message in found}


def _reactions(messages: list[Message]) -> dict[str, list[dict]]:
    """The last reaction of each side to each message; an empty one takes it back."""
    wamids = [message.wamid for message in messages if message.wamid]
    if not wamids:
        return {}
    conversations = {message.conversation_id for message in messages}
    said = Message.objects.filter(conversation__in=conversations, kind="reaction", reply_to_wamid__in=wamids)
    said = said.exclude(status__in=(Status.FAILED, Status.CANCELLED)).order_by("created_at", "id")
    last: dict[tuple[str, str], dict] = {}
    for reaction in said:
        told = {"emoji": reaction.text, "direction": reaction.direction, "at": reaction.created_at}
        last[reaction.reply_to_wamid, reaction.direction] = told
    found: dict[str, list[dict]] = {}
    for (wamid, _side), told in last.items():
        if told["emoji"]:
            found.setdefault(wamid, []).append(told)
    return found
