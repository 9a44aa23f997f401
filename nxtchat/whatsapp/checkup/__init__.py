"""Is this number set up well? Sixteen or so questions, each with what came back and how to mend it."""

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nxtchat.whatsapp.checkup import account, credentials, house, webhook
from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.check import Check
from nxtchat.whatsapp.checkup.result import Result, State, wait
from nxtchat.whatsapp.models import Number

__all__ = ["CHECKS", "Check", "Result", "State", "grouped", "overall", "refused_credentials", "run", "run_all"]

CREDENTIALS = (
    credentials.secret,
    credentials.token,
    credentials.expiry,
    credentials.permissions,
    credentials.reach,
    account.account,
    account.number,
)
GROUPS: dict[str | Promise, tuple[Check, ...]] = {
    gettext_lazy("The keys"): CREDENTIALS[:5],
    gettext_lazy("The number"): (*CREDENTIALS[5:], account.registered, account.sending, account.templates),
    gettext_lazy("Messages, both ways"): (
        webhook.address,
        webhook.handshake,
        webhook.subscribed,
        webhook.fields,
        webhook.first_event,
        webhook.flow,
        webhook.first_reply,
    ),
    gettext_lazy("This installation"): (house.worker, house.timetable, house.clock, house.voice_notes),
}
CHECKS: dict[str, Check] = {check.key: check for checks in GROUPS.values() for check in checks}


def run_all(number: Number) -> list[Result]:
    """Ask everything."""
    return _Run(number).results(list(CHECKS))


def run(number: Number, key: str) -> Result:
    """Ask one question again, and whatever must be fine before it makes sense."""
    return _Run(number).result(key)


def refused_credentials(number: Number) -> list[Result]:
    """What Meta does not accept about a number that is only typed yet, not saved; empty when all is well."""
    results = _Run(number).results([check.key for check in CREDENTIALS])
    return [result for result in results if result.state is State.FAIL]


def grouped(results: list[Result]) -> list[tuple[str | Promise, list[Result]]]:
    """As the page shows them, each group under its title."""
    found = {result.key: result for result in results}
    return [(title, [found[check.key] for check in checks]) for title, checks in GROUPS.items()]


def overall(results: list[Result]) -> State:
    """The state to show for all of it: the worst there is."""
    for state in (State.FAIL, State.WAIT, State.WARN):
        if any(result.state is state for result in results):
            return state
    return State.OK


class _Run:
    """One look at a number, in which nothing is asked twice."""

    def __init__(self, number: Number) -> None:
        self._answers = Answers(number)
        self._results: dict[str, Result] = {}

    def results(self, keys: list[str]) -> list[Result]:
        return [self.result(key) for key in keys]

    def result(self, key: str) -> Result:
        if key not in self._results:
            self._results[key] = self._ask(CHECKS[key])
        return self._results[key]

    def _ask(self, check: Check) -> Result:
        for need in check.needs:
            if not self.result(need).is_fine:
                first = _("First this has to be right: %(question)s") % {"question": CHECKS[need].question}
                found = wait(_("Not asked."), first)
                return replace(found, key=check.key, question=str(check.question), is_ours=check.is_ours)
        return check.run(self._answers)
