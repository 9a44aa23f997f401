"""What people allowed us and forbade us."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.people import Contact


class Purpose(models.TextChoices):
    """What somebody may be written to for, when they did not ask for it just now."""

    MARKETING = "marketing", _("Offers and news")
    SERVICE = "service", _("Messages about an order, an appointment or an account")


class ConsentEvent(models.Model):
    """Somebody allowed or forbade us something. The database only lets it be added to; what holds is derived."""

    class Source(models.TextChoices):
        WHATSAPP = "whatsapp", _("The stop button of WhatsApp")
        REFUSAL = "refusal", _("An answer of WhatsApp to a message")
        WORD = "word", _("A word they wrote")
        BUTTON = "button", _("A button under a message")
        AGENT = "agent", _("Written down by an agent")
        IMPORT = "import", _("A file that one of us imported")
        PORTAL = "portal", _("The privacy page")
        API = "api", _("Another program")
        MERGE = "merge", _("Put together with a contact who had said no")

    class Channel(models.TextChoices):
        CHAT = "chat", _("Here on WhatsApp")
        PHONE = "phone", _("On the phone")
        PERSON = "person", _("In person")
        PAPER = "paper", _("On paper")
        SITE = "site", _("On a website or in an app")
        MAIL = "mail", _("By e-mail")
        OTHER = "other", _("Otherwise")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consent_events", db_index=False)
    purpose = models.CharField(max_length=20, default=Purpose.MARKETING)  # Meta may name others than ours
    is_given = models.BooleanField()
    at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source)  # how it came into the ledger
    channel = models.CharField(max_length=8, choices=Channel, blank=True, db_default="")  # where they said it
    wording = models.TextField(blank=True)  # the words that were said or shown
    version = models.CharField(max_length=80, blank=True, db_default="")  # of that wording, where it has one
    language = models.CharField(max_length=10, blank=True, db_default="")  # of that wording
    message = models.BigIntegerField(null=True)  # the message that proves it; the inbox knows those
    evidence = models.TextField(blank=True, db_default="")  # where else the proof is, in words
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint("contact", "purpose", "source", "at", "is_given", name="consent_recorded_once")
        ]


class Wording(models.Model):
    """A sentence that people agree to, such as one on a form. Never changed: another one is another version."""

    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()  # of the version
    purpose = models.CharField(max_length=20, choices=Purpose)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)  # shown to nobody any more

    class Meta:
        ordering = ["name", "-number"]
        constraints = [models.UniqueConstraint("name", "number", name="one_wording_of_a_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class ConsentState(models.Model):
    """What holds now for one person and purpose. Derived from the events by the database, never written by hand."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consent_states", db_index=False)
    purpose = models.CharField(max_length=20)
    is_given = models.BooleanField()
    since = models.DateTimeField()
    source = models.CharField(max_length=12, choices=ConsentEvent.Source)

    class Meta:
        constraints = [models.UniqueConstraint("contact", "purpose", name="one_consent_state")]
        indexes = [models.Index(fields=["purpose", "contact"], name="consent_given", condition=Q(is_given=True))]


class Mark(models.Model):
    """Something about a person that limits what we do: set for a reason, lifted for a reason, never removed."""

    class Kind(models.TextChoices):
        BLOCKED = "blocked", _("Blocked")
        RESTRICTED = "restricted", _("Restricted: kept, but not used")
        MINOR = "minor", _("Perhaps under 18")
        ERASED = "erased", _("Being erased")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "contact"], name="mark_now", condition=Q(lifted_at=None))]
        constraints = [
            models.UniqueConstraint("contact", "kind", condition=Q(lifted_at=None), name="one_mark_of_a_kind")
        ]
