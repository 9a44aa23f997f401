"""What a marketer says at each step."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.drafting import audience
from campaigns.drafting.trying import MOST
from campaigns.models import Campaign
from contacts import access
from contacts.models import Contact, Group, Identity
from nxtchat.team.models import Agent
from nxtchat.whatsapp.phones import spellings

TITLES = {"segments": _("Segments"), "groups": _("Groups"), "labels": _("Labels"), "imports": _("Files you imported")}


class AudienceForm(forms.Form):
    """Whoever is in any of these."""

    def __init__(self, *args: Any, campaign: Campaign, agent: Agent, **more: Any) -> None:
        super().__init__(*args, **more)
        for part, choices in audience.choices(agent).items():
            self.fields[part] = forms.TypedMultipleChoiceField(
                label=TITLES[part],
                choices=choices,
                coerce=int,
                required=False,
                initial=campaign.audience.get(part, []),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if self.fields[name].choices]  # type: ignore[attr-defined]


class TimingForm(forms.ModelForm):
    """When, and how fast."""

    class Meta:
        model = Campaign
        fields = (
            *("starts_at", "zone", "in_their_zone", "repeats", "quiet_from", "quiet_until", "finish_by"),
            *("per_second", "per_day", "cap_messages", "cap_days", "held_back", "stop_percent", "hold_out"),
            "needs_second",
        )
        widgets = {
            "quiet_from": forms.TimeInput({"type": "time"}),
            "quiet_until": forms.TimeInput({"type": "time"}),
        }
        labels = {
            "starts_at": _("Starts at"),
            "zone": _("Whose clock that is"),
            "in_their_zone": _("At this time of day wherever each person lives"),
            "repeats": _("How often"),
            "quiet_from": _("Quiet hours: from"),
            "quiet_until": _("Quiet hours: until"),
            "finish_by": _("Finish by"),
            "per_second": _("Messages a second, at most"),
            "per_day": _("New people a day, at most"),
            "cap_messages": _("Offers to one person, at most"),
            "cap_days": _("… in so many days"),
            "held_back": _("Whom WhatsApp spares too many offers"),
            "stop_percent": _("Stop when so many per cent fail"),
            "hold_out": _("Per cent who get nothing, to compare with"),
            "needs_second": _("A second person has to agree"),
        }
        help_texts = {
            "starts_at": _("Leave it empty to start as soon as it is confirmed."),
            "quiet_from": _("By the clock of whoever gets it. Nothing is sent to them in between."),
            "finish_by": _("Who could not be written to by then is left out, and counted."),
            "stop_percent": _("Of the last 200. 0: never."),
            "cap_messages": _("Across all campaigns, this one included. Leave it empty for no limit."),
        }

    starts_at = forms.DateTimeField(required=False, widget=forms.DateTimeInput({"type": "datetime-local"}))
    finish_by = forms.DateTimeField(required=False, widget=forms.DateTimeInput({"type": "datetime-local"}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("starts_at", "finish_by"):
            self.fields[name].label = self.Meta.labels[name]
            self.fields[name].help_text = self.Meta.help_texts.get(name, "")
            at = getattr(self.instance, name)
            self.initial[name] = at and at.astimezone(ZoneInfo(self.instance.zone)).strftime("%Y-%m-%dT%H:%M")
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["zone"] = forms.ChoiceField(
            label=self.Meta.labels["zone"],
            choices=[(zone, zone.replace("_", " ")) for zone in ("UTC", *zones)],
            initial=self.instance.zone,
        )
        limit = self.instance.number.throughput
        self.fields["per_second"].max_value = limit  # type: ignore[attr-defined]
        self.fields["per_second"].help_text = _("The number takes up to %(limit)d.") % {"limit": limit}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if (said.get("quiet_from") is None) != (said.get("quiet_until") is None):
            self.add_error("quiet_from", _("Quiet hours need both ends, or none."))
        zone = ZoneInfo(said.get("zone") or self.instance.zone)
        for name in ("starts_at", "finish_by"):
            if at := said.get(name):
                said[name] = _by(at, zone)
        starts, ends = said.get("starts_at"), said.get("finish_by")
        if starts and starts < timezone.now():
            self.add_error("starts_at", _("This is over already."))
        if ends and ends <= (starts or timezone.now()):
            self.add_error("finish_by", _("It would end before it begins."))
        if said.get("repeats") and not starts:
            self.add_error("starts_at", _("What repeats needs a first time."))
        if (second := said.get("per_second")) and second > self.instance.number.throughput:
            self.add_error("per_second", _("The number takes fewer."))
        return said


def _by(at: datetime, zone: ZoneInfo) -> datetime:
    """What was typed is a time on that clock, whatever zone the page has."""
    return timezone.make_naive(at).replace(tzinfo=zone) if timezone.is_aware(at) else at.replace(tzinfo=zone)


class ConfirmForm(forms.Form):
    count = forms.IntegerField(label=_("Type how many people that is"), min_value=0, required=False)
    accepts_no_test = forms.BooleanField(label=_("Start without a test that was read"), required=False)


class TrialForm(forms.Form):
    """Who tries it: numbers of people on file, or a group that is kept for that."""

    numbers = forms.CharField(
        label=_("Your number, and those of others who try it"),
        required=False,
        help_text=_("One in a line, with the country code. They have to be on file."),
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
    )
    group = forms.ModelChoiceField(label=_("Or a group for tests"), queryset=Group.objects.none(), required=False)

    def __init__(self, *args: Any, agent: Agent, **more: Any) -> None:
        super().__init__(*args, **more)
        self.agent = agent
        self.fields["group"].queryset = Group.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        found = list(self._named(said.get("numbers", "")))
        if group := said.get("group"):
            among = access.contacts(self.agent).filter(groups=group).order_by("pk")
            found += [one for one in among[: MOST + 1] if one not in found]
        if not found and not self.errors:
            self.add_error("numbers", _("Say who tries it."))
        if len(found) > MOST:
            self.add_error(None, _("At most %(most)d people try it at once.") % {"most": MOST})
        said["people"] = found
        return said

    def people(self) -> list[Contact]:
        return self.cleaned_data["people"]

    def _named(self, numbers: str) -> Iterator[Contact]:
        for line in numbers.splitlines()[:20]:
            digits = re.sub(r"\D", "", line)
            if not digits:
                continue
            known = Identity.objects.filter(
                kind__in=[Identity.Kind.WA_ID, Identity.Kind.PHONE], value__in=[digits, *spellings(digits)]
            )
            contact = access.contacts(self.agent).filter(pk__in=known.values("contact_id")).first()
            if contact is None:
                self.add_error(
                    "numbers", _("Nobody on file has the number %(number)s.") % {"number": line.strip()[:40]}
                )
            else:
                yield contact
