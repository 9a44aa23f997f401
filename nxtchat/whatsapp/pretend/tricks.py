"""What an admin may let the pretend WhatsApp do wrong, in plain words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Trick:
    key: str
    kind: str  # what the server calls it
    words: Promise
    how: Any = field(default=1)  # once, unless something else is said

    @property
    def lasts(self) -> bool:
        """Until it is repaired. To Python True is 1 as well, to the server it is for ever."""
        times = self.how.get("times") if isinstance(self.how, dict) else self.how
        return times is None or times is True


@dataclass(frozen=True)
class Group:
    title: Promise
    tricks: tuple[Trick, ...]


GROUPS = (
    Group(
        _("The next message you send"),
        (
            Trick("hang", "hang", _("Accept it, but never answer")),
            Trick("reset-after", "reset_after", _("Accept it, then cut the line")),
            Trick("reset-before", "reset_before", _("Cut the line before it is read")),
            Trick("fail-after", "fail_after", _("Accept it, but answer with an error 502")),
            Trick("garbage", "garbage", _("Accept it, but answer with nonsense")),
            Trick("fail-before", "fail_before", _("Be out of order, and do not accept it")),
            Trick("pair", "error", _("Refuse it: too many to this person (131056)"), {"code": 131056, "times": 1}),
            Trick("rate", "error", _("Refuse it: too many a second (130429)"), {"code": 130429, "times": 1}),
            Trick("not-there", "fail_later", _("Accept it, then fail to deliver it (131026)"), {"times": 1}),
        ),
    ),
    Group(
        _("Until you repair it"),
        (
            Trick("slow", "latency", _("Take three seconds over every answer"), {"seconds": 3, "on": "all"}),
            Trick("down", "fail_before", _("Be out of order"), {"status": 503, "on": "all"}),
            Trick("duplicate", "duplicate", _("Tell us everything three times"), {"copies": 2}),
            Trick("reorder", "reorder", _("Tell us of ticks in the wrong order"), True),
            Trick("drop", "drop", _("Never tell us of ticks"), True),
            Trick("silence", "silence", _("Hold everything back, then tell it all at once"), True),
            Trick("foreign", "foreign_secret", _("Sign with somebody else's app secret"), True),
        ),
    ),
    Group(
        _("Something is wrong with the account"),
        (
            Trick("expired", "token_expired", _("The access token has expired"), True),
            Trick("expiring", "token_expiring", _("The access token ends in three days"), True),
            Trick("lacks", "token_lacks", _("The access token may not send messages"), True),
            Trick("foreign-token", "token_of_another_app", _("The access token is another app's"), True),
            Trick("unregistered", "not_registered", _("The number is not registered"), True),
            Trick("blocked", "blocked", _("The account is locked"), True),
            Trick("unsubscribed", "not_subscribed", _("The account does not tell our app anything"), True),
            Trick("astray", "wrong_callback", _("The app tells another address"), True),
            Trick("deaf", "messages_off", _("The app does not pass messages on"), True),
            Trick("nobody", "unreachable", _("Nobody can be reached"), True),
        ),
    ),
)
TRICKS = {trick.key: trick for group in GROUPS for trick in group.tricks}


def is_on(trick: Trick, shown: dict[str, Any]) -> bool:
    """Is this one on? Several of ours may be one kind of the server's, with other details."""
    found = shown.get(trick.kind)
    if found is None:
        return False
    if not isinstance(trick.how, dict):
        return trick.lasts is (found.get("times") is None)
    return all(found.get(name) == value for name, value in trick.how.items() if name != "times")
