"""Consent for programs: what holds, all that was said, and one more word."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from contacts import access
from contacts.consent import services
from contacts.consent.ledger import AHEAD
from contacts.consent.queries import state
from contacts.models import ConsentEvent, Contact, Mark, Purpose
from nxtchat.api import Asked, Strict

SHOWN = 200


class ConsentEventShape(serializers.ModelSerializer):
    """Somebody's yes or no. Nothing that was said is ever changed."""

    channel = serializers.CharField(read_only=True, help_text="Where they said it; empty where nobody noted that.")

    class Meta:
        model = ConsentEvent
        fields = ("id", "purpose", "is_given", "at", "source", "channel", "wording", "version", "language", "evidence")
        read_only_fields = fields


class ConsentShape(serializers.Serializer):
    """What holds, and why."""

    state = serializers.DictField(child=serializers.BooleanField(), help_text="By purpose; unspoken ones are missing.")
    marks = serializers.ListField(child=serializers.ChoiceField(choices=Mark.Kind.choices))
    history = ConsentEventShape(many=True, help_text=f"The newest {SHOWN}.")


class ConsentAsked(Strict):
    """What somebody said, as another program heard it."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    is_given = serializers.BooleanField()
    wording = serializers.CharField(max_length=2000, help_text="The words they agreed to, or said no in.")
    at = serializers.DateTimeField(required=False, help_text="When they said it, if not just now.")
    channel = serializers.ChoiceField(choices=ConsentEvent.Channel.choices, required=False, help_text="Where.")
    version = serializers.CharField(max_length=80, required=False, help_text="Of the words, as you number them.")
    language = serializers.CharField(max_length=10, required=False, help_text="Of the words.")
    evidence = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text="Where the proof is.")

    def validate_at(self, at: datetime) -> datetime:
        if at > timezone.now() + AHEAD:
            raise serializers.ValidationError(_("This lies in the future."))
        return at


class Consent(APIView):
    """Whether somebody may be written to, and for what."""

    capability = {"GET": "contacts.read", "POST": "contacts.edit"}

    @extend_schema(responses=ConsentShape)
    def get(self, request: Asked, contact_id: int) -> Response:
        return Response(_shown(access.contact(request.user, contact_id)))

    @extend_schema(request=ConsentAsked, responses={201: ConsentShape})
    def post(self, request: Asked, contact_id: int) -> Response:
        contact = access.contact(request.user, contact_id, to="contacts.edit")
        asked = ConsentAsked(data=request.data)
        asked.is_valid(raise_exception=True)
        services.write_down(contact=contact, by=request.user, source=ConsentEvent.Source.API, **asked.validated_data)
        return Response(_shown(contact), status=201)


def _shown(contact: Contact) -> dict:
    found = {
        "state": {purpose: held.is_given for purpose, held in state(contact).items()},
        "marks": contact.marks.filter(lifted_at=None).values_list("kind", flat=True),
        "history": contact.consent_events.all()[:SHOWN],
    }
    return dict(ConsentShape(found).data)
