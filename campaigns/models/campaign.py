"""What a marketer means to send."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Campaign(models.Model):
    """What a marketer means to send. For now it is prepared here; it does not send."""

    name = models.CharField(_("name"), max_length=120)
    template = models.ForeignKey("templates_app.Template", on_delete=models.PROTECT, verbose_name=_("template"))
    number = models.ForeignKey("whatsapp.Number", on_delete=models.PROTECT, verbose_name=_("number"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
