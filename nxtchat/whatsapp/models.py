"""What we hold at Meta: business accounts and the numbers in them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nxtchat.crypto import EncryptedTextField, Unreadable


class Account(models.Model):
    """A WhatsApp business account (WABA), and the Meta app through which we speak for it."""

    waba_id = models.CharField(_("WhatsApp business account id"), max_length=40, unique=True)
    name = models.CharField(max_length=200, blank=True)
    app_id = models.CharField(_("app id"), max_length=40)
    app_secret = EncryptedTextField(_("app secret"))
    previous_app_secret = EncryptedTextField(blank=True)  # still accepted while a rotation is under way
    token = EncryptedTextField(_("access token"))
    verify_token = EncryptedTextField()
    is_pretend = models.BooleanField(default=False)
    webhook_verified_at = models.DateTimeField(null=True)  # Meta's handshake was answered
    first_event_at = models.DateTimeField(null=True)  # a signed event arrived
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name or self.waba_id

    @property
    def graph_url(self) -> str:
        return settings.PRETEND_URL if self.is_pretend else settings.GRAPH_URL

    @property
    def has_lost_keys(self) -> bool:
        """What was encrypted cannot be read: the installation has lost the key to it."""
        return any(isinstance(key, Unreadable) for key in (self.app_secret, self.token, self.verify_token))

    @property
    def identity_scope(self) -> str:
        """Business-scoped user ids mean something only within the business that was given them."""
        return self.waba_id


class Number(models.Model):
    """A phone number of ours on the Cloud API."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="numbers")
    phone_number_id = models.CharField(_("phone number id"), max_length=40, unique=True)
    display_phone = models.CharField(_("phone number"), max_length=40)
    verified_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=30, blank=True)  # Meta's word: CONNECTED, BANNED, …
    quality = models.CharField(max_length=20, blank=True)  # Meta's word: GREEN, YELLOW, RED, UNKNOWN
    stopped_code = models.IntegerField(null=True)  # Meta's error that made us stop sending; see errors.py
    stopped_at = models.DateTimeField(null=True)
    first_reply_delivered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.verified_name or self.display_phone

    @property
    def is_pretend(self) -> bool:
        return self.account.is_pretend
