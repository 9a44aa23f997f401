"""What Meta must approve before we may open a conversation with it."""

from django.db import models
from django.utils import timezone


class Template(models.Model):
    """One language of one message template, as Meta last described it."""

    account = models.ForeignKey("whatsapp.Account", on_delete=models.CASCADE, related_name="templates")
    meta_id = models.CharField(max_length=40)
    name = models.CharField(max_length=512)
    language = models.CharField(max_length=20)
    category = models.CharField(max_length=30)  # Meta's word, upper case: MARKETING, UTILITY, AUTHENTICATION
    status = models.CharField(max_length=30)  # Meta's word, upper case; only APPROVED can be sent
    components = models.JSONField(default=list)
    rejected_reason = models.CharField(max_length=60, blank=True)
    synced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "language"]
        constraints = [models.UniqueConstraint("account", "name", "language", name="one_template_per_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def body(self) -> str:
        return next((part.get("text", "") for part in self.components if part.get("type", "").upper() == "BODY"), "")
