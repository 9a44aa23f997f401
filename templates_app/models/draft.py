"""Templates that are being written."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from templates_app.design import Design, from_meta, to_meta


class Draft(models.Model):
    """One language of a template as somebody would like it. Meta has not seen it."""

    account = models.ForeignKey("whatsapp.Account", on_delete=models.CASCADE, related_name="template_drafts")
    # The one that it is to replace; none: a new one.
    template = models.OneToOneField(
        "templates_app.Template", on_delete=models.CASCADE, null=True, blank=True, related_name="draft"
    )
    name = models.CharField(max_length=600, blank=True)
    language = models.CharField(max_length=20, blank=True)
    content = models.JSONField(default=dict)  # as Meta would be asked for it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)  # somebody is submitting it right now

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name or '…'} ({self.language})"

    @property
    def design(self) -> Design:
        return from_meta(self.content)

    def take(self, design: Design) -> None:
        """Hold this design from now on. The caller saves."""
        self.content, self.name, self.language = to_meta(design), design.name[:600], design.language[:20]
        self.changed_at = timezone.now()
