"""What stands on templates and has to be asked or told, though this app knows nothing of it.

Where a template is used, only the apps above know; and what they planned may not hold any more when Meta changes one.
Each says so when the program starts.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from templates_app.models import Event, Template


@dataclass(frozen=True)
class Use:
    what: str  # "Campaign: Orders of May"
    url: str = ""


Finder = Callable[[Template], Iterator[Use]]
Listener = Callable[[Collection[Event]], None]
_finders: list[Finder] = []
_listeners: list[Listener] = []


def uses_templates(finder: Finder) -> None:
    """Called once, by an app that stands on this one."""
    if finder not in _finders:
        _finders.append(finder)


def uses(template: Template) -> list[Use]:
    return [use for finder in _finders for use in finder(template)]


def hears_of_templates(listener: Listener) -> None:
    """Called once, by an app that plans to send templates. What it then hears has become true in this transaction,
    with the templates' rows locked: `event.what` is CATEGORY for one that serves another purpose from now on
    (`before` was the old one), STATUS for one that can be sent no longer, or again. Raising undoes the news.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def tell(events: Collection[Event]) -> None:
    for listener in _listeners if events else ():
        listener(events)
