"""Whom WhatsApp shall keep away from us, and what it said to that."""

from django.db import models
from django.utils import timezone

from inbox.models.conversation import Conversation


class Block(models.Model):
    """Somebody on the block list of one number at WhatsApp, or to be put there, or to be taken off.

    The mark on the contact says what shall be, and holds here whatever WhatsApp answers.
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="block")
    is_wanted = models.BooleanField(default=True)  # False: to be taken off
    due_at = models.DateTimeField(null=True, default=timezone.now)  # when WhatsApp is asked; None: it has answered
    asked_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)  # a worker is asking
    tries = models.PositiveIntegerField(default=0)
    code = models.IntegerField(null=True)  # Meta's last "no"

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="block_due", condition=models.Q(due_at__isnull=False))]
