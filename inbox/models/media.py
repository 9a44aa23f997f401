"""The files of messages. Bytes lie in the storage, closed with a key of the contact's; here stands what they are."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Media(models.Model):
    """One file that a customer sent, or that we send."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not fetched yet")
        STORED = "stored", _("Here")
        EXPIRED = "expired", _("No longer at WhatsApp")
        REFUSED = "refused", _("Cannot be kept")

    class Role(models.TextChoices):
        FILE = "file", _("The file itself")
        REFERRAL = "referral", _("The picture of the advertisement it came from")

    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="media")
    message = models.ForeignKey(  # empty: uploaded, not yet said
        "inbox.Message", on_delete=models.CASCADE, null=True, related_name="media"
    )
    key = models.ForeignKey("contacts.ContactKey", on_delete=models.SET_NULL, null=True)
    # Set: it is that file, which many messages show. Then its bytes, its path and its key are not this one's.
    header = models.ForeignKey("inbox.HeaderFile", on_delete=models.PROTECT, null=True, related_name="used")
    role = models.CharField(max_length=8, choices=Role, default=Role.FILE)
    public_id = models.UUIDField(unique=True, default=uuid4)  # how the outside names it
    kind = models.CharField(max_length=10)  # image, video, audio, document, sticker
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=30, blank=True)  # why it is refused or not fetched yet: a word of ours
    mime = models.CharField(max_length=120, blank=True)  # as the content proves it once it is here, before as declared
    filename = models.CharField(max_length=240, blank=True)
    size = models.BigIntegerField(null=True)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)  # of the open bytes, in hex; Meta's word until it is here
    path = models.CharField(max_length=120, blank=True)  # in the storage
    thumbnail_path = models.CharField(max_length=120, blank=True)
    playable_path = models.CharField(max_length=120, blank=True, db_default="")  # see inbox/media/playable.py
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)  # how long it plays
    is_voice = models.BooleanField(default=False)
    meta_id = models.CharField(max_length=80, blank=True)  # Meta's id: theirs to fetch by, or ours to send by
    meta_id_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    author = models.ForeignKey(  # who of us uploaded it
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "media"
        indexes = [
            models.Index(fields=["next_attempt_at"], name="media_due", condition=Q(state="waiting")),
            models.Index(fields=["created_at"], name="media_unsaid", condition=Q(message__isnull=True)),
        ]

    @property
    def own_paths(self) -> list[str]:
        """What goes from the storage with it."""
        return [] if self.header_id else [path for path in (self.path, self.thumbnail_path, self.playable_path) if path]
