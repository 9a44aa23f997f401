"""What can be done to many contacts, as one list to choose from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts import fields
from contacts.models import Action, Field, Group, Label

Verb = Action.Verb


@dataclass(frozen=True)
class Choices:
    """One verb and all it can be done with; `key.pk` is what a form sends."""

    key: str
    label: str | Promise
    rows: list


def there_are() -> list[Choices]:
    labels, groups = list(Label.objects.order_by("name")), list(Group.objects.all())
    all_of_them = [
        Choices(Verb.LABEL, Verb.LABEL.label, labels),
        Choices(Verb.UNLABEL, Verb.UNLABEL.label, labels),
        Choices(Verb.JOIN, Verb.JOIN.label, groups),
        Choices(Verb.LEAVE, Verb.LEAVE.label, groups),
        Choices(Verb.SET, Verb.SET.label, list(Field.objects.all())),
    ]
    return [one for one in all_of_them if one.rows]


def chosen(key: str) -> dict | None:
    """From `label.3` to what `begin` takes; None if there is no such thing."""
    verb, _dot, pk = key.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    models: dict[str, tuple[str, type[Label] | type[Group] | type[Field]]] = {
        Verb.LABEL: ("label", Label),
        Verb.UNLABEL: ("label", Label),
        Verb.JOIN: ("group", Group),
        Verb.LEAVE: ("group", Group),
        Verb.SET: ("field", Field),
    }
    if verb not in models:
        return None
    name, model = models[verb]
    found = model._default_manager.filter(pk=pk).first()
    return {"verb": verb, name: found} if found else None


_DONE = {
    Verb.LABEL: _("Labelled “%(what)s”"),
    Verb.UNLABEL: _("Label “%(what)s” taken off"),
    Verb.JOIN: _("Put into the group “%(what)s”"),
    Verb.LEAVE: _("Taken out of the group “%(what)s”"),
}


def in_words(action: Action) -> str:
    """What it was, as a timeline or a notice says it."""
    if action.verb == Verb.SET and action.field:
        value = fields.shown(action.field, action.value)
        if not value:
            return gettext("“%(field)s” emptied") % {"field": action.field}
        return gettext("“%(field)s” set to “%(value)s”") % {"field": action.field, "value": value}
    return str(_DONE[Verb(action.verb)]) % {"what": action.label or action.group}
