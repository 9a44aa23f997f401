"""What agents keep about contacts for themselves and each other."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from contacts.models.people import Contact


class ContactNote(models.Model):
    """Said among colleagues about a person, whatever the conversation."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField(unique=True)  # one click, one note
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["contact", "-created_at"], name="note_on_contact")]


class Favourite(models.Model):
    """An agent wants this contact at hand."""

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="favourite_of")

    class Meta:
        constraints = [models.UniqueConstraint("agent", "contact", name="favourite_once")]


class ListLook(models.Model):
    """Which columns an agent wants to see in the list of contacts."""

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_list")
    columns = models.JSONField(default=list)
