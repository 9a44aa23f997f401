"""The steps of an import, in order; each is a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.imports import services
from contacts.models import Import

STEPS = {
    "file": _("File"),
    "columns": _("Columns"),
    "consent": _("Consent"),
    "check": _("Check"),
    "result": _("Import"),
}
State = Import.State


@dataclass(frozen=True)
class Step:
    name: str
    title: Any
    url: str
    is_current: bool
    is_open: bool  # may be gone to


def steps(kept: Import, current: str) -> list[Step]:
    is_begun = not kept.is_open
    return [
        Step(name, title, url(kept, name), name == current, (name == "result") == is_begun or name == current)
        for name, title in STEPS.items()
    ]


def url(kept: Import, step: str) -> str:
    return reverse(f"contacts:import_{step}", args=[kept.pk])


def current(kept: Import) -> str:
    """Where somebody who comes back goes on."""
    if not kept.is_open:
        return "result"
    if kept.state == State.UNREADABLE:
        return "file"
    if kept.state != State.DRAFT:
        return "check"
    return next(iter(services.missing(kept)), "check")


def wanted(request: HttpRequest, *, here: str) -> str:
    """Where the button that was pressed leads; without a word, to the next step."""
    to = request.POST.get("to", "")
    names = list(STEPS)
    return to if to in names[:-1] else names[names.index(here) + 1]


def is_forward(to: str, *, here: str) -> bool:
    names = list(STEPS)
    return names.index(to) > names.index(here)
