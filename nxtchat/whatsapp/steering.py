"""Whether an account may send at all, by what Meta told of it; its numbers are stopped and let go on accordingly."""

from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from nxtchat.whatsapp import circuit, notices, pace
from nxtchat.whatsapp.models import Account, Notice, Number

LOCKED, CUT_OFF = 131031, 131005  # Meta's codes for the same when it refuses a message; errors.py has their words
ENDED = frozenset({"PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_OFFBOARDED", "ACCOUNT_DELETED"})
# Without the right to answer, there is nothing that may be sent; without that to begin, answers still may.
NO_ANSWERS, NO_BEGINNING = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "RESTRICTED_BIZ_INITIATED_MESSAGING"
A_DAY = 24 * 3600


def why_not(account: Account) -> int | None:
    """Meta's code for what keeps the account from sending; None: nothing does."""
    if account.ban_state == "DISABLE" or NO_ANSWERS in kinds(account, at=timezone.now()):
        return LOCKED
    return CUT_OFF if account.partner_state in ENDED else None


def kinds(account: Account, *, at: datetime) -> set[str]:
    """The restrictions that hold at this time."""
    return {each["kind"] for each in account.restrictions if not each["until"] or each["until"] > at.timestamp()}


@contextmanager
def steered(account: Account, touched: set[int]):
    """Around a change of the account: stops its numbers or lets them go on, and adds their ids to `touched`."""
    before = why_not(account)
    yield
    after = why_not(account)
    if before != after:
        if before is not None:
            touched.update(let_go(account, code=before))
        if after is not None and (number := Number.objects.filter(account=account).first()):
            touched.update(circuit.stop(number, code=after))


def let_go(account: Account, *, code: int) -> Iterable[int]:
    """Only what this code stopped; another trouble is mended by whoever mends it."""
    number = Number.objects.filter(account=account, stopped_code=code).first()
    return circuit.resume(number) if number else ()


def slow_down(account: Account) -> None:
    """While it may not write first, what is sent in bulk would only be refused."""
    now = timezone.now()
    ends = [each["until"] for each in account.restrictions if each["kind"] == NO_BEGINNING]
    if ends and NO_BEGINNING in kinds(account, at=now):
        seconds = max((end - now.timestamp() if end else A_DAY) for end in ends)
        for number in Number.objects.filter(account=account).values_list("pk", flat=True):
            transaction.on_commit(partial(pace.pause_bulk, number=number, seconds=seconds), robust=True)


def lift_lapsed() -> int:
    """Restrictions end by themselves, and Meta does not tell. Returns how many accounts are free of one."""
    freed = 0
    for pk in Account.objects.exclude(restrictions=[]).values_list("pk", flat=True):
        freed += _lift_lapsed(pk)
    return freed


@transaction.atomic
def _lift_lapsed(pk: int) -> bool:
    account = Account.objects.select_for_update(no_key=True).get(pk=pk)
    now = timezone.now().timestamp()
    left = [each for each in account.restrictions if not each["until"] or each["until"] > now]
    if len(left) == len(account.restrictions):
        return False
    lapsed = max(each["until"] for each in account.restrictions if each not in left)
    account.restrictions = left
    account.save(update_fields=["restrictions"])
    if not left:
        notices.raise_notice(
            account=account,
            code="restriction_lapsed",
            at=datetime.fromtimestamp(lapsed, tz=timezone.get_default_timezone()),
            weight=Notice.Weight.INFO,
            subject="restriction",
        )
    if why_not(account) is None:
        let_go(account, code=LOCKED)
    return True
