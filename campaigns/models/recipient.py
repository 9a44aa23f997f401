"""The ledger: one row for each person of a campaign, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign


class Listed(models.Model):
    """Somebody who was named one by one, by hand or by another program."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="listed", db_index=False)
    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    times = models.PositiveIntegerField(default=1)  # how often they were named

    class Meta:
        verbose_name_plural = "listed"
        constraints = [models.UniqueConstraint("campaign", "contact", name="listed_once")]


class Recipient(models.Model):
    """One person of one campaign. However often anything is repeated, they are written to once."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        CLAIMED = "claimed", _("Being sent")
        UNKNOWN = "unknown", _("Perhaps sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        READ = "read", _("Read")
        REPLIED = "replied", _("Replied")
        CLICKED = "clicked", _("Pressed a button")
        FAILED = "failed", _("Not sent")
        SKIPPED = "skipped", _("Left out")
        CANCELLED = "cancelled", _("Cancelled")

    class Rule(models.TextChoices):
        """Why somebody is left out. The first ones are the codes of inbox.gate."""

        ERASED = "erased", _("Being erased")
        RESTRICTED = "restricted", _("Their data may not be used")
        BLOCKED = "blocked", _("Blocked")
        OPTED_OUT = "opted_out", _("Said stop")
        NO_CONSENT = "no_consent", _("Has not agreed")
        NUMBER_UNAVAILABLE = "no_address", _("Has no number that WhatsApp takes")
        DUPLICATE = "duplicate", _("The same person as another one here")
        CAPPED = "capped", _("Had enough messages lately")
        HOLD_OUT = "hold_out", _("Gets nothing, to compare with")
        QUIET = "quiet", _("Quiet hours until the campaign ended")
        TOO_LATE = "too_late", _("The campaign ended before their turn")
        UNFILLED = "unfilled", _("Something that has to be filled in is missing")

    SETTLED = (
        *(State.SENT, State.DELIVERED, State.READ, State.REPLIED, State.CLICKED),
        *(State.FAILED, State.UNKNOWN, State.SKIPPED, State.CANCELLED),
    )

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    # Empty once the person was erased: the sums stay.
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    rule = models.CharField(max_length=12, choices=Rule, blank=True, db_default="")  # why they were left out
    variant = models.PositiveSmallIntegerField(default=0, db_default=0)

    # How it is sent. Nothing left before `begun_at` is set; afterwards the message tells what became of it.
    due_at = models.DateTimeField()  # not before
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    claim = models.UUIDField(null=True)  # of the worker that has it
    lease_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)  # the last POST
    message = models.ForeignKey("inbox.Message", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)

    # What became of it; all times are Meta's.
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)  # said stop after they got it
    failed_at = models.DateTimeField(null=True)
    error_code = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("campaign", "contact", name="one_recipient_per_person")]
        indexes = [
            models.Index(fields=["campaign", "due_at", "id"], name="recipient_due", condition=Q(state="pending")),
            models.Index(fields=["lease_until"], name="recipient_claimed", condition=Q(state="claimed")),
            models.Index(fields=["message"], name="recipient_message", condition=Q(message__isnull=False)),
            models.Index(fields=["contact", "begun_at"], name="recipient_of_contact"),
            models.Index(fields=["campaign", "begun_at"], name="recipient_begun", condition=Q(begun_at__isnull=False)),
            models.Index(fields=["campaign", "state", "rule", "id"], name="recipient_by_state"),
            models.Index(fields=["campaign", "error_code", "id"], name="recipient_failed", condition=Q(state="failed")),
        ]


class Tally(models.Model):
    """How many of a campaign are where. The database keeps it, as signed additions that are summed up when read.

    campaigns/migrations/0002 has the triggers; tallying.py adds up and puts together.
    """

    # Without a constraint: when a campaign goes, what is subtracted for its people may outlive it for a moment.
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="tallies", db_constraint=False)
    variant = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    rule = models.CharField(max_length=12)
    is_begun = models.BooleanField()
    is_delivered = models.BooleanField()
    is_read = models.BooleanField()
    is_replied = models.BooleanField()
    is_clicked = models.BooleanField()
    is_opted_out = models.BooleanField()
    count = models.IntegerField()

    class Meta:
        verbose_name_plural = "tallies"
