"""What the API says about conversations and numbers, and what it takes."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from contacts.models import Contact
from inbox import access
from inbox.models import Conversation
from nxtchat.api import Strict
from nxtchat.team.models import Agent
from nxtchat.whatsapp.checkup import State
from nxtchat.whatsapp.glance import glance
from nxtchat.whatsapp.models import Number

LARGEST_ID = 2**63 - 1


class Health(serializers.Serializer):
    state = serializers.ChoiceField(choices=[state.value for state in State])
    words = serializers.CharField()


class NumberShape(serializers.ModelSerializer):
    """A connected number."""

    health = serializers.SerializerMethodField()
    limit = serializers.CharField(
        source="account.limit_tier",
        help_text="How many people all numbers of the account may write to first in a day, in Meta's word.",
    )
    is_pretend = serializers.BooleanField()

    class Meta:
        model = Number
        fields = (
            "id",
            "phone_number_id",
            "display_phone",
            "verified_name",
            "status",
            "quality",
            "limit",
            "throughput",
            "health",
            "is_pretend",
        )
        read_only_fields = fields

    @extend_schema_field(Health)
    def get_health(self, number: Number) -> dict[str, str]:
        seen = glance(number)
        return {"state": seen.state.value, "words": seen.words}


class ContactShape(serializers.ModelSerializer):
    """Who it is, in short."""

    name = serializers.CharField(source="display_name")
    address = serializers.CharField(help_text="Their number, or their username where they hide it.")

    class Meta:
        model = Contact
        fields = ("id", "name", "address")
        read_only_fields = fields


class ConversationShape(serializers.ModelSerializer):
    """All that one contact and one of our numbers say to each other."""

    contact = ContactShape(read_only=True)
    number = serializers.IntegerField(source="number_id")
    status = serializers.ChoiceField(source="state", choices=Conversation.State.values)
    assignee = serializers.IntegerField(source="assignee_id", allow_null=True, help_text="The id of an agent.")
    labels = serializers.SerializerMethodField()
    unread = serializers.IntegerField(help_text="Messages of the customer that this token's agent has not seen.")

    class Meta:
        model = Conversation
        fields = (
            "id",
            "contact",
            "number",
            "status",
            "assignee",
            "labels",
            "window_closes_at",
            "last_message_at",
            "unread",
        )
        read_only_fields = fields

    def get_labels(self, conversation: Conversation) -> list[str]:
        return sorted(label.name for label in conversation.contact.labels.all())


class ConversationFilter(serializers.Serializer):
    """Which conversations."""

    status = serializers.ChoiceField(choices=[*Conversation.State.values, "all"], default="open")
    assignee = serializers.RegexField(
        r"^(me|none|[0-9]{1,18})$", required=False, help_text="`me`, `none`, or the id of an agent."
    )
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, max_length=60
    )
    number = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    q = serializers.CharField(required=False, max_length=200, help_text="Part of a name, a username or a number.")


class ConversationChange(Strict):
    """What to change; what is left out stays."""

    status = serializers.ChoiceField(required=False, choices=[Conversation.State.OPEN, Conversation.State.RESOLVED])
    assignee = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=LARGEST_ID, help_text="The id of an agent, or null."
    )

    def validate_assignee(self, agent_id: int | None) -> Agent | None:
        if agent_id is None:
            return None
        found = access.colleagues(self.context["conversation"]).filter(pk=agent_id).first()
        if found is None:
            raise serializers.ValidationError(_("Nobody with this id may answer here."), code="does_not_exist")
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError(_("Say what to change: `status`, `assignee`, or both."), code="required")
        return attrs
