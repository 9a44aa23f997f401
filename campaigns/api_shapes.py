"""What a campaign looks like to programs."""

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from campaigns import tallying
from campaigns.models import Campaign, Recipient
from nxtchat.api import Strict
from nxtchat.whatsapp.errors import explain
from templates_app.filling.sources import read

MOST = 1000  # people named in one request


class AudienceShape(Strict):
    """Who gets it. Parts are put together; whoever is in several gets it once."""

    segments = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)
    groups = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)
    labels = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)
    imports = serializers.ListField(child=serializers.IntegerField(), required=False, max_length=50)


class CampaignShape(serializers.ModelSerializer):
    """One campaign and how far it has come."""

    template = serializers.IntegerField(source="template_id")
    number = serializers.IntegerField(source="number_id")
    stopped_for = serializers.CharField(read_only=True, help_text="The guard that paused it; empty where none did.")
    states = serializers.SerializerMethodField(help_text="How many people are in which state.")

    class Meta:
        model = Campaign
        fields = (
            *("id", "name", "template", "number", "values", "audience", "state", "category", "created_at"),
            *("starts_at", "finish_by", "quiet_from", "quiet_until", "zone", "per_second", "per_day", "repeats"),
            *("stop_percent", "stop_among", "cap_messages", "cap_days", "held_back", "hold_out"),
            *("started_at", "frozen_at", "paused_at", "stopped_for", "ended_at", "doubles", "states"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_states(self, campaign: Campaign) -> dict[str, int]:
        return tallying.sums(campaign).states


class Limits(Strict):
    """How fast it goes, and what stops it; all of it may be left out."""

    finish_by = serializers.DateTimeField(required=False, allow_null=True, default_timezone=UTC)
    quiet_from = serializers.TimeField(required=False, allow_null=True)
    quiet_until = serializers.TimeField(required=False, allow_null=True)
    per_second = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=1000)
    per_day = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2_000_000_000)
    stop_percent = serializers.IntegerField(required=False, min_value=0, max_value=100)
    stop_among = serializers.IntegerField(required=False, min_value=20, max_value=100_000)
    cap_messages = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=100)
    cap_days = serializers.IntegerField(required=False, min_value=1, max_value=90)
    held_back = serializers.ChoiceField(required=False, choices=Campaign.HeldBack.choices)
    hold_out = serializers.IntegerField(required=False, min_value=0, max_value=90)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            raise serializers.ValidationError({"quiet_until": _("Quiet hours need a beginning and an end.")})
        return data


class NewCampaign(Limits):
    """A campaign that is to be prepared; nothing is sent before it is started."""

    name = serializers.CharField(max_length=120)
    template = serializers.IntegerField(help_text="Of an approved template.")
    number = serializers.IntegerField(help_text="Of one of your numbers.")
    values = serializers.DictField(
        required=False, help_text="What is filled in, by place: words, or {from, field, fallback, value}."
    )
    audience = AudienceShape(required=False)

    def validate_values(self, values: dict[str, Any]) -> dict[str, Any]:
        try:
            read(values)
        except ValueError as error:
            raise serializers.ValidationError(_("This is not how values are given.")) from error
        return values


class ScheduleAsked(Strict):
    at = serializers.DateTimeField(default_timezone=UTC)


class NamedPeople(Strict):
    """People who are put into the audience one by one."""

    contacts = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=MOST
    )


class NamedShape(serializers.Serializer):
    """How many of them are new in it, and which of the ids nobody has."""

    added = serializers.IntegerField()
    unknown = serializers.ListField(child=serializers.IntegerField())


class RecipientFilter(serializers.Serializer):
    state = serializers.ChoiceField(required=False, choices=Recipient.State.choices)
    rule = serializers.ChoiceField(required=False, choices=Recipient.Rule.choices)


class RecipientShape(serializers.ModelSerializer):
    """One person of a campaign, and what became of it."""

    contact = serializers.IntegerField(source="contact_id", allow_null=True)
    message = serializers.UUIDField(source="message.client_id", default=None)
    error = serializers.SerializerMethodField()

    class Meta:
        model = Recipient
        fields = (
            *("id", "contact", "state", "rule", "variant", "message", "tries", "due_at", "begun_at", "sent_at"),
            *("delivered_at", "read_at", "replied_at", "clicked_at", "failed_at", "error"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_error(self, recipient: Recipient) -> dict[str, Any] | None:
        if recipient.error_code is None:
            return None
        problem = explain(recipient.error_code)
        return {"code": recipient.error_code, "title": str(problem.title), "remedy": str(problem.remedy)}


class ReportShape(serializers.Serializer):
    """The sums of a campaign. Each is of `people`; what somebody reached once stays counted."""

    people = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField())
    left_out = serializers.DictField(child=serializers.IntegerField(), source="rules")
    reached = serializers.DictField(child=serializers.IntegerField(), source="facts")
    failures = serializers.ListField(child=serializers.DictField())
    variants = serializers.DictField(child=serializers.DictField())
