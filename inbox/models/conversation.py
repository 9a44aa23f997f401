"""A conversation, and what our own team adds to it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NumberAccess(models.Model):
    """Gives a number's conversations to one team. A number that was given to no team is everyone's."""

    number = models.ForeignKey("whatsapp.Number", on_delete=models.CASCADE, related_name="access")
    team = models.ForeignKey("team.Team", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("number", "team", name="number_given_once")]


class Conversation(models.Model):
    """All that one contact and one of our numbers say to each other.

    What the list shows is kept here, so that a page of it is one query without messages.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SNOOZED = "snoozed", _("Snoozed")
        RESOLVED = "resolved", _("Resolved")

    WINDOW = timedelta(hours=24)  # Meta's customer service window, counted from the customer's last message
    SAFETY = timedelta(minutes=1)  # our clock and Meta's may differ

    number = models.ForeignKey(
        "whatsapp.Number", on_delete=models.PROTECT, related_name="conversations", db_index=False
    )
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.CASCADE, related_name="conversations", db_index=False
    )
    peer = models.ForeignKey("contacts.Identity", on_delete=models.SET_NULL, null=True)  # where an answer goes
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="assigned", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    last_message_at = models.DateTimeField(default=timezone.now)
    last_inbound_at = models.DateTimeField(null=True)
    window_closes_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # the customer spoke last, at this time
    inbound_count = models.PositiveIntegerField(default=0)
    receipted_count = models.PositiveIntegerField(default=0, db_default=0)  # of these, how many have blue ticks
    preview = models.CharField(max_length=160, blank=True)
    preview_kind = models.CharField(max_length=30, default="text")
    preview_direction = models.CharField(max_length=3, default="in")
    last_status = models.CharField(max_length=10, blank=True)  # of the newest message, when it is ours
    # Another app answers here, such as Meta's own agent: its role in Meta's words, and since when. Empty: we do.
    held_by = models.CharField(max_length=30, blank=True, db_default="")
    handed_over_at = models.DateTimeField(null=True)  # Meta's time of the last handover, either way

    class Meta:
        constraints = [models.UniqueConstraint("contact", "number", name="one_conversation_per_contact_and_number")]
        indexes = [
            # Each of these is written anew with every message, so there is none that no list needs.
            models.Index(
                fields=["assignee", "-last_message_at", "-id"], name="conversation_mine", condition=Q(state="open")
            ),
            models.Index(fields=["state", "-last_message_at", "-id"], name="conversation_by_state"),
            models.Index(fields=["number", "contact"], name="conversation_of_number"),  # whom may an agent see?
        ]

    @property
    def window_is_open(self) -> bool:
        return self.window_closes_at is not None and timezone.now() < self.window_closes_at - self.SAFETY


class Poured(models.Model):
    """A conversation that goes on in another one: whoever still has its address is led there."""

    id = models.BigIntegerField(primary_key=True)  # of the conversation that is gone
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="poured")


class Note(models.Model):
    """Said among colleagues; the customer never sees it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    client_id = models.UUIDField(unique=True)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["conversation", "-created_at"], name="note_in_thread")]


class Turn(models.Model):
    """A small line in the thread: who took, gave away, resolved or reopened the conversation."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        UNASSIGNED = "unassigned", _("unassigned")
        RESOLVED = "resolved", _("resolved")
        REOPENED = "reopened", _("reopened")
        HANDED_OVER = "handed_over", _("handed over to another app")
        HANDED_BACK = "handed_back", _("handed back")
        SUMMARY = "summary", _("summary of another app")
        FORBADE = "forbade", _("wants no more messages")
        ALLOWED = "allowed", _("wants messages again")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(blank=True, db_default="")  # the role of the app, what it told, the one purpose
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["conversation", "-created_at"], name="turn_in_thread")]


class ReadMark(models.Model):
    """How many of the customer's messages an agent has seen here."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="read_marks")
    seen_count = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("agent", "conversation", name="one_read_mark")]
