"""What the API says about people and the words they are sorted by, and what it takes."""

from typing import Any

import phonenumbers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from contacts import fields as custom
from contacts import languages, registering
from contacts.models import ConsentEvent, Contact, Field, Group, Identity, Label, Purpose
from contacts.models.people import UNPLACED
from contacts.problems import WORDS, Problem
from nxtchat.api import Strict

LARGEST_ID = 2**63 - 1


class IdentityShape(serializers.ModelSerializer):
    """One id by which WhatsApp or we know somebody."""

    is_current = serializers.SerializerMethodField(help_text="False: they gave it up for another.")

    class Meta:
        model = Identity
        fields = ("kind", "value", "is_current")
        read_only_fields = fields

    def get_is_current(self, identity: Identity) -> bool:
        return identity.replaced_by_id is None


class PersonShape(serializers.ModelSerializer):
    """A contact, with all that is known of them."""

    name = serializers.CharField(help_text="As your team calls them; may be empty.")
    display_name = serializers.CharField()
    address = serializers.CharField(help_text="Their number, or their username where they hide it.")
    country = serializers.SerializerMethodField(help_text="Of their number; may be empty.")
    identities = IdentityShape(many=True)
    fields = serializers.SerializerMethodField("get_values", help_text="By the keys of the fields.")  # type: ignore[assignment]
    labels = serializers.SerializerMethodField()
    groups = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields = (
            "id",
            "name",
            "display_name",
            "address",
            "language",
            "country",
            "identities",
            "fields",
            "labels",
            "groups",
            "last_heard_at",
            "created_at",
        )
        read_only_fields = fields

    def get_country(self, contact: Contact) -> str:
        return "" if contact.country == UNPLACED else contact.country

    def get_values(self, contact: Contact) -> dict[str, Any]:
        keys = self._keys
        return {keys[slot]: value for slot, value in contact.fields.items() if slot in keys and value is not None}

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Asked for once for all rows, and not while the API is only described."""
        return {field.slot: field.key for field in Field.objects.all()}

    def get_labels(self, contact: Contact) -> list[str]:
        return sorted(label.name for label in contact.labels.all())

    def get_groups(self, contact: Contact) -> list[str]:
        return sorted(group.name for group in contact.groups.all())


class PersonFilter(serializers.Serializer):
    """Which people."""

    q = serializers.CharField(required=False, max_length=100, help_text="Part of a name, a username or a number.")
    label = serializers.CharField(required=False, max_length=60)  # type: ignore[assignment]
    group = serializers.CharField(required=False, max_length=60)
    segment = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, help_text="The id of one.")


class Words(serializers.ListField):
    """Names of labels or of groups; those that are there already."""

    child = serializers.CharField(max_length=60)

    def __init__(self, model: type[Label] | type[Group], **options: Any) -> None:
        super().__init__(max_length=100, **options)
        self.model = model

    def to_internal_value(self, data: Any) -> list[Any]:
        names = super().to_internal_value(data)
        there = {row.name: row for row in self.model._default_manager.filter(name__in=names)}
        if missing := [place for place, name in enumerate(names) if name not in there]:
            words = ErrorDetail(_("This is none of the things to choose from."), "does_not_exist")
            raise ValidationError({str(place): [words] for place in missing})
        return [there[name] for name in names]


class PersonChange(Strict):
    """What to change; what is left out stays. By which ids somebody is known does not change here."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    language = serializers.CharField(required=False, allow_blank=True, max_length=10, help_text="Such as pt or pt_BR.")
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.JSONField(allow_null=True),
        required=False,
        help_text="Values by the keys of the fields; those left out stay, null empties one.",
    )
    labels = Words(Label, required=False, help_text="All of them, by their names.")
    groups = Words(Group, required=False, help_text="All of them, by their names.")

    def validate_language(self, written: str) -> str:
        try:
            return languages.code(written) if written else ""
        except Problem as problem:
            raise ValidationError(str(WORDS[problem.why])) from problem

    def validate_fields(self, given: dict[str, Any]) -> dict[Field, Any]:
        there = {field.key: field for field in Field.objects.all()}
        values, wrong = {}, {}
        for key, value in given.items():
            if isinstance(value, str):
                ProhibitSurrogateCharactersValidator()(value)
            if key not in there:
                wrong[key] = [ErrorDetail(_("This field is not known here."), "unknown")]
                continue
            try:
                values[there[key]] = custom.clean(there[key], value)
            except custom.Unfit as unfit:
                wrong[key] = [ErrorDetail(str(unfit), "invalid")]
        if wrong:
            raise ValidationError(wrong)
        return values


class ConsentBrought(Strict):
    """What somebody allowed or forbade, as a program or its list has it."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    is_given = serializers.BooleanField()
    wording = serializers.CharField(max_length=2000, help_text="The words they agreed to, or said no in.")
    evidence = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text="Where the proof is.")
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[ConsentEvent.Source.IMPORT.value, ConsentEvent.Source.API.value],
        default=ConsentEvent.Source.IMPORT.value,
        help_text="`import`: from a list; it never turns a no into a yes. `api`: they said it to this program.",
    )


class PersonAsked(PersonChange):
    """Somebody to be put on file."""

    number = serializers.CharField(
        max_length=60, help_text="With + and the country's code, or as dialled in `country`."
    )
    country = serializers.CharField(
        required=False, max_length=2, help_text="Such as BR. Left out: that of your own numbers, if all are of one."
    )
    consent = ConsentBrought(required=False)

    def validate_country(self, code: str) -> str:
        if code.upper() not in phonenumbers.SUPPORTED_REGIONS:
            raise ValidationError(_("“%(code)s” is no such code.") % {"code": code})
        return code.upper()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            attrs["number"] = registering.number_of(attrs["number"], country=attrs.pop("country", ""))
        except Problem as problem:
            raise ValidationError({"number": [ErrorDetail(str(WORDS[problem.why]), problem.why)]}) from problem
        return attrs
