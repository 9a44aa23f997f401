"""What agents did to contacts, one or many at once, so that it can be shown and taken back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.fields import Field
from contacts.models.people import Contact, Label
from contacts.models.segments import Group


class Action(models.Model):
    """One thing done to some contacts. Runs in batches; where it is stands in `at_contact`, so that it can go on."""

    class Verb(models.TextChoices):
        LABEL = "label", _("Label")
        UNLABEL = "unlabel", _("Take the label off")
        JOIN = "join", _("Put into the group")
        LEAVE = "leave", _("Take out of the group")
        SET = "set", _("Set the field")

    class State(models.TextChoices):
        DOING = "doing", _("Under way")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    verb = models.CharField(max_length=7, choices=Verb)
    label = models.ForeignKey(Label, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    field = models.ForeignKey(Field, on_delete=models.CASCADE, null=True, related_name="+")
    value = models.JSONField(null=True)  # what the field was set to; null empties it
    among = models.JSONField(default=dict)  # whom it is done to: {"ids": […]} or the filter of the list
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State, default=State.DOING)
    at_contact = models.BigIntegerField(default=0)  # this one and those before it are done
    seen = models.PositiveIntegerField(default=0)  # contacts that were looked at
    changed = models.PositiveIntegerField(default=0)  # contacts that were changed by it
    expected = models.PositiveIntegerField(null=True)  # about how many there are to look at
    moved_at = models.DateTimeField(default=timezone.now)  # when the last batch was finished

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["moved_at"], name="action_under_way", condition=models.Q(state__in=["doing", "undoing"])
            )
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.DOING, self.State.UNDOING}


class Change(models.Model):
    """What one action changed about one contact."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField(null=True)  # the value of the field that was set

    class Meta:
        constraints = [models.UniqueConstraint("action", "contact", name="changed_once_by_an_action")]
