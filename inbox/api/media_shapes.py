"""What the API says about a file, and what it takes to bring one."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from inbox.models import Media
from nxtchat.api import Strict
from nxtchat.whatsapp.media_rules import RULES


class MediaShape(serializers.ModelSerializer):
    """One file of a message."""

    id = serializers.UUIDField(source="public_id", help_text="What a message of yours names it by.")
    state = serializers.ChoiceField(choices=Media.State.values)
    reason = serializers.CharField(help_text="Why it is refused, or not here yet.")
    url = serializers.SerializerMethodField(help_text="Where it is, for who has a token. Null until it is here.")

    class Meta:
        model = Media
        fields = ("id", "kind", "mime", "filename", "size", "state", "reason", "url")
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_url(self, media: Media) -> str | None:
        return settings.PUBLIC_URL + reverse("api:one_media", args=[media.public_id]) if media.path else None


class NewMedia(Strict):
    """A file, as a form of the web sends it (multipart/form-data)."""

    conversation = serializers.IntegerField(help_text="The conversation in which it will be said.")
    file = serializers.FileField(allow_empty_file=True, max_length=1000)
    kind = serializers.ChoiceField(choices=list(RULES), required=False, help_text="Where its type alone is not plain.")
    voice = serializers.BooleanField(default=False, help_text="A recording; it is made into a voice note.")

    def wanted(self) -> dict[str, Any]:
        given = self.validated_data
        return {"file": given["file"], "kind": given.get("kind"), "is_voice": given["voice"]}
