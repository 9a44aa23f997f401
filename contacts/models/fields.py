"""What an organisation wants to know of its contacts beyond what WhatsApp tells."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Field(models.Model):
    """One thing that can be known of a contact. Its values are on the contacts, in `fields`, by this field's id."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        YES_NO = "yes_no", _("Yes or no")

    MOST = 100  # each has an index of its own

    name = models.CharField(_("name"), max_length=60, unique=True)
    key = models.SlugField(max_length=60, unique=True)  # as programs and files call it; stays when the name changes
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    choices = models.JSONField(default=list)  # of a choice: the words to choose from
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def slot(self) -> str:
        """Where the value is in a contact's `fields`."""
        return str(self.pk)
