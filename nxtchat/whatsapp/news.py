"""What Meta tells of accounts and numbers, applied to their rows, and told to the admins."""

from datetime import datetime

from django.db import transaction

from nxtchat.whatsapp import news_accounts, news_numbers
from nxtchat.whatsapp.errors import Action, explain
from nxtchat.whatsapp.events_news_types import News, Nothing, OfNumbers, Partner
from nxtchat.whatsapp.events_types import AccountProblem
from nxtchat.whatsapp.models import Account, Notice, Number
from nxtchat.whatsapp.notices import DANGER, PROBLEM, WARNING, Case, raise_notice


def account_of(news: News) -> Account | None:
    """The account that it is about. Some of Meta's updates name only the number, and some a business we do not hold."""
    found = Account.objects.filter(waba_id=news.waba_id).first()
    if found or not news.phone_number_id:
        return found
    return Account.objects.filter(numbers__phone_number_id=news.phone_number_id).first()


def is_about_another(news: News, account: Account) -> bool:
    """About a number of the account that is not connected here."""
    names_one = isinstance(news.told, OfNumbers) or (isinstance(news.told, Partner) and bool(news.phone))
    return names_one and _number(news, account) is None


@transaction.atomic
def receive(news: News, *, account: Account, event_id: int) -> set[int]:
    """Apply it. The order in which news come makes no difference. Returns the numbers that may send now, or no more."""
    if isinstance(news.told, Nothing):
        return set()
    held = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    number = _number(news, held)
    case = Case(account=held, at=news.at, event_id=event_id, number=number)
    if isinstance(news.told, OfNumbers):
        if number:
            news_numbers.receive(news.told, case=case, number=number)
        return set()
    return news_accounts.receive(news.told, case=case)


def note_problem(problem: AccountProblem, *, account: Account, at: datetime, event_id: int) -> None:
    """Trouble that Meta reports beside the messages. Told again while the notice stands, it is no news."""
    number = Number.objects.filter(account=account, phone_number_id=problem.phone_number_id).first()
    code, subject = problem.fault.code, f"problem {problem.fault.code}"
    known = Notice.objects.filter(account=account, number=number, subject=subject, over_at=None, put_away_at=None)
    if known.exists():
        return
    raise_notice(
        account=account,
        number=number,
        code=PROBLEM,
        subject=subject,
        weight=DANGER if explain(code).action == Action.STOP else WARNING,
        facts={"code": code, "said": problem.fault.details or problem.fault.title},
        at=at,
        event_id=event_id,
    )


def _number(news: News, account: Account) -> Number | None:
    """Meta names numbers by their digits, mostly."""
    for number in Number.objects.select_for_update(no_key=True).filter(account=account).order_by("pk"):
        digits = "".join(filter(str.isdigit, number.display_phone))
        if news.phone_number_id == number.phone_number_id or (news.phone and news.phone == digits):
            return number
    return None
