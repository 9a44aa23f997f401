"""What each column of the database says about people. Every app declares its own in `<app>/privacy_map.py`.

A column that nobody declared fails the tests; the inventory and the public privacy page are made from this map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Field, Model, TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """The kinds of data that the privacy page names."""

    MESSAGES = "messages", _("What was written")
    CONTACT = "contact", _("Contact details, and when and how we were in touch")
    SIGN_IN = "sign_in", _("Sign-in data of the people who answer")
    CAMPAIGNS = "campaigns", _("Templates and campaigns")
    USAGE = "usage", _("Who of us did what, and when")


class Export(TextChoices):
    """What a person gets of it when they ask for a copy."""

    PORTABLE = "portable", _("in the copy, and in the file for moving elsewhere")
    COPY = "copy", _("in the copy")
    PSEUDONYM = "pseudonym", _("in the copy as “a colleague”")
    NONE = "none", _("not in the copy")


class Erase(TextChoices):
    """What becomes of it when a person is erased."""

    ROW = "row", _("deleted")
    BLANK = "blank", _("emptied")
    KEEP = "keep", _("kept")


UNLINKED = ""  # the subject is somewhere in the value, and only reading it tells who


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Says something about a person: whom, of what kind, and what they can have done about it."""

    category: Category
    subject: str  # path from the row to the person (a contact or an agent); "self", or UNLINKED
    export: Export = Export.PORTABLE
    erase: Erase = Erase.ROW
    why: str = ""  # needed where it is kept, or is not handed out


@dataclass(frozen=True)
class NotPersonal:
    """Says nothing about anybody, and why that is so."""

    why: str


Declaration = Personal | NotPersonal
Declarations = Mapping[str, Mapping[str, Declaration]]

KEY = NotPersonal("A number or random id that we made up for the row.")

PEOPLE = {"contacts.Contact": "contact", "team.Agent": "agent"}  # the tables whose rows are people


def load() -> dict[str, dict[str, Declaration]]:
    """Every declaration of every installed app: {"inbox.Message": {"text": Personal(…)}}."""
    found: dict[str, dict[str, Declaration]] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.privacy_map"
        if name == __name__ or find_spec(name) is None:
            continue
        for label, fields in import_module(name).DECLARED.items():
            if label in found:
                raise ValueError(f"{label} is declared twice, the second time in {name}")
            found[label] = dict(fields)
    return found


def columns() -> dict[str, dict[str, Field]]:
    """Every column there is, those of third parties and of many-to-many tables included."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    return {model._meta.label: {field.name: field for field in model._meta.concrete_fields} for model in models}


def problems(declared: Declarations, there: Mapping[str, Mapping[str, Field]]) -> list[str]:
    """What is wrong with the map, one sentence each; empty when it is whole."""
    wrong = [f"{label} is declared but does not exist." for label in declared if label not in there]
    for label, fields in there.items():
        said = declared.get(label, {})
        wrong += [f"{label}.{name} is not classified." for name in fields if name not in said]
        wrong += [f"{label}.{name} is declared but does not exist." for name in said if name not in fields]
        for name, entry in said.items():
            if name in fields and (problem := _problem(entry, fields[name])):
                wrong.append(f"{label}.{name} {problem}")
    return wrong


def _problem(entry: Declaration, field: Field) -> str:
    if isinstance(entry, NotPersonal):
        return "" if entry.why else "does not say why it is not personal."
    if not entry.why and (entry.erase is Erase.KEEP or entry.export is Export.NONE or entry.subject == UNLINKED):
        return "is kept, withheld or unlinked and does not say why."
    if entry.subject != UNLINKED and not whom(field.model, entry.subject):
        return f"has a subject path that does not lead to a person: {entry.subject}."
    return ""


def whom(model: type[Model], path: str) -> str:
    """Where the path from a row of the model ends: at a "contact", an "agent", or nowhere."""
    step: type[Model] | None = model
    for name in path.split("__") if path != "self" else ():
        names = {field.name: field for field in step._meta.get_fields()} if step else {}
        step = names[name].related_model if name in names else None
    return PEOPLE.get(step._meta.label, "") if step else ""
