"""One thing said in a conversation."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    IN = "in", _("From the customer")
    OUT = "out", _("From us")


class Origin(models.TextChoices):
    HERE = "", _("Said here")
    PHONE = "phone", _("Sent from the phone app")
    HISTORY = "history", _("From before the number was connected")
    CAMPAIGN = "campaign", _("Sent to many")
    STANDBY = "standby", _("Said while another app had the conversation")


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Sending")
    UNKNOWN = "unknown", _("Perhaps sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    PLAYED = "played", _("Played")
    CANCELLED = "cancelled", _("Cancelled")


# What WhatsApp reports, from left to right. A report arrives late, twice or out of order, so it only ever moves a
# message right. `failed` stands before `delivered`: with several devices Meta may deliver after it reported a failure.
REPORTED_ORDER = (
    Status.QUEUED,
    Status.SENDING,
    Status.UNKNOWN,
    Status.SENT,
    Status.FAILED,
    Status.DELIVERED,
    Status.READ,
    Status.PLAYED,
)


class Message(models.Model):
    """One thing said in a conversation, by either side."""

    # What our own delivery may do. Reports from WhatsApp move along REPORTED_ORDER instead.
    MOVES = {
        Status.SENDING: {Status.QUEUED},
        Status.QUEUED: {Status.SENDING, Status.UNKNOWN, Status.FAILED},  # the last two only when a person asks
        Status.UNKNOWN: {Status.SENDING},
        Status.SENT: {Status.SENDING, Status.UNKNOWN, Status.QUEUED},  # the last: an answer after we gave up on it
        Status.FAILED: {Status.QUEUED, Status.SENDING, Status.UNKNOWN},
        Status.CANCELLED: {Status.QUEUED},
    }

    OPTED_OUT = 131050  # Meta's code: this person stopped marketing messages

    # Foreign keys without an index of their own are served by one below; each index more is paid with every message.
    conversation = models.ForeignKey(
        "inbox.Conversation", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    number = models.ForeignKey("whatsapp.Number", on_delete=models.PROTECT, db_index=False)
    client_id = models.UUIDField(unique=True, default=uuid4)  # chosen by the browser: one click, one message
    wamid = models.TextField(blank=True)  # WhatsApp's id; it contains the phone number, so it is never logged
    # In a group, whose conversation this is, one of its people said it.
    speaker = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="said_in_groups", db_index=False
    )
    direction = models.CharField(max_length=3, choices=Direction)
    kind = models.CharField(max_length=30, default="text")  # the Cloud API's own type name
    origin = models.CharField(max_length=8, choices=Origin, blank=True, db_default="")
    text = models.TextField(blank=True)
    payload = models.JSONField(null=True)  # the message as the Cloud API spoke it, where there is more than text
    status = models.CharField(max_length=10, choices=Status)
    event_id = models.BigIntegerField(null=True)  # the raw event that brought it; webhooks knows those
    # Said by nobody, as when we confirm a stop: it does not count as an answer to what the customer asked.
    is_automatic = models.BooleanField(default=False, db_default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False)
    reply_to_wamid = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)  # inbound: Meta's time of it
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    played_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error_code = models.IntegerField(null=True)
    error = models.JSONField(null=True)  # {title, details, trace_id}, in Meta's words
    pricing = models.JSONField(null=True)  # as reported

    # The outbox. A lease that ran out means that the worker died; whether the POST had begun decides what follows.
    attempt = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    post_began_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("number", "wamid", name="one_message_per_wamid", condition=~Q(wamid=""))]
        indexes = [
            models.Index(fields=["conversation", "-created_at", "-id"], name="message_thread"),
            models.Index(fields=["author"], name="message_author", condition=Q(author__isnull=False)),
            models.Index(fields=["speaker"], name="message_speaker", condition=Q(speaker__isnull=False)),
            models.Index(fields=["number", "id"], name="message_queued", condition=Q(status="queued")),
            models.Index(fields=["lease_until"], name="message_leased", condition=Q(status="sending")),
            # What stands before a message in its conversation, however long that is.
            models.Index(
                fields=["conversation", "id"], name="message_in_line", condition=Q(status__in=["queued", "sending"])
            ),
            models.Index(
                fields=["conversation", "reply_to_wamid"],
                name="message_about",
                condition=Q(kind__in=["reaction", "edit", "revoke"]),
            ),
            models.Index(fields=["failed_at"], name="message_opted_out", condition=Q(error_code=131050)),
            models.Index(fields=["created_at"], name="message_unknown", condition=Q(status="unknown")),
        ]

    @property
    def callback_data(self) -> str:
        """What Meta echoes in every report: which message of ours, and which attempt at it."""
        return f"{self.client_id}:{self.attempt}"

    def move_to(self, status: Status, **facts) -> bool:
        """Compare-and-set. False: someone moved it there, or past it, already."""
        rows = Message.objects.filter(pk=self.pk, status__in=self.MOVES[status], attempt=self.attempt)
        moved = rows.update(status=status, **facts)
        self.refresh_from_db()
        return bool(moved)
