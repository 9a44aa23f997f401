"""How people are told that we heard them say stop."""

from django.db import models
from django.db.models import Value


class Confirmation(models.Model):
    """Whether a number confirms a STOP or a START, and in which words. A number without a row does, in ours."""

    number = models.OneToOneField("whatsapp.Number", on_delete=models.CASCADE, related_name="confirmation")
    is_on = models.BooleanField(default=True)
    # {language: {occasion: words}}, see inbox/confirming.py; what is not there is said in our words.
    words = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
