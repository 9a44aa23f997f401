"""What Meta told us, exactly as it arrived."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.Model):
    """One signed POST from Meta, byte for byte. It was committed before Meta was told 200."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        HANDLED = "handled", _("Handled")
        FAILED = "failed", _("Failed")
        UNROUTED = "unrouted", _("Not understood")

    body = models.BinaryField()
    sha256 = models.BinaryField(max_length=32, unique=True)  # Meta redelivers; the same bytes are kept once
    # Whose secret signed it. No index: accounts are few, hardly ever go, and each index slows every webhook down.
    account = models.ForeignKey("whatsapp.Account", on_delete=models.SET_NULL, null=True, db_index=False)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)  # where it failed, never what it said

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="event_pending", condition=models.Q(state="pending")),
            models.Index(
                fields=["state", "-id"], name="event_in_trouble", condition=models.Q(state__in=["failed", "unrouted"])
            ),
        ]


class ParkedUpdate(models.Model):
    """One update of an event that could not be applied, while its neighbours were. Replay tries it again."""

    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="parked")
    position = models.PositiveIntegerField()  # which update of the event, in reading order
    field = models.CharField(max_length=60)
    error = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("event", "position", name="parked_once")]


class BodyReading(models.Model):
    """An admin looked at the raw body of an event, which holds what customers wrote."""

    # What is gone was read nevertheless.
    event = models.ForeignKey(WebhookEvent, on_delete=models.DO_NOTHING, db_constraint=False, related_name="readings")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]


class HourCount(models.Model):
    """How many updates came in on a number within an hour: what is usual, and when it went quiet."""

    number = models.ForeignKey("whatsapp.Number", on_delete=models.CASCADE, db_index=False)
    hour = models.DateTimeField()  # its beginning
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()  # when the last of them came

    class Meta:
        constraints = [models.UniqueConstraint("number", "hour", name="one_count_per_hour")]
