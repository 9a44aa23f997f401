"""Templates as programs read and write them: in Meta's own words, so that its documents describe them."""

from collections.abc import Iterator
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from nxtchat.api import Strict
from nxtchat.whatsapp.models import Account
from templates_app.models import Template

MOST = 16  # components; Meta knows eight sorts, and each comes once


class Components(serializers.ListField):
    child = serializers.DictField()

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(help_text="In Meta's own words.", max_length=MOST, required=required)

    def to_internal_value(self, data: Any) -> list[Any]:
        """Postgres keeps neither half of an emoji nor the letter 0."""
        for text in _texts(data):
            ProhibitNullCharactersValidator()(text)
            ProhibitSurrogateCharactersValidator()(text)
        return super().to_internal_value(data)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _texts(pair)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


class TemplateShape(serializers.ModelSerializer):
    """One language of one template, as Meta last described it."""

    account = serializers.CharField(source="account.waba_id", help_text="Meta's id of the business account.")
    components = Components()
    category = serializers.CharField(help_text="What it counts as, and which consent it needs.")
    correct_category = serializers.CharField(help_text="Where Meta is about to move it; empty: it stays what it is.")
    reason = serializers.CharField(source="reason_in_words", help_text="Why it was refused, in words of ours.")
    quality = serializers.CharField(help_text="GREEN, YELLOW, RED, UNKNOWN; empty: Meta has not said.")
    parameter_format = serializers.CharField(help_text="named or positional.")
    message_send_ttl_seconds = serializers.IntegerField(source="seconds_to_live", allow_null=True)

    class Meta:
        model = Template
        fields = (
            *("id", "account", "meta_id", "name", "language", "category", "correct_category", "status", "quality"),
            *("rejected_reason", "reason", "advice", "parameter_format", "components", "message_send_ttl_seconds"),
            "synced_at",
        )
        read_only_fields = fields


class ProblemShape(serializers.Serializer):
    """Something that Meta would refuse, or may."""

    field = serializers.CharField(help_text="Where it stands, such as components.1.text.")
    stops = serializers.BooleanField(help_text="As it is it cannot be submitted.")
    detail = serializers.CharField(help_text="What is wrong, and what mends it.")


class DraftShape(serializers.Serializer):
    """A template that waits for a person to submit it."""

    id = serializers.IntegerField()
    account = serializers.CharField(help_text="Meta's id of the business account.")
    template = serializers.IntegerField(allow_null=True, help_text="The one that it is to replace.")
    name = serializers.CharField()
    language = serializers.CharField()
    problems = ProblemShape(many=True)


class TemplateFilter(serializers.Serializer):
    """Which templates."""

    status = serializers.CharField(required=False, max_length=30, help_text="Meta's word, such as APPROVED.")
    category = serializers.CharField(required=False, max_length=30, help_text="Meta's word, such as MARKETING.")
    quality = serializers.CharField(required=False, max_length=20, help_text="Meta's word, such as RED.")
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the name.")


class TemplateChange(Strict):
    """What is to be another way. Components are replaced all together."""

    components = Components(required=False)
    category = serializers.CharField(required=False, max_length=30)
    message_send_ttl_seconds = serializers.IntegerField(required=False, min_value=-1, max_value=2_592_000)
    submit = serializers.BooleanField(default=True, help_text="No: kept as a draft that a person can submit.")


class AccountField(serializers.SlugRelatedField):
    """By Meta's id; where there is only one, it need not be said."""

    def __init__(self) -> None:
        help = "Meta's id of the business account; needed only where there are several."
        super().__init__("waba_id", queryset=Account.objects.order_by("pk"), required=False, help_text=help)


class NewTemplate(TemplateChange):
    """A template as Meta is asked for it; its rules are told beforehand."""

    account = AccountField()
    name = serializers.CharField(max_length=600)
    language = serializers.CharField(max_length=20)
    category = serializers.CharField(max_length=30)
    components = Components()
    parameter_format = serializers.ChoiceField(["named", "positional"], required=False)


class SampleShape(serializers.Serializer):
    """A file that reviewers may look at."""

    handle = serializers.CharField(help_text="Its name at Meta, for the header's `example.header_handle`.")


class NewSample(Strict):
    """A file for the reviewers."""

    account = AccountField()
    format = serializers.ChoiceField(["IMAGE", "VIDEO", "DOCUMENT", "GIF"], help_text="Of the header that it is for.")
    file = serializers.FileField()


class SyncedShape(serializers.Serializer):
    """What one look brought."""

    there = serializers.IntegerField(help_text="Templates that Meta has.")
    gone = serializers.IntegerField(help_text="Templates that Meta does not list any more.")
    silent = serializers.IntegerField(help_text="Accounts that did not answer; theirs stay as they were.")
