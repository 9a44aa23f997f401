"""How far a reading of an account's templates has come."""

from django.db import models
from django.utils import timezone


class Look(models.Model):
    """Pages are kept one by one, so an interrupted reading goes on where it stopped."""

    account = models.OneToOneField("whatsapp.Account", on_delete=models.CASCADE, related_name="template_look")
    began_at = models.DateTimeField(default=timezone.now)
    after = models.CharField(max_length=500, blank=True)  # Meta's cursor; empty: from the beginning
    touched_at = models.DateTimeField(default=timezone.now)
    is_running = models.BooleanField(default=True)  # nobody has told of an interruption

    def __str__(self) -> str:
        return f"since {self.began_at:%H:%M}"
