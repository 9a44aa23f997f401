"""Templates for programs: see them, and have them read from Meta now."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from templates_app import queries, syncing
from templates_app.models import Template


class TemplateShape(serializers.ModelSerializer):
    """One language of one template, as Meta last described it."""

    account = serializers.CharField(source="account.waba_id", help_text="Meta's id of the business account.")
    components = serializers.ListField(child=serializers.DictField(), help_text="In Meta's own words.")

    class Meta:
        model = Template
        fields = (
            "id",
            "account",
            "name",
            "language",
            "category",
            "status",
            "rejected_reason",
            "components",
            "synced_at",
        )
        read_only_fields = fields


class TemplateFilter(serializers.Serializer):
    """Which templates."""

    status = serializers.CharField(required=False, max_length=30, help_text="Meta's word, such as APPROVED.")
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the name.")


class SyncedShape(serializers.Serializer):
    """What one look brought."""

    there = serializers.IntegerField(help_text="Templates that Meta has.")
    gone = serializers.IntegerField(help_text="Templates that Meta does not list any more.")
    silent = serializers.IntegerField(help_text="Accounts that did not answer; theirs stay as they were.")


class Templates(ListAPIView):
    """The templates that Meta has, the newest first."""

    capability = "templates.read"
    serializer_class = TemplateShape
    newest_by = "id"

    @extend_schema(parameters=[TemplateFilter])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Template]:
        asked = TemplateFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        found = queries.templates(q=asked.validated_data.get("q", ""))
        status = asked.validated_data.get("status")
        return found.filter(status=status.upper()) if status else found


class Sync(APIView):
    """Ask Meta now which templates there are. Otherwise this happens every hour."""

    capability = {"POST": "templates.edit"}

    @extend_schema(request=None, responses=SyncedShape)
    def post(self, request: Request) -> Response:
        return Response(SyncedShape(syncing.sync_all()).data)
