"""What came in from Meta, for programs of admins; without the bodies, which hold what customers wrote."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from webhooks import queries, reasons, services
from webhooks.models import WebhookEvent


class EventShape(serializers.ModelSerializer):
    """One signed POST from Meta."""

    account = serializers.IntegerField(source="account_id", allow_null=True)
    state = serializers.ChoiceField(choices=WebhookEvent.State.values)
    reason = serializers.SerializerMethodField(help_text="Why it is not handled, in words.")
    size = serializers.IntegerField(help_text="Bytes.")

    class Meta:
        model = WebhookEvent
        fields = ("id", "account", "state", "reason", "attempts", "received_at", "handled_at", "size")
        read_only_fields = fields

    def get_reason(self, event: WebhookEvent) -> str:
        return reasons.in_words(event.error)


class EventFilter(serializers.Serializer):
    state = serializers.ChoiceField(choices=WebhookEvent.State.values, required=False)


class Events(ListAPIView):
    """Every event that came in, the newest first."""

    capability = "events.read"
    serializer_class = EventShape
    newest_by = "id"

    @extend_schema(parameters=[EventFilter])
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[WebhookEvent]:
        asked = EventFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queries.events(asked.validated_data.get("state", ""))


class Replay(APIView):
    """Handle an event once more, soon. What was applied already is not applied twice."""

    capability = {"POST": "events.replay"}

    @extend_schema(request=None, responses={202: EventShape})
    def post(self, request: Request, event_id: int) -> Response:
        found = WebhookEvent.objects.filter(pk=event_id)
        get_object_or_404(found.only("pk"))
        services.replay(found)
        return Response(EventShape(queries.events().get(pk=event_id)).data, status=202)
