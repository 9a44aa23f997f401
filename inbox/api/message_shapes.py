"""What the API says about a message."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inbox import folding
from inbox.api.media_shapes import MediaShape
from inbox.folding import About
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
    media = serializers.SerializerMethodField()
    reactions = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField(help_text="Its words as they are now; nothing, once it was deleted.")
    edited_at = serializers.SerializerMethodField(help_text="When its words were changed last.")
    deleted_at = serializers.SerializerMethodField(help_text="When whoever said it deleted it for everybody.")
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
            "edited_at",
            "deleted_at",
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
        quoted = self.context["around"].quoted(message)
        return str(quoted.client_id) if quoted else None

    def get_text(self, message: Message) -> str:
        about = self._about(message)
        return "" if about.revoke else about.edited.text if about.edited else message.text

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_edited_at(self, message: Message) -> datetime | None:
        edit = self._about(message).edited
        return edit.created_at if edit else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_deleted_at(self, message: Message) -> datetime | None:
        revoke = self._about(message).revoke
        return revoke.created_at if revoke else None

    @extend_schema_field(MediaShape(many=True))
    def get_media(self, message: Message) -> Any:
        files = [] if self._about(message).revoke else self.context["media"].get(message.pk, [])
        return MediaShape(files, many=True).data

    @extend_schema_field(Reaction(many=True))
    def get_reactions(self, message: Message) -> list[dict[str, Any]]:
        return [
            {"emoji": reaction.text, "direction": reaction.direction, "at": reaction.created_at}
            for reaction in self._about(message).reactions
        ]

    def _about(self, message: Message) -> About:
        return self.context["around"].about(message)


def with_context(messages: list[Message]) -> dict[str, Any]:
    """What the shape of these messages needs beside them: what stands around them, and their files."""
    media: dict[int, list[Media]] = {}
    for file in Media.objects.filter(message__in=messages, role=Media.Role.FILE).order_by("pk"):
        media.setdefault(file.message_id or 0, []).append(file)
    return {"around": folding.around(messages), "media": media}
