"""What happened to a template, for its timeline."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from templates_app import words


class Event(models.Model):
    """One thing that we or Meta did to a template, or said about it."""

    class What(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        EDITED = "edited", _("Edited")
        STATUS = "status", _("Status")
        CATEGORY = "category", _("Category")
        ANNOUNCED = "announced", _("Category to come")
        QUALITY = "quality", _("Quality")

    template = models.ForeignKey("templates_app.Template", on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=12, choices=What.choices)
    word = models.CharField(max_length=60, blank=True)  # Meta's word for what it is now
    before = models.CharField(max_length=60, blank=True)  # and for what it was
    reason = models.CharField(max_length=60, blank=True)  # Meta's word
    advice = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["template", "at"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.what} {self.word}"

    @property
    def in_words(self) -> str:
        of = {self.What.CATEGORY: words.CATEGORY, self.What.ANNOUNCED: words.CATEGORY, self.What.QUALITY: words.QUALITY}
        return str(of.get(self.What(self.what), words.STATUS).get(self.word, self.word))

    @property
    def reason_in_words(self) -> str:
        """Ours beside Meta's; nothing for a reason that we do not know."""
        return str(words.REASONS.get(self.reason, ""))
