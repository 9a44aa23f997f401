"""People put together: by hand, or by what is true of them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.people import Contact


class Group(models.Model):
    """People whom somebody put together. (A group on WhatsApp is a contact: see contacts/groups.py.)"""

    name = models.CharField(_("name"), max_length=60, unique=True)
    members = models.ManyToManyField(Contact, blank=True, related_name="groups")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Segment(models.Model):
    """Whoever meets these conditions, whenever it is asked for. contacts/segments/ reads and compiles them."""

    class Match(models.TextChoices):
        ALL = "all", _("all of these")
        ANY = "any", _("any of these")

    name = models.CharField(_("name"), max_length=60)
    match = models.CharField(max_length=3, choices=Match, default=Match.ALL)
    conditions = models.JSONField(default=list)  # [{"kind": …, "op": …, "value": …}]
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="segments")
    is_shared = models.BooleanField(default=False)  # not only its owner sees it
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="one_segment_of_a_name")]

    def __str__(self) -> str:
        return self.name
