"""Who we talk to."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Collate
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nxtchat.crypto import EncryptedTextField

UNPLACED = "?"  # nobody has looked yet which country the number is of; see contacts/placing.py


class Label(models.Model):
    name = models.CharField(max_length=60, unique=True)
    colour = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


_NAMES = ("name", "phonebook_name", "profile_name")


def sought() -> Collate:
    """The shown name as it is sorted by: small letters, no accents. See migrations/extensions.py."""
    return Collate(Func(*_NAMES, function="contacts_sought", output_field=models.TextField()), "C")


def names() -> Func:
    """All names they have, as they are looked for."""
    return Func(*_NAMES, function="contacts_names", output_field=models.TextField())


class Contact(models.Model):
    """One person, however many ids WhatsApp knows them by."""

    name = models.CharField(_("name"), max_length=200, blank=True)  # as our agents call them
    profile_name = models.TextField(blank=True)  # as they call themselves on WhatsApp
    phonebook_name = models.CharField(
        max_length=200, blank=True, db_default=""
    )  # as the phone with the Business app calls them
    phonebook_at = models.DateTimeField(null=True)  # Meta's time of that entry; an older one changes nothing
    language = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True, default=UNPLACED, db_default=UNPLACED)
    labels = models.ManyToManyField(Label, blank=True, related_name="contacts")
    # The values of the custom fields, as `contacts.fields.clean` made them: {"<id of the field>": value}.
    fields = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    last_heard_at = models.DateTimeField(null=True)  # when they last wrote, to the hour
    is_in_touch = models.BooleanField(default=False, db_default=False)  # with a number of ours; the database keeps it
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            # The orders of the list, and what is looked for in it at a million.
            models.Index(sought(), F("id"), name="contact_by_name"),
            GinIndex(OpClass(names(), name="gin_trgm_ops"), name="contact_name_parts"),
            models.Index(F("last_heard_at").desc(nulls_last=True), F("id").desc(), name="contact_by_last_heard"),
            models.Index(F("created_at").desc(), F("id").desc(), name="contact_by_created"),
            models.Index(fields=["country", "id"], name="contact_by_country"),
            models.Index(fields=["language", "id"], name="contact_by_language", condition=~models.Q(language="")),
            models.Index(fields=["id"], name="contact_not_in_touch", condition=models.Q(is_in_touch=False)),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or self.phonebook_name or self.profile_name or self.address

    @property
    def address(self) -> str:
        """The number to show, or the username of somebody who hides theirs."""
        found = {identity.kind: identity.value for identity in self.identities.all() if not identity.replaced_by_id}
        if number := found.get(Identity.Kind.WA_ID) or found.get(Identity.Kind.PHONE):
            return f"+{number}"
        if Identity.Kind.GROUP in found:
            return gettext("Group on WhatsApp")
        return found.get(Identity.Kind.USERNAME) or found.get(Identity.Kind.BSUID, "")

    @property
    def initials(self) -> str:
        words = [[letter for letter in word if letter.isalpha()] for word in self.display_name.split()]
        return "".join(word[0] for word in words if word)[:2].upper() or "?"


class Identity(models.Model):
    """One id by which WhatsApp or we know a contact. Kept exactly as given, never rewritten."""

    class Kind(models.TextChoices):
        WA_ID = "wa_id", _("WhatsApp number")
        PHONE = "phone", _("Phone number")
        BSUID = "bsuid", _("WhatsApp user id")
        PARENT_BSUID = "parent_bsuid", _("WhatsApp user id (group of companies)")
        USERNAME = "username", _("Username")
        EXTERNAL = "external", _("Id of another system")
        GROUP = "group", _("Group on WhatsApp")  # its contact stands for all who are in it

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=200)
    scope = models.CharField(max_length=40, blank=True)  # the business an id belongs to; empty where it is the world's
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, db_index=False)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint("scope", "kind", "value", name="one_contact_per_identity")]
        indexes = [
            models.Index(
                fields=["replaced_by"], name="identity_replaced", condition=models.Q(replaced_by__isnull=False)
            ),
            GinIndex(
                OpClass(F("value"), name="gin_trgm_ops"),
                name="identity_parts",
                condition=models.Q(kind__in=["wa_id", "phone", "username"]),
            ),
        ]


class ContactKey(models.Model):
    """The key that closes a contact's files. Without it they are noise, wherever copies of them lie."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="keys")
    secret = EncryptedTextField()  # 32 random bytes, in base64
    created_at = models.DateTimeField(default=timezone.now)
