"""Looking at what customers wrote, as Meta sent it: allowed to admins, and remembered."""

from datetime import timedelta

from django.utils import timezone

from nxtchat.team.models import Agent
from webhooks.models import BodyReading, WebhookEvent

KEPT = timedelta(days=30)  # as every note about who did what


def read(event: WebhookEvent, *, by: Agent) -> bytes:
    """The body; who asked for it stands in the list before they have it."""
    BodyReading.objects.create(event=event, agent=by)
    return bytes(event.body)


def forget() -> None:
    BodyReading.objects.filter(at__lt=timezone.now() - KEPT).delete()
