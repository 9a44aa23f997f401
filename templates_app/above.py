"""Where a template is used, which only the apps above know. Each says so when the program starts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from templates_app.models import Template


@dataclass(frozen=True)
class Use:
    what: str  # "Campaign: Orders of May"
    url: str = ""


Finder = Callable[[Template], Iterator[Use]]
_finders: list[Finder] = []


def uses_templates(finder: Finder) -> None:
    """Called once, by an app that stands on this one."""
    if finder not in _finders:
        _finders.append(finder)


def uses(template: Template) -> list[Use]:
    return [use for finder in _finders for use in finder(template)]
