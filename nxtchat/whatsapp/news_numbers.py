"""What Meta tells of one number."""

from nxtchat.whatsapp.events_news_types import NumberName, NumberQuality, OfNumbers, Security, Username
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.notices import DANGER, INFO, WARNING, Case
from nxtchat.whatsapp.told import keep

UPGRADED = 1000  # messages a second
PIN = {"PIN_CHANGED": ("pin_changed", WARNING), "PIN_RESET_REQUEST": ("pin_reset", DANGER)}


def receive(told: OfNumbers, *, case: Case, number: Number) -> None:
    match told:
        case NumberQuality():
            _quality(told, case, number)
        case NumberName():
            _name(told, case, number)
        case Security(event=event):
            code, weight = PIN.get(event, ("pin_off", DANGER))
            case.of_number(code, weight, subject=code, event=event)
        case Username():
            facts = {"name": told.name, "status": told.status}
            case.of_number("username", INFO, subject="username", **facts)


def _quality(told: NumberQuality, case: Case, number: Number) -> None:
    limits = {"limit": told.limit_tier, "old": told.old_limit_tier}
    if told.limit_tier:  # it is the whole account's, whichever number it was told of
        keep(case.account, at=case.at, limit_tier=told.limit_tier)
    match told.event:
        case "THROUGHPUT_UPGRADE":
            keep(number, at=case.at, throughput=UPGRADED)
            case.of_number("throughput", INFO, subject="throughput")
        case "FLAGGED":
            keep(number, at=case.at, quality="RED", status="FLAGGED")
            case.of_number("quality_low", WARNING, subject="quality")
        case "UNFLAGGED":
            keep(number, at=case.at, quality="UNKNOWN", status="CONNECTED")
            case.of_number("quality_fine", INFO, subject="quality")
        case "DOWNGRADE":
            case.of_account("limit_lowered", WARNING, subject="limit", **limits)
        case _ if told.limit_tier and told.limit_tier != "TIER_NOT_SET":
            case.of_account("limit", INFO, subject="limit", limit=told.limit_tier)


def _name(told: NumberName, case: Case, number: Number) -> None:
    facts = {"name": told.name, "reason": told.reason}
    keep(number, at=case.at, name_decision=told.decision)
    if told.decision == "APPROVED":
        if told.name:
            keep(number, at=case.at, verified_name=told.name)
        case.of_number("name_approved", INFO, subject="name", **facts)
    elif told.decision == "REJECTED":
        case.of_number("name_rejected", WARNING, subject="name", **facts)
    else:
        case.of_number("name_in_review", INFO, subject="name", **facts)
