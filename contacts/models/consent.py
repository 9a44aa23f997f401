"""What people allowed us and forbade us."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.people import Contact


class ConsentEvent(models.Model):
    """Somebody allowed or forbade us something. Only added to; the newest of a purpose is what holds."""

    class Source(models.TextChoices):
        WHATSAPP = "whatsapp", _("The stop button of WhatsApp")
        REFUSAL = "refusal", _("An answer of WhatsApp to a message")
        IMPORT = "import", _("A file that one of us imported")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consent_events")
    purpose = models.CharField(max_length=20, default="marketing")
    is_given = models.BooleanField()
    at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source)
    wording = models.TextField(blank=True)  # the words that were said or shown
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint("contact", "purpose", "source", "at", "is_given", name="consent_recorded_once")
        ]
