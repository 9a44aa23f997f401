"""Every URL of the product, with what it takes to open it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

SAMPLES = {"UUIDConverter": "00000000-0000-4000-8000-000000000000", "StringConverter": "sample", "SlugConverter": "a"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Door:
    """One URL: how it is written in urls.py, an example of it, and the view behind it."""

    route: str
    url: str
    view: Callable[..., Any]

    @property
    def capability(self) -> str | None:
        return getattr(self.view, "capability", None)

    @property
    def api(self) -> Any:
        """The class of a REST framework view; None for a page."""
        return getattr(self.view, "cls", None)

    @property
    def lets_strangers_in(self) -> bool:
        return not getattr(self.view, "login_required", True)


def doors() -> list[Door]:
    return list(_walk(get_resolver().url_patterns, "", "/"))


def _walk(patterns: list[URLPattern | URLResolver], route: str, url: str) -> Iterator[Door]:
    for item in patterns:
        further, example = route + str(item.pattern), url + _example(item)
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, further, example)
        else:
            yield Door(further, example, item.callback)


def _example(item: URLPattern | URLResolver) -> str:
    """A piece of path that the pattern accepts. Made from its regular expression, so `path` and `re_path` are alike."""
    converters = getattr(item.pattern, "converters", {})
    form, names = normalize(re.sub(r"\\Z|\$$", "", item.pattern.regex.pattern))[0]
    return form % {name: SAMPLES.get(type(converters.get(name)).__name__, "1") for name in names}
