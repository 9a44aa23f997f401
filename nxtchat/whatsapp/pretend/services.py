"""Starting and ending the pretend WhatsApp, and playing the customer."""

import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nxtchat.whatsapp import connecting, details
from nxtchat.whatsapp.addresses import callback_url
from nxtchat.whatsapp.client import Graph, GraphError
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.pretend import remote
from nxtchat.whatsapp.pretend.remote import Refused, Unreachable
from nxtchat.whatsapp.pretend.telling import News

__all__ = [
    *("CannotStart", "Refused", "Unreachable", "start", "stop"),
    *("chat", "meet", "misbehave", "misbehaving", "people", "say"),
]

NAME = "Lucky Shrub"
WAIT, POLL = 10.0, 0.1  # seconds
# One of each kind that matters: an old Brazilian id without the ninth digit, a script from right to left,
# a person who hides the number behind a username, and somebody ordinary.
FIRST_PEOPLE = (
    {"phone": "554199990101", "name": "Ana Souza", "language": "pt"},
    {"phone": "966500000142", "name": "ليلى حسن", "language": "ar"},
    {"phone": "16505550143", "name": "Pablo M.", "username": "pablomorales", "hidden": True, "language": "es"},
    {"phone": "919000000144", "name": "Priya Nair", "language": "en"},
)


class CannotStart(Exception):
    """Why not, in words for an admin."""


def start(*, wait: float = WAIT) -> Number:
    """Have it run, with a number of ours in it that is connected and tells us everything. Twice is once."""
    _want_it()
    _wait_for_it(wait)
    try:
        facts = remote.ask("POST", "accounts", only=True, templates=True, name=NAME)
        number = _connect(facts)
        _introduce(number)
    except (Unreachable, GraphError, connecting.CredentialsRefused) as error:
        raise CannotStart(_("The pretend WhatsApp stopped answering. Try again.")) from error
    except Refused as error:
        said = _("The pretend WhatsApp could not reach us at %(url)s: %(why)s")
        raise CannotStart(said % {"url": settings.WEB_INTERNAL_URL, "why": error}) from error
    return number


def stop() -> None:
    """Nobody wants it to run any more. The number and its conversations stay."""
    (settings.DATA / "pretend" / "wanted").unlink(missing_ok=True)


def people() -> list[dict[str, Any]]:
    return remote.ask("GET", "people")["data"]


def meet(**person: Any) -> dict[str, Any]:
    return remote.ask("POST", "people", **person)


def say(*, number: Number, person: str, **message: Any) -> str:
    """The customer says it; the wamid."""
    return remote.ask("POST", "say", phone_number_id=number.phone_number_id, **{"from": person}, **message)["wamid"]


def chat(*, number: Number, person: str) -> dict[str, Any]:
    """The chat as the phone shows it. Whoever looks at it has read it."""
    return remote.ask("POST", "chats/read", phone_number_id=number.phone_number_id, person=person)


def misbehave(**tricks: Any) -> None:
    remote.ask("PUT", "misbehave", **tricks)


def misbehaving() -> dict[str, Any]:
    return remote.ask("GET", "misbehave")


def tell(news: News, *, number: Number) -> None:
    """Have it post the update, as Meta would when this happens."""
    if news.event:
        remote.ask("POST", "review", event=news.event)
    else:
        value = news.value | ({"display_phone_number": number.display_phone} if news.of_number else {})
        remote.ask("POST", "update", waba_id=number.account.waba_id, field=news.about, value=value)


def _want_it() -> None:
    if not settings.PRETEND_URL:
        raise CannotStart(_("This installation has no pretend WhatsApp: PRETEND_URL is not set."))
    folder = settings.DATA / "pretend"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "wanted").touch()
    except OSError as error:
        raise CannotStart(_("The folder %(path)s cannot be written to.") % {"path": folder}) from error


def _wait_for_it(wait: float) -> None:
    until = time.monotonic() + wait
    while not remote.is_up():
        if time.monotonic() > until:
            raise CannotStart(
                _("The pretend WhatsApp does not answer at %(url)s. Its log is in the data folder.")
                % {"url": settings.PRETEND_URL}
            )
        time.sleep(POLL)


def _connect(facts: dict[str, Any]) -> Number:
    connected = connecting.connect(
        waba_id=facts["waba_id"],
        phone_number_id=facts["phone_number_id"],
        display_phone=facts["display_phone"],
        app_id=facts["app_id"],
        app_secret=facts["app_secret"],
        token=facts["token"],
        is_pretend=True,
    )
    return connected.number


def _introduce(number: Number) -> None:
    """What an admin does at Meta for a real number: the callback, the fields, the subscription."""
    account = number.account
    remote.ask("PUT", "callback", url=callback_url(account), verify_token=account.verify_token, app_id=account.app_id)
    connecting.subscribe(account=account)
    details.note(number, Graph(account).number_details(number))
    known = {person["phone"] for person in people()}
    for person in FIRST_PEOPLE:
        if person["phone"] not in known:
            meet(**person)
