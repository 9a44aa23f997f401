"""What happened to our messages on their way."""

from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    """One try to send a message: when it began, how it ended."""

    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, related_name="attempts")
    count = models.PositiveSmallIntegerField()  # 1 for the first
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)  # see endings.py; `arrived`: a report came, and no answer yet
    error_code = models.IntegerField(null=True)
    trace_id = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("message", "count", name="one_attempt_per_count")]


class StatusFact(models.Model):
    """One thing WhatsApp reported about one of our messages. It waits here when it comes before its message."""

    number = models.ForeignKey("whatsapp.Number", on_delete=models.CASCADE, db_index=False)
    wamid = models.TextField()
    status = models.CharField(max_length=30)  # Meta's word; unknown ones are kept
    participant = models.CharField(max_length=160, blank=True)  # in groups: whose report it is
    at = models.DateTimeField()
    callback_data = models.CharField(max_length=512, blank=True)  # our message's client_id, echoed
    errors = models.JSONField(null=True)
    pricing = models.JSONField(null=True)
    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, null=True, related_name="status_facts")
    received_at = models.DateTimeField(default=timezone.now)
    event_id = models.BigIntegerField(null=True)  # the raw event that brought it

    class Meta:
        constraints = [models.UniqueConstraint("number", "wamid", "status", "participant", name="one_fact_per_status")]
        indexes = [
            models.Index(fields=["received_at"], name="fact_waiting", condition=models.Q(message__isnull=True)),
        ]
