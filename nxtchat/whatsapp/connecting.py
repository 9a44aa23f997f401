"""Bringing a number into the house, and changing the keys by which we speak for it."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from nxtchat import audience
from nxtchat.whatsapp import checkup
from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.models import Account, Number


class CredentialsRefused(Exception):
    """Meta does not accept what was typed; `results` says which parts, and what to do about each."""

    def __init__(self, results: list[checkup.Result]):
        super().__init__(" ".join(f"{result.question} {result.said} {result.fix}" for result in results))
        self.results = results


class InUse(Exception):
    """Conversations or campaigns belong to the number."""


@dataclass(frozen=True)
class Connected:
    number: Number
    is_new: bool
    verify_token: str  # to be pasted at Meta


def connect(
    *,
    waba_id: str,
    phone_number_id: str,
    display_phone: str,
    app_id: str,
    app_secret: str,
    token: str,
    verify_token: str = "",
    checks: bool = True,
    is_pretend: bool = False,
) -> Connected:
    """Take a number in, or bring what we know of it up to date; with `checks`, only if Meta accepts the keys."""
    account = Account.objects.filter(waba_id=waba_id).first() or Account(waba_id=waba_id)
    number = Number.objects.filter(phone_number_id=phone_number_id).first() or Number(phone_number_id=phone_number_id)
    is_new = number.pk is None
    account.app_id, account.token = app_id, token
    account.is_pretend = is_pretend or account.is_pretend  # or its pretend customers would be looked for at Meta
    _take_secret(account, app_secret)
    _take_verify_token(account, verify_token)
    number.account, number.display_phone = account, display_phone
    if checks and (refused := checkup.refused_credentials(number)):
        raise CredentialsRefused(refused)
    with transaction.atomic():
        number.account = _keep(account, ("app_id", "app_secret", "previous_app_secret", "token", "verify_token",
                                         "webhook_verified_at", "is_pretend"), key="waba_id")  # fmt: skip
        number = _keep(number, ("account", "display_phone"), key="phone_number_id")
        if is_new:
            audience.changed()
    return Connected(number=number, is_new=is_new, verify_token=number.account.verify_token)


def connect_new(*, waba_id: str, app_id: str, app_secret: str, token: str, **facts: Any) -> Connected:
    """Take in what the page was told, right or not; but only Meta can say that a known account has other keys."""
    account = Account.objects.filter(waba_id=waba_id).first()
    typed = (app_id, app_secret, token)
    others = account is not None and typed != (account.app_id, account.app_secret, account.token)
    return connect(waba_id=waba_id, app_id=app_id, app_secret=app_secret, token=token, **facts, checks=others)


def replace_token(*, account: Account, token: str) -> None:
    """Speak with this token from now on."""
    account.token = token
    _take_verify_token(account, "")
    account.save(update_fields=["token", "verify_token"])


def replace_secret(*, account: Account, app_secret: str) -> None:
    """Trust this app secret from now on, and the one before it until `forget_previous_secret`."""
    _take_secret(account, app_secret)
    _take_verify_token(account, "")
    account.save(update_fields=["app_secret", "previous_app_secret", "verify_token"])


def forget_previous_secret(*, account: Account) -> None:
    """The rotation is over: events signed with the old secret are refused again."""
    account.previous_app_secret = ""
    account.save(update_fields=["previous_app_secret"])


def remove(*, number: Number) -> None:
    """Entered by mistake. Whoever stands above us and needs it has told the database so, and is asked there."""
    try:
        with transaction.atomic():
            number.delete()
            audience.changed()
    except IntegrityError as refusal:  # also when a customer wrote a moment ago
        raise InUse from refusal
    if not number.account.numbers.exists():
        _forget(number.account)


def _forget(account: Account) -> None:
    try:
        with transaction.atomic():
            account.delete()
    except IntegrityError:  # a template of it is needed, or another number came in a moment ago
        return


def subscribe(*, account: Account) -> None:
    """Have Meta tell our app what happens in the account."""
    Graph(account).subscribe()


def _keep[Row: (Account, Number)](row: Row, fields: tuple[str, ...], *, key: str) -> Row:
    """Write it, also when somebody else wrote the same one a moment ago."""
    facts = {field: getattr(row, field) for field in fields}
    return type(row).objects.update_or_create(**{key: getattr(row, key)}, defaults=facts)[0]


def _take_secret(account: Account, secret: str) -> None:
    if account.app_secret and secret != account.app_secret:
        account.previous_app_secret = account.app_secret
    account.app_secret = secret


def _take_verify_token(account: Account, verify_token: str) -> None:
    """A new verify token must be proved by a new handshake. Without one, a lost one is made anew."""
    if verify_token and account.verify_token and verify_token != account.verify_token:
        account.webhook_verified_at = None
    account.verify_token = verify_token or account.verify_token or secrets.token_urlsafe(24)
