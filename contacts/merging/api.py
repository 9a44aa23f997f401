"""Contacts that may be one person, for programs."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts import access
from contacts.merging import access as merging_access
from contacts.merging import services
from contacts.models import Merge, Suggestion
from nxtchat.api import Asked, Conflict, Strict


class DoubleShape(serializers.ModelSerializer):
    """Two contacts that somebody should look at."""

    one = serializers.IntegerField(source="one_id")
    other = serializers.IntegerField(source="other_id")
    reason = serializers.ChoiceField(choices=Suggestion.Reason.values)

    class Meta:
        model = Suggestion
        fields = ("id", "one", "other", "reason", "noted_at")
        read_only_fields = fields


class MergeShape(serializers.ModelSerializer):
    """Two contacts that became one. It can be undone for 30 days."""

    contact = serializers.IntegerField(source="survivor_id", help_text="The contact that stays.")
    gone = serializers.IntegerField(source="gone_id", help_text="The contact that is gone, and its id once it is back.")

    class Meta:
        model = Merge
        fields = ("id", "contact", "gone", "at")
        read_only_fields = fields


class MergeAsked(Strict):
    other = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="The contact that goes.")


class UndoneShape(serializers.Serializer):
    contact = serializers.IntegerField(help_text="The contact that is back.")


class Doubles(ListAPIView):
    """Contacts that may be one person, the newest doubt first."""

    capability = "contacts.read"
    serializer_class = DoubleShape
    newest_by = "id"

    def get_queryset(self) -> QuerySet[Suggestion]:
        return merging_access.suggestions(self.request.user).order_by()  # type: ignore[arg-type]


class Merges(APIView):
    """Say that two contacts are one person."""

    capability = "contacts.edit"

    @extend_schema(request=MergeAsked, responses={201: MergeShape})
    def post(self, request: Asked, contact_id: int) -> Response:
        asked = MergeAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        kept = access.contact(request.user, contact_id, to="contacts.edit")
        other = merging_access.other(request.user, than=kept, contact_id=str(asked.validated_data["other"]))
        try:
            done = services.merge(keep=kept, drop=other, by=request.user)
        except services.Impossible as error:
            raise Conflict("impossible", _("One of them is a group, or is not there any more.")) from error
        return Response(MergeShape(done).data, status=201)


class Undo(APIView):
    """Say that they are two people after all."""

    capability = "contacts.edit"

    @extend_schema(request=None, responses=UndoneShape)
    def post(self, request: Asked, merge_id: int) -> Response:
        done = merging_access.merge(request.user, merge_id)
        try:
            back = services.undo(done=done, by=request.user)
        except services.Impossible as error:
            raise Conflict("impossible", _("This cannot be undone any more.")) from error
        return Response({"contact": back.pk})
