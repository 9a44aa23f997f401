"""Two contacts that may be one person, and two that became one."""

from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.people import Contact


class Suggestion(models.Model):
    """Somebody should look at these two: they may be one person, or are not and share a number."""

    class Reason(models.TextChoices):
        NEW_OWNER = "new_owner", _("The same number with another WhatsApp account: it may have a new owner")
        SPELLING = "spelling", _("Two spellings of one phone number")
        USER_ID = "user_id", _("The same WhatsApp user id")
        PARENT = "parent", _("The same WhatsApp user id in a group of companies")
        EXTERNAL = "external", _("The same id in another system")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DISMISSED = "dismissed", _("Two people")

    one = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="suggestions_as_one")
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="suggestions_as_other")
    reason = models.CharField(max_length=10, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    noted_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("one", "other", "reason", name="suggested_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="suggested_in_order"),
        ]
        indexes = [models.Index(fields=["-noted_at", "-id"], name="suggestion_open", condition=Q(state="open"))]


class Merge(models.Model):
    """A contact that was put together with another by hand, and all that is needed to take them apart again."""

    KEPT = timedelta(days=30)  # so long it can be undone

    survivor = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="merges")
    gone_id = models.BigIntegerField()  # the id of the contact that is no more, and will have again
    gone_name = models.TextField()
    moved = models.JSONField(encoder=DjangoJSONEncoder)  # table → the rows that changed over to the survivor
    taken = models.JSONField(encoder=DjangoJSONEncoder)  # table → the rows that are gone, whole
    changed = models.JSONField(encoder=DjangoJSONEncoder)  # what the survivor had before: column → [before, since]
    above = models.JSONField(encoder=DjangoJSONEncoder)  # what the conversations need to come apart
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
