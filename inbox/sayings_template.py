"""A template, chosen from those that Meta approved, with what has to be filled in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.media import headers
from inbox.models import Conversation, HeaderFile
from inbox.sayings import Saying
from nxtchat.team.models import Agent
from nxtchat.whatsapp.media_rules import RULES
from templates_app import filling, queries
from templates_app.design import Design
from templates_app.filling import Place, asking, suggesting
from templates_app.models import Template

SHOWN = 40  # templates to choose from at once; who has more searches
KEPT, KEEP = "_kept", "_keep"  # behind the key of a place: a file that is here, and whether to keep a new one
ACCEPTED = {kind: ",".join(RULES[kind].types) for kind in ("image", "video", "document")}


class TemplateSaying(Saying):
    """`bring`: takes a file of a header, to keep it for everybody or not, and gives the id to say it by."""

    kind, icon = "template", "templates"
    title = gettext_lazy("Template")

    def __init__(
        self,
        *args: Any,
        template: Template,
        conversation: Conversation,
        by: Agent,
        bring: Callable[[Any, str, bool], str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.design, self._bring = template, template.design, bring
        self._account, self._may_keep = conversation.number.account_id, by.may("templates.edit")
        self.known = suggesting.known(conversation.contact, design=self.design, agent=by.name)
        self.places = filling.places(self.design)
        guessed = suggesting.suggested(self.places, self.known)
        for place in self.places:
            if place.kind in ACCEPTED:
                self.fields |= self._fields_of_file(place)
            else:
                self.fields |= asking.fields(place, initial=guessed.get(place.key, ""))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for place in self.places:
            if place.kind in ACCEPTED and not given.get(place.key) and not given.get(place.key + KEPT):
                self.add_error(place.key, forms.ValidationError(_("Choose a file first."), code="required"))
        return given

    def content(self) -> dict[str, Any]:
        values = {
            place.key: self._file(place) if place.kind in ACCEPTED else asking.value(place, self.cleaned_data)
            for place in self.places
        }
        content: dict[str, Any] = {"name": self.template.name, "language": {"code": self.template.language}}
        if components := filling.components(self.design, values):
            content["components"] = components
        return content

    @property
    def suggestions(self) -> list[str]:
        """What is known of the contact, each once."""
        return list(dict.fromkeys(self.known.values()))

    @property
    def filled(self) -> Design:
        """The template with what stands in the form now."""
        written = {place.key: str(self[place.key].value() or "") for place in self.places if place.takes_words}
        return filling.filled_in(self.design, written)

    def _fields_of_file(self, place: Place) -> asking.Fields:
        key, kept = place.key, headers.kept(self._account, kind=place.kind)
        file = forms.FileInput({"accept": ACCEPTED[place.kind]})
        fields: asking.Fields = {
            key: forms.FileField(label=asking.label_of(place), widget=file, required=not kept, max_length=1000)
        }
        if kept:
            choices = [("", _("Another one, chosen here")), *((str(each.public_id), str(each)) for each in kept)]
            words = _("Or one that was sent before")
            fields[key + KEPT] = forms.ChoiceField(label=words, choices=choices, required=False)
        if self._may_keep:
            fields[key + KEEP] = forms.BooleanField(label=_("Keep it, to be sent to others, too"), required=False)
        return fields

    def _file(self, place: Place) -> dict[str, str]:
        given = self.cleaned_data
        if new := given.get(place.key):
            return {"id": self._bring(new, place.kind, bool(given.get(place.key + KEEP)))}
        return {"id": given[place.key + KEPT]}


def to_choose_from(conversation: Conversation, *, q: str = "") -> tuple[list[Template], int]:
    """Approved ones of the number's account that an agent can fill in; and how many of those found they cannot."""
    found = list(_approved(conversation, q=q)[: SHOWN * 2])
    fillable = [template for template in found if filling.can_be_filled(template.design)]
    return fillable[:SHOWN], len(found) - len(fillable)


def chosen(conversation: Conversation, template_id: str) -> Template | None:
    if not template_id.isdecimal() or len(template_id) > 18:
        return None
    found = _approved(conversation).filter(pk=int(template_id)).first()
    return found if found and filling.can_be_filled(found.design) else None


def keep(conversation: Conversation, file: Any, *, kind: str, by: Agent) -> HeaderFile:
    return headers.keep(account=conversation.number.account, file=file, kind=kind, by=by)


def _approved(conversation: Conversation, *, q: str = "") -> QuerySet[Template]:
    found = queries.templates(q=q).filter(status="APPROVED", account=conversation.number.account_id)
    return found.order_by("name", "language")
