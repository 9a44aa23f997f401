"""Misbehaviour on demand: everything that goes wrong between us and Meta, so that it can be tried and repaired."""

import random
from dataclasses import dataclass, field
from typing import Any

# What can be switched on, and in which words it takes its details.
KINDS: dict[str, set[str]] = {
    # How calls are answered. `on` is the last part of the path, "messages" unless told; `times` runs out.
    "hang": {"times", "on"},  # accepted, never answered
    "reset_after": {"times", "on"},  # accepted, then the line is cut
    "reset_before": {"times", "on"},  # the line is cut before the body is read
    "fail_before": {"times", "on", "status"},  # a 5xx, and nothing was accepted
    "fail_after": {"times", "on", "status"},  # a 5xx, though it was accepted
    "garbage": {"times", "on"},  # accepted, and answered with something that is no JSON
    "error": {"times", "on", "code", "details"},  # Meta's error with this code
    "fail_later": {"times", "code", "details"},  # accepted; a failed status follows
    "latency": {"seconds", "most", "on"},  # every answer takes this long, or between the two
    # How webhooks arrive.
    "duplicate": {"times", "copies"},  # each webhook is posted again this often
    "reorder": {"times"},  # a message's statuses come last one first
    "early": {"times"},  # statuses come before the call is answered
    "drop": {"times", "statuses"},  # these statuses, or all, never come
    "foreign_secret": {"times"},  # signed with somebody else's app secret
    "silence": {"times"},  # webhooks wait until it is over, then all come at once
    # What is wrong with the account. The product's checks should find these.
    "token_expired": {"account"},
    "token_expiring": {"seconds", "account"},
    "token_lacks": {"scope", "account"},
    "token_of_another_app": {"account"},
    "not_registered": {"number"},
    "blocked": {"number"},
    "not_subscribed": {"account"},
    "wrong_callback": {"app"},
    "messages_off": {"app"},  # the app is not subscribed to the field
    "unreachable": {"people"},
}
DEFAULT_ON = "messages"


class BadMischief(ValueError):
    pass


@dataclass
class Trick:
    times: int | None = None  # None: until repaired
    details: dict[str, Any] = field(default_factory=dict)


class Mischief:
    """What is switched on right now."""

    def __init__(self) -> None:
        self.tricks: dict[str, Trick] = {}

    def switch(self, wanted: dict[str, Any]) -> None:
        """`{"hang": 1}` once, `{"hang": true}` until repaired, `{"hang": false}` repaired, `{"error": {"code": 4}}`."""
        for name, how in wanted.items():
            if name not in KINDS:
                raise BadMischief(f"There is no misbehaviour called {name}; there are: {', '.join(KINDS)}.")
            details = dict(how) if isinstance(how, dict) else {}
            if unknown := set(details) - KINDS[name]:
                raise BadMischief(f"{name} does not take {', '.join(sorted(unknown))}.")
        for name, how in wanted.items():
            if how is False or how is None or how == 0:
                self.tricks.pop(name, None)
            elif isinstance(how, dict):
                details = dict(how)
                self.tricks[name] = Trick(times=details.pop("times", None), details=details)
            else:
                self.tricks[name] = Trick(times=None if how is True else int(how))

    def repair(self) -> None:
        self.tricks.clear()

    def shown(self) -> dict[str, Any]:
        return {name: trick.details | {"times": trick.times} for name, trick in self.tricks.items()}

    def look(self, name: str, **about: str) -> dict[str, Any] | None:
        """The details if `name` is on and is meant for this; uses nothing up."""
        trick = self.tricks.get(name)
        if trick is None:
            return None
        for what, value in about.items():
            wanted = trick.details.get(what, DEFAULT_ON if what == "on" else None)
            if wanted not in (None, "all", value) and not (isinstance(wanted, list) and value in wanted):
                return None
        return trick.details

    def take(self, name: str, **about: str) -> dict[str, Any] | None:
        """The same, and one of its times is used up."""
        details = self.look(name, **about)
        if details is not None and (trick := self.tricks[name]).times is not None:
            trick.times -= 1
            if trick.times <= 0:
                del self.tricks[name]
        return details

    def latency(self, on: str) -> float:
        details = self.look("latency", on=on)
        if details is None:
            return 0.0
        least = float(details.get("seconds", 0.2))
        return random.uniform(least, max(least, float(details.get("most", least))))  # noqa: S311
