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
    # As Meta last told it, in Meta's words; `told_at` is Meta's time of what is newest, so that a late word loses.
    review = models.CharField(max_length=20, blank=True)  # APPROVED, REJECTED, PENDING, DEFERRED
    ban_state = models.CharField(max_length=30, blank=True)  # DISABLE, REINSTATE, SCHEDULE_FOR_DISABLE
    restrictions = models.JSONField(default=list)  # [{"kind": Meta's word, "until": Unix seconds or null}]
    partner_state = models.CharField(max_length=30, blank=True)  # ACCOUNT_OFFBOARDED, ACCOUNT_RECONNECTED, …
    limit_tier = models.CharField(max_length=20, blank=True)  # TIER_250 … TIER_UNLIMITED: people a day, all numbers
    told_at = models.JSONField(default=dict)  # {column: Unix seconds}
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

    class Receipts(models.TextChoices):
        NEVER = "never", _("Never")
        OPENED = "opened", _("When an agent opens the conversation")
        ANSWERED = "answered", _("When an agent answers")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="numbers")
    phone_number_id = models.CharField(_("phone number id"), max_length=40, unique=True)
    display_phone = models.CharField(_("phone number"), max_length=40)
    verified_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=30, blank=True)  # Meta's word: CONNECTED, BANNED, …
    quality = models.CharField(max_length=20, blank=True)  # Meta's word: GREEN, YELLOW, RED, UNKNOWN
    stopped_code = models.IntegerField(null=True)  # Meta's error that made us stop sending; see errors.py
    stopped_at = models.DateTimeField(null=True)
    first_reply_delivered_at = models.DateTimeField(null=True)
    name_decision = models.CharField(max_length=20, blank=True)  # APPROVED, DEFERRED, PENDING, REJECTED
    throughput = models.PositiveIntegerField(default=80)  # messages a second that Meta takes from it, in and out
    is_on_phone = models.BooleanField(default=False)  # also used in the WhatsApp Business app: 20 a second, fixed
    told_at = models.JSONField(default=dict)  # {column: Unix seconds}, as at the account
    receipts = models.CharField(_("blue ticks"), max_length=8, choices=Receipts, default=Receipts.OPENED)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.verified_name or self.display_phone

    @property
    def is_pretend(self) -> bool:
        return self.account.is_pretend


class Notice(models.Model):
    """Something that an admin should know. It stands until somebody puts it away, or it is over.

    What is only for information never stands; it is listed, and it ends what it says is well again.
    """

    class Weight(models.TextChoices):
        INFO = "info", _("For your information")
        WARNING = "warning", _("Look at this soon")
        DANGER = "danger", _("Something does not work")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    number = models.ForeignKey(Number, on_delete=models.CASCADE, null=True, related_name="notices")
    code = models.CharField(max_length=60)  # ours: what kind of news it is; notices_words.py has the words for it
    subject = models.CharField(max_length=200)  # what it is about: newer news of the same subject ends it
    weight = models.CharField(max_length=8, choices=Weight)
    facts = models.JSONField(default=dict)  # what the words need: names of templates, limits, Meta's reason
    key = models.CharField(max_length=64, unique=True)  # a digest of what was told: told again, it is the same notice
    event_id = models.BigIntegerField(null=True)  # the raw event that brought it
    at = models.DateTimeField()  # Meta's time
    over_at = models.DateTimeField(null=True)  # when it ceased to hold by itself
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["-at", "-id"],
                name="notice_standing",
                condition=models.Q(put_away_at__isnull=True, over_at__isnull=True),
            )
        ]
