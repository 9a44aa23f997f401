"""What it takes to send a message. The objects of each kind are looked through by the limits; see sending_schemas."""

import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from inbox import access, services
from nxtchat.api import Strict
from nxtchat.whatsapp.limits import KINDS, TEXT
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.payloads import Recipient

LARGEST_ID = 2**63 - 1


class NewMessage(Strict):
    """What to say. Beside `kind` stands the one field that belongs to it; the five kinds of files share `media`."""

    client_id = serializers.UUIDField(help_text="Chosen by you: the same id again never sends twice.")
    kind = serializers.ChoiceField(choices=list(KINDS), default="text")
    text = serializers.CharField(required=False, max_length=TEXT)
    preview_url = serializers.BooleanField(required=False, allow_null=True, default=None)
    media = serializers.JSONField(required=False)
    location = serializers.JSONField(required=False)
    contacts = serializers.JSONField(required=False)
    interactive = serializers.JSONField(required=False)
    template = serializers.JSONField(required=False)
    reaction = serializers.JSONField(required=False)
    reply_to = serializers.UUIDField(required=False, allow_null=True)


class AddressField(serializers.Field):
    """Whom to write to."""

    PHONE = re.compile(r"\+[\d\s().-]{7,30}", re.ASCII)
    BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")

    def to_internal_value(self, given: Any) -> Recipient | int:
        if isinstance(given, int) and not isinstance(given, bool) and 0 < given <= LARGEST_ID:
            return given
        if isinstance(given, str) and self.BSUID.fullmatch(given):
            return Recipient(bsuid=given)
        if isinstance(given, str) and self.PHONE.fullmatch(given):
            digits = re.sub(r"\D", "", given)
            if 7 <= len(digits) <= 15:
                return Recipient(phone=digits)
        raise serializers.ValidationError(
            _("A phone number with + and the country's code, a user id of WhatsApp, or the id of a contact.")
        )

    def to_representation(self, value: Any) -> Any:
        return value


class FirstMessage(NewMessage):
    """What to say, to whom, and from which of our numbers."""

    to = AddressField()
    number = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        agent = self.context["agent"]
        ours = access.numbers(agent).select_related("account")
        found = list(ours.filter(pk=attrs["number"]) if "number" in attrs else ours[:2])
        if len(found) != 1:
            raise serializers.ValidationError(
                {"number": [_("Say which of our numbers writes; it must be one that you may see.")]}
            )
        attrs["number"] = found[0]
        if isinstance(attrs["to"], int):
            attrs["to"] = _address_of(attrs["to"], agent, found[0])
        return attrs


def _address_of(contact_id: int, agent: Any, number: Number) -> Recipient:
    contact = access.contacts(agent).filter(pk=contact_id).first()
    if contact and (address := services.address_of(contact, number=number)):
        return address
    raise serializers.ValidationError({"to": [_("There is no such contact, or no way to write to them.")]})
