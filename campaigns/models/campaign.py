"""What a marketer means to send: the words, the people, the time, and what shall stop it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """One template, many people. Each of them is a Recipient from the moment it starts."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        RUNNING = "running", _("Running")  # until `frozen_at` is set its audience is being written down
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    class HeldBack(models.TextChoices):
        """What becomes of those whom Meta spares too much marketing (131049)."""

        WAIT = "wait", _("Try again after a day")
        GIVE_UP = "give_up", _("Leave them out")

    class Repeats(models.TextChoices):
        NEVER = "", _("Once")
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")

    class Guard(models.TextChoices):
        """What stopped it."""

        FAILURES = "failures", _("Too many could not be delivered")
        TEMPLATE = "template", _("WhatsApp does not let the template be sent any more")
        CATEGORY = "category", _("WhatsApp moved the template to another category")
        FILLING = "filling", _("What is filled in does not fit the template any more")
        QUALITY = "quality", _("The quality of the number is low")
        SPAM = "spam", _("WhatsApp limited the number, since people reported its messages")
        NUMBER = "number", _("The number cannot send")
        AUDIENCE = "audience", _("A segment cannot be asked any more")

    # Who may follow whom; moves.py moves by compare-and-set.
    MOVES = {
        State.SCHEDULED: {State.DRAFT},
        State.DRAFT: {State.SCHEDULED},
        State.RUNNING: {State.DRAFT, State.SCHEDULED, State.PAUSED},
        State.PAUSED: {State.RUNNING},
        State.CANCELLED: {State.SCHEDULED, State.RUNNING, State.PAUSED},
        State.FINISHED: {State.RUNNING},
    }

    name = models.CharField(_("name"), max_length=120)
    template = models.ForeignKey("templates_app.Template", on_delete=models.PROTECT, verbose_name=_("template"))
    number = models.ForeignKey("whatsapp.Number", on_delete=models.PROTECT, verbose_name=_("number"))
    # What is filled in, by the places' keys of templates_app.places: as templates_app.filling takes it.
    values = models.JSONField(default=dict, blank=True)
    # Who gets it: {"segments": [ids], "groups": [ids], "labels": [ids], "imports": [ids]}, and whoever is Listed.
    audience = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    category = models.CharField(max_length=30, blank=True)  # of the template, when somebody confirmed; Meta's word
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")

    # When, and how fast
    starts_at = models.DateTimeField(null=True, blank=True)  # None: when somebody starts it
    zone = models.CharField(max_length=60, default="UTC")  # whose clock `starts_at` was written by
    in_their_zone = models.BooleanField(default=False)  # at the same time of day wherever they live
    repeats = models.CharField(max_length=8, choices=Repeats, default=Repeats.NEVER, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)  # by the clock of whoever gets it; both or neither
    quiet_until = models.TimeField(null=True, blank=True)
    finish_by = models.DateTimeField(null=True, blank=True)  # who could not be written to by then is skipped
    per_second = models.PositiveIntegerField(null=True, blank=True)  # None: as fast as the number may
    per_day = models.PositiveIntegerField(null=True, blank=True)  # people in any 24 hours; None: no limit of ours

    # What stops it, and whom it spares
    stop_percent = models.PositiveSmallIntegerField(default=5)  # failures among the last `stop_among`; 0: never
    stop_among = models.PositiveIntegerField(default=200)
    cap_messages = models.PositiveSmallIntegerField(null=True, blank=True)  # offers to one person…
    cap_days = models.PositiveSmallIntegerField(default=7)  # …in so many days, this one included
    held_back = models.CharField(max_length=8, choices=HeldBack, default=HeldBack.GIVE_UP)
    hold_out = models.PositiveSmallIntegerField(default=0)  # per cent who get nothing, to compare with
    needs_second = models.BooleanField(default=False)  # another person has to agree before it starts

    # How far it has come
    estimate = models.JSONField(null=True, blank=True)  # as it was when somebody confirmed
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    frozen_sources = models.PositiveSmallIntegerField(default=0)  # parts of the audience that are written down
    frozen_through = models.BigIntegerField(default=0)  # the last contact of the part that is at work
    doubles = models.PositiveIntegerField(default=0)  # how often somebody was named who is in it already
    frozen_at = models.DateTimeField(null=True, blank=True)  # the audience is complete
    resumed_at = models.DateTimeField(null=True, blank=True)  # failures before this do not stop it again
    paused_at = models.DateTimeField(null=True, blank=True)
    stopped_for = models.CharField(max_length=20, choices=Guard, blank=True)  # the guard that paused it
    waived = models.CharField(max_length=20, choices=Guard, blank=True)  # the guard after which somebody let it go on
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_two_ends",
            ),
            models.CheckConstraint(condition=Q(hold_out__lte=90), name="most_are_not_held_out"),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="campaign_due", condition=Q(state="scheduled")),
            models.Index(fields=["number"], name="campaign_running", condition=Q(state="running")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_preparing(self) -> bool:
        """Its audience is being written down; nothing is sent yet."""
        return self.state == self.State.RUNNING and self.frozen_at is None


class Variant(models.Model):
    """Other words for a part of the audience, to see which are liked better. The campaign's own are number 0."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="variants")
    place = models.PositiveSmallIntegerField()  # 1, 2, …: what a recipient's `variant` says
    template = models.ForeignKey("templates_app.Template", on_delete=models.PROTECT)
    values = models.JSONField(default=dict, blank=True)
    percent = models.PositiveSmallIntegerField()  # of the audience; the campaign's own words get the rest

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint("campaign", "place", name="one_variant_per_place")]


class Trial(models.Model):
    """A message that shows the campaign to one of us, or to somebody who tests it, before it starts."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="trials")
    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]


class Happening(models.Model):
    """Who moved the campaign, when, and why. Nothing here is changed afterwards."""

    class Kind(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("taken back to a draft")
        SECONDED = "seconded", _("agreed to by a second person")
        TEST_WAIVED = "test_waived", _("started without a test that was read")
        STARTED = "started", _("started")
        FROZEN = "frozen", _("audience written down")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped by a guard")
        RESUMED = "resumed", _("resumed")
        CANCELLED = "cancelled", _("cancelled")
        FINISHED = "finished", _("finished")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)  # {"rule": …, "code": …, "percent": …}
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
