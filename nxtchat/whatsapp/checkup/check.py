"""A check: one question about a number, and how an unwelcome answer of Meta's is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nxtchat.whatsapp.checkup.answers import Answers
from nxtchat.whatsapp.checkup.result import Result, fail
from nxtchat.whatsapp.client import GraphRefused, GraphUnavailable, GraphUnknown
from nxtchat.whatsapp.errors import explain

Ask = Callable[[Answers], Result]


@dataclass(frozen=True)
class Check:
    key: str
    question: str | Promise
    ask: Ask
    needs: tuple[str, ...] = ()  # asking makes no sense before these are fine
    is_ours: bool = False  # Meta is not asked, so a page may ask every few seconds

    def run(self, answers: Answers) -> Result:
        """Ask, and turn whatever happens into words."""
        try:
            found = self.ask(answers)
        except GraphRefused as error:
            found = refused(error)
        except (GraphUnavailable, GraphUnknown):
            found = unreachable(answers)
        return replace(found, key=self.key, question=str(self.question), is_ours=self.is_ours)


def check(
    key: str, question: str | Promise, *, needs: tuple[str, ...] = (), is_ours: bool = False
) -> Callable[[Ask], Check]:
    """Make a check of a function."""
    return lambda ask: Check(key, question, ask, needs, is_ours)


def when(at: datetime) -> str:
    """A date and time that may end a sentence: in some languages it brings a full stop of its own."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT").rstrip(".")


def phone(number: str) -> str:
    """Kept from left to right inside a sentence that runs the other way."""
    return f"\u2066{number}\u2069"


def refused(error: GraphRefused, fix: str = "", link: str = "") -> Result:
    if not error.http_status:
        return fail(not_asked(), fix or str(explain(error.code).remedy), link=link)
    said = _("WhatsApp refused to answer: “%(title)s” (code %(code)s).") % {
        "title": error.details or error.title,
        "code": error.code,
    }
    return fail(said, fix or str(explain(error.code).remedy), link=link)


def not_asked() -> str:
    """The words are ours, so they are not shown as WhatsApp's."""
    return _("WhatsApp was not asked: what is kept here as the access token cannot be one.")


def lost() -> Result:
    """The installation has lost the key to what it has encrypted."""
    return fail(_("The keys kept here cannot be read. Enter the app secret and the token anew."), "")


def unreachable(answers: Answers) -> Result:
    url = answers.account.graph_url
    return fail(
        _("No usable answer came from %(url)s.") % {"url": url},
        _("Make sure that this machine may reach %(url)s, then check again. If it may, Meta has a problem: wait.")
        % {"url": url},
    )
