"""What came in from Meta, for programs of admins. Lists hold no bodies: those hold what customers wrote."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from nxtchat.api import Asked
from webhooks import queries, readings, reasons, search, services
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
    since = serializers.DateTimeField(required=False, help_text="Received then or later.")
    before = serializers.DateTimeField(required=False, help_text="Received earlier than that.")
    message = serializers.CharField(
        required=False, max_length=search.LONGEST, help_text="About this message: its id here, or WhatsApp's."
    )
    contact = serializers.IntegerField(
        required=False, min_value=1, max_value=search.BIG - 1, help_text="About this contact."
    )


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
        wanted = asked.validated_data
        found = queries.events(wanted.get("state", ""), since=wanted.get("since"), before=wanted.get("before"))
        if "message" in wanted:
            found = found.filter(pk__in=search.about_message(wanted["message"]))
        if "contact" in wanted:
            found = found.filter(pk__in=search.of_people([wanted["contact"]]))
        return found


class Body(APIView):
    """The body of an event, byte for byte as it came. Who reads it is written down and shown to the admins."""

    capability = "events.read"

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    def get(self, request: Asked, event_id: int) -> HttpResponse:
        body = readings.read(get_object_or_404(WebhookEvent, pk=event_id), by=request.user)
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


class Replay(APIView):
    """Handle an event once more, soon. What was applied already is not applied twice."""

    capability = {"POST": "events.replay"}

    @extend_schema(request=None, responses={202: EventShape})
    def post(self, request: Request, event_id: int) -> Response:
        found = WebhookEvent.objects.filter(pk=event_id)
        get_object_or_404(found.only("pk"))
        services.replay(found)
        return Response(EventShape(queries.events().get(pk=event_id)).data, status=202)
