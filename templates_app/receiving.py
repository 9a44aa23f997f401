"""What Meta tells of templates: applied to their rows at once, and asked for in full soon after."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q

from nxtchat.whatsapp.events_news_types import (
    News,
    OfTemplates,
    TemplateCategory,
    TemplateEdited,
    TemplateQuality,
    TemplateRef,
    TemplateStatus,
)
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.notices import DANGER, INFO, WARNING, Case
from templates_app import history, nudging
from templates_app.models import Template

# The state that an event leaves a template in. Others (FLAGGED, …) leave it as it is.
STATES = {
    **{state: state for state in ("APPROVED", "REJECTED", "PENDING", "PAUSED", "DISABLED", "IN_APPEAL", "LOCKED")},
    **{state: state for state in ("PENDING_DELETION", "DELETED", "LIMIT_EXCEEDED", "ARCHIVED")},
    "REINSTATED": "APPROVED",
}
WEIGHTS = {"DISABLED": DANGER, "PAUSED": DANGER}
WEIGHTS |= dict.fromkeys(("REJECTED", "FLAGGED", "LIMIT_EXCEEDED", "LOCKED"), WARNING)
QUALITY = {"RED": WARNING, "YELLOW": WARNING, "GREEN": INFO}


@transaction.atomic
def receive(news: News, *, account: Account, event_id: int) -> None:
    """Apply it to the template, if we know it; if not, the next look at Meta brings it, told of here or not."""
    told, case = news.told, Case(account=account, at=news.at, event_id=event_id)
    assert isinstance(told, OfTemplates)
    template = _find(told.template, account)
    about = f"template {told.template.meta_id or f'{told.template.name} {told.template.language}'}"
    facts = {"template": told.template.name, "language": told.template.language}
    match told:
        case TemplateStatus():
            _status(told, template, case, about=about, facts=facts)
        case TemplateQuality():
            if template:
                history.kept(template, at=case.at, quality=told.quality)
            code = f"template_quality_{told.quality.lower()}" if told.quality in QUALITY else "template_word"
            facts |= {"event": told.quality}
            case.of_account(code, QUALITY.get(told.quality, INFO), subject=f"{about} quality", **facts)
        case TemplateCategory():
            _category(told, template, case, about=about, facts=facts)
        case TemplateEdited():
            case.of_account("template_edited", INFO, subject=f"{about} words", **facts)
    nudging.look_on_commit(account)


def _find(which: TemplateRef, account: Account) -> Template | None:
    by_name = Q(name=which.name, language=which.language)
    found = Template.objects.filter(Q(meta_id=which.meta_id) if which.meta_id else by_name, account=account)
    found = found or Template.objects.filter(by_name, account=account)
    return found.select_for_update(no_key=True).order_by("pk").first()


def _status(told: TemplateStatus, template: Template | None, case: Case, *, about: str, facts: dict) -> None:
    reason = told.reason if told.event in {"REJECTED", "PAUSED", "DISABLED", "FLAGGED"} else ""
    state = STATES.get(told.event)
    if template and state:
        history.kept(template, at=case.at, status=state, rejected_reason=reason[:60], advice=told.advice)
    if template and told.category:
        history.kept(template, at=case.at, category=told.category)
    code = f"template_{told.event.lower()}" if told.event in STATES or told.event in WEIGHTS else "template_word"
    facts = facts | {"reason": reason, "advice": told.advice, "title": told.title, "date": told.date}
    case.of_account(code, WEIGHTS.get(told.event, INFO), subject=about, event=told.event, **facts)


def _category(told: TemplateCategory, template: Template | None, case: Case, *, about: str, facts: dict) -> None:
    """Announced, it is still what it was; done, there is nothing left to announce."""
    if template and told.category:
        history.kept(template, at=case.at, category=told.category)
    if template:
        history.kept(template, at=case.at, correct_category=told.correct)
    if told.correct:
        at = datetime.fromtimestamp(told.change_at, UTC).date().isoformat() if told.change_at else ""
        facts = facts | {"category": told.category, "correct": told.correct, "date": at}
        case.of_account("template_category_wrong", WARNING, subject=f"{about} category", **facts)
    else:
        facts = facts | {"category": told.category, "before": told.before}
        case.of_account("template_category_changed", WARNING, subject=f"{about} category", **facts)
