"""The words that people are sorted by, for programs: labels, groups, fields, segments."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from contacts.models import Field, Group, Label, Segment
from contacts.segments.queries import segments_for
from nxtchat.api import Asked


class LabelShape(serializers.ModelSerializer):
    """A word on people."""

    class Meta:
        model = Label
        fields = ("id", "name", "colour")
        read_only_fields = fields


class GroupShape(serializers.ModelSerializer):
    """People whom somebody put together."""

    class Meta:
        model = Group
        fields = ("id", "name", "created_at")
        read_only_fields = fields


class FieldShape(serializers.ModelSerializer):
    """Something that is known of people beyond what WhatsApp tells."""

    choices = serializers.ListField(child=serializers.CharField(), help_text="Of a choice: the words to choose from.")

    class Meta:
        model = Field
        fields = ("id", "key", "name", "kind", "choices")
        read_only_fields = fields


class ConditionShape(serializers.Serializer):
    """One thing that is true of whoever is in a segment."""

    kind = serializers.CharField()
    op = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class SegmentShape(serializers.ModelSerializer):
    """Whoever meets these conditions, whenever it is asked for."""

    conditions = ConditionShape(many=True)

    class Meta:
        model = Segment
        fields = ("id", "name", "match", "conditions", "is_shared", "changed_at")
        read_only_fields = fields


class Labels(ListAPIView):
    """The labels, the newest first."""

    capability = "contacts.read"
    serializer_class = LabelShape
    newest_by = "id"
    queryset = Label.objects.all()


class Groups(ListAPIView):
    """The groups, the newest first."""

    capability = "contacts.read"
    serializer_class = GroupShape
    newest_by = "id"
    queryset = Group.objects.all()


class Fields(ListAPIView):
    """The fields, the newest first."""

    capability = "contacts.read"
    serializer_class = FieldShape
    newest_by = "id"
    queryset = Field.objects.all()


class Segments(ListAPIView):
    """The agent's own segments and those that are shared, the newest first."""

    request: Asked
    capability = "contacts.read"
    serializer_class = SegmentShape
    newest_by = "id"

    def get_queryset(self) -> QuerySet[Segment]:
        return segments_for(self.request.user)
