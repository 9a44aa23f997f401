"""What Meta tells of a whole account."""

from functools import singledispatch

from nxtchat.whatsapp import steering
from nxtchat.whatsapp.events_news_types import (
    AccountWord,
    Alert,
    Ban,
    Capability,
    Flow,
    Partner,
    Payment,
    Restrictions,
    Review,
    Told,
    Violation,
)
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.notices import DANGER, INFO, WARNING, Case
from nxtchat.whatsapp.told import keep

CALLING = "CALLING"  # in the words for restrictions of calls, which concern no message


def receive(told: Told, *, case: Case) -> set[int]:
    """Returns the numbers that may send now, or no more."""
    touched: set[int] = set()
    status = case.number and case.number.status
    with steering.steered(case.account, touched):
        _take(told, case)
    return touched | {case.number.pk} if case.number and case.number.status != status else touched


@singledispatch
def _take(told: Told, case: Case) -> None:
    raise TypeError(f"nobody takes {type(told).__name__}")


@_take.register
def _review(told: Review, case: Case) -> None:
    keep(case.account, at=case.at, review=told.decision)
    weight = {"REJECTED": DANGER, "DEFERRED": WARNING}.get(told.decision, INFO)
    case.of_account("review", weight, subject="review", decision=told.decision)


@_take.register
def _ban(told: Ban, case: Case) -> None:
    keep(case.account, at=case.at, ban_state=told.state)
    if told.state == "REINSTATE":
        keep(case.account, at=case.at, restrictions=[])
        case.of_account("restriction_lifted", INFO, subject="restriction")
        case.of_account("ban_lifted", INFO, subject="ban")
    elif told.state == "SCHEDULE_FOR_DISABLE":
        case.of_account("ban_scheduled", DANGER, subject="ban", date=told.date)
    else:
        case.of_account("banned", DANGER, subject="ban", date=told.date)


@_take.register
def _restrictions(told: Restrictions, case: Case) -> None:
    calls = [each for each in told.all if CALLING in each.kind]
    others = [{"kind": each.kind, "until": each.until} for each in told.all if each not in calls]
    if calls:
        case.of_number("calls_restricted", WARNING, subject="calls", kinds=[each.kind for each in calls])
    if others:
        if keep(case.account, at=case.at, restrictions=others):
            steering.slow_down(case.account)
        kinds = [each["kind"] for each in others]
        case.of_account("restricted", DANGER, subject="restriction", kinds=kinds, until=others[0]["until"])


@_take.register
def _violation(told: Violation, case: Case) -> None:
    case.of_number("violation", WARNING, subject=f"violation {told.kind}", kind=told.kind)


@_take.register
def _partner(told: Partner, case: Case) -> None:
    if told.app_id and told.app_id != case.account.app_id:
        case.of_account("partner_app", INFO, subject=f"app {told.app_id}", event=told.event)
        return
    if case.number and told.event != "ACCOUNT_DELETED":
        _connection(told, case, case.number)
        return
    keep(case.account, at=case.at, partner_state=told.event)
    if told.event in steering.ENDED:
        case.of_account("access_ended", DANGER, subject="access", event=told.event)
    else:
        case.of_account("access_begun", INFO, subject="access", event=told.event)


def _connection(told: Partner, case: Case, number: Number) -> None:
    """Somebody disconnected one number on its phone, or connected it again; the others are not concerned."""
    if told.event in steering.ENDED:
        keep(number, at=case.at, status="DISCONNECTED")
        case.of_number("disconnected", DANGER, subject="connection", event=told.event)
    else:
        keep(number, at=case.at, status="CONNECTED")
        case.of_number("connected", INFO, subject="connection", event=told.event)


@_take.register
def _word(told: AccountWord, case: Case) -> None:
    case.of_number("word", INFO, subject=f"word {told.event}", event=told.event, **dict(told.details))


@_take.register
def _alert(told: Alert, case: Case) -> None:
    is_active = told.status in {"", "ACTIVE"}
    weight = {"CRITICAL": DANGER, "WARNING": WARNING}.get(told.severity, INFO) if is_active else INFO
    code = "alert" if is_active else "alert_over"
    case.of_account(code, weight, subject=f"alert {told.kind} {told.entity}", kind=told.kind, said=told.words)


@_take.register
def _capability(told: Capability, case: Case) -> None:
    if told.limit_tier:
        keep(case.account, at=case.at, limit_tier=told.limit_tier)
        case.of_account("limit", INFO, subject="limit", limit=told.limit_tier)
    if told.numbers is not None:
        case.of_account("numbers_allowed", INFO, subject="numbers allowed", count=told.numbers)


@_take.register
def _flow(told: Flow, case: Case) -> None:
    facts = {"flow": told.flow_id, "status": told.new_status, "said": told.words}
    if told.event == "FLOW_STATUS_CHANGE":
        weight = {"BLOCKED": DANGER, "THROTTLED": WARNING}.get(told.new_status, INFO)
        case.of_account("flow_status", weight, subject=f"flow {told.flow_id}", **facts)
    elif told.alert == "DEACTIVATED":
        case.of_account("flow_fine", INFO, subject=f"flow {told.flow_id} {told.event}", **facts)
    else:
        case.of_account("flow_trouble", WARNING, subject=f"flow {told.flow_id} {told.event}", **facts)


@_take.register
def _payment(told: Payment, case: Case) -> None:
    case.of_account("payment_set_up", INFO, subject=f"payment {told.name}", name=told.name, status=told.status)
