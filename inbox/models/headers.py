"""Files that stand above a template for everybody who gets it: kept here once, and once for each number at WhatsApp."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from nxtchat.crypto import EncryptedTextField


class HeaderFile(models.Model):
    """A picture, film or document that somebody chose to be used again."""

    account = models.ForeignKey("whatsapp.Account", on_delete=models.CASCADE, related_name="+")
    public_id = models.UUIDField(unique=True, default=uuid4)  # how messages and campaigns name it
    kind = models.CharField(max_length=10)  # image, video, document
    mime = models.CharField(max_length=120)
    filename = models.CharField(max_length=240, blank=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # of the open bytes, in hex
    path = models.CharField(max_length=120)  # in the storage, closed with `secret`
    thumbnail_path = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    secret = EncryptedTextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("account", "kind", "sha256", name="one_header_file_per_content")]

    def __str__(self) -> str:
        return self.filename or f"{self.kind} {self.public_id.hex[:8]}"


class HeaderUpload(models.Model):
    """What WhatsApp calls the file when this number sends it, and until when."""

    file = models.ForeignKey(HeaderFile, on_delete=models.CASCADE, related_name="uploads")
    number = models.ForeignKey("whatsapp.Number", on_delete=models.CASCADE, related_name="+", db_index=False)
    meta_id = models.CharField(max_length=80)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("file", "number", name="one_header_upload_per_number")]
