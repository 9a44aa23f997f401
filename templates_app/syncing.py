"""Learning from Meta which templates there are, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DataError, transaction
from django.utils import timezone

from nxtchat.whatsapp.answers import TemplateDetails
from nxtchat.whatsapp.client import GraphError
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.template_desk import TemplateDesk
from templates_app import history, looks
from templates_app.design import without_nul
from templates_app.models import Look, Template

log = structlog.get_logger(__name__)

GONE = "DELETED"  # Meta's word; kept, because messages and campaigns point at it
ALSO_TOLD_BY_WEBHOOKS = ("category", "status", "rejected_reason", "quality", "correct_category")
TOLD = (
    *("meta_id", "components", "is_named", "seconds_to_live", *ALSO_TOLD_BY_WEBHOOKS),
    *("told_at", "synced_at"),
)


@dataclass(frozen=True)
class Synced:
    """What one look brought."""

    there: int = 0
    gone: int = 0  # Meta does not list them any more
    silent: int = 0  # accounts without an answer that can be kept


def sync(account: Account) -> Synced:
    """Read page by page, each kept when it comes. Only when the last one has come, what was on none is taken for gone.

    A reading that was interrupted within the last hour is gone on with.
    """
    look = looks.begin(account)
    there = 0
    try:
        for page, asked_at in looks.pages(TemplateDesk(account), look):
            with transaction.atomic():
                _keep(account, page.templates, asked_at)
                looks.note(look, page.after)
            there += len(page.templates)
    except BaseException:
        looks.interrupted(look)
        raise
    return Synced(there=there, gone=_take_leave(account, look))


def _keep(account: Account, listed: tuple[TemplateDetails, ...], asked_at: datetime) -> None:
    told = {(details.name, details.language): details for details in listed}
    rows = Template.objects.filter(account=account, name__in={name for name, _language in told})
    known = {(row.name, row.language): row for row in rows.select_for_update(no_key=True).order_by("pk")}
    now = timezone.now()
    made = [_template(account, details, known.get(key), asked_at, now) for key, details in told.items()]
    Template.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["account", "name", "language"],
        update_fields=TOLD,
        batch_size=500,
    )
    pairs = ((known[row.name, row.language], row) for row in made if (row.name, row.language) in known)
    history.write(event for before, now_is in pairs for event in history.differences(before, now_is))


@transaction.atomic
def _take_leave(account: Account, look: Look) -> int:
    missing = Template.objects.filter(account=account, synced_at__lt=look.began_at).exclude(status=GONE)
    rows = list(missing.select_for_update(no_key=True).order_by("pk"))
    Template.objects.filter(pk__in=[row.pk for row in rows]).update(status=GONE)
    history.write(history.of_status(row, GONE) for row in rows)
    looks.done(look)
    return len(rows)


def sync_all() -> Synced:
    """Every account in turn; one that does not answer, or not in a way we can keep, leaves the others alone."""
    there = gone = silent = 0
    for account in Account.objects.order_by("pk"):
        try:
            found = sync(account)
        except GraphError as error:
            log.warning("templates.not_synced", account=account.pk, code=error.code, http_status=error.http_status)
            silent += 1
        except DataError:  # a word of Meta's that is longer than any was; the next account's are not
            log.warning("templates.not_kept", account=account.pk)
            silent += 1
        else:
            there, gone = there + found.there, gone + found.gone
    return Synced(there=there, gone=gone, silent=silent)


def sync_one(account_id: int) -> None:
    """Meta told that something changed in this account."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return
    try:
        sync(account)
    except (GraphError, DataError) as error:  # the timetable looks again within the hour
        log.warning("templates.not_synced", account=account_id, error=type(error).__name__)


def _template(
    account: Account, told: TemplateDetails, known: Template | None, asked_at: datetime, now: datetime
) -> Template:
    """What a webhook told while we were waiting for the list is newer than the list."""
    template = Template(
        account=account,
        name=told.name,
        language=told.language,
        meta_id=told.meta_id,
        category=told.category,
        status=told.status,
        components=without_nul(told.components),
        rejected_reason="" if told.rejected_reason == "NONE" else told.rejected_reason[:60],
        is_named=told.is_named,
        seconds_to_live=told.seconds_to_live,
        quality=told.quality[:20],
        correct_category=told.correct_category[:30],
        synced_at=now,
    )
    seconds = int(asked_at.timestamp())
    template.told_at = dict(known.told_at) if known else {}
    for column in ALSO_TOLD_BY_WEBHOOKS:
        if known and known.told_at.get(column, 0) > seconds:
            setattr(template, column, getattr(known, column))
        else:
            template.told_at[column] = seconds
    return template
