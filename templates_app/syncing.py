"""Learning from Meta which templates there are, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DataError, transaction
from django.utils import timezone

from nxtchat.whatsapp.answers import TemplateDetails
from nxtchat.whatsapp.client import Graph, GraphError
from nxtchat.whatsapp.models import Account
from templates_app.models import Template

log = structlog.get_logger(__name__)

GONE = "DELETED"  # Meta's word; kept, because messages and campaigns point at it
ALSO_TOLD_BY_WEBHOOKS = ("category", "status", "rejected_reason")
TOLD = ("meta_id", "components", *ALSO_TOLD_BY_WEBHOOKS, "told_at", "synced_at")


@dataclass(frozen=True)
class Synced:
    """What one look brought."""

    there: int = 0
    gone: int = 0  # Meta does not list them any more
    silent: int = 0  # accounts without an answer that can be kept


def sync(account: Account) -> Synced:
    """Ask for all pages first: if one of them does not come, nothing is taken for gone."""
    asked_at = timezone.now()
    told = {(details.name, details.language): details for details in Graph(account).templates()}
    now = timezone.now()
    with transaction.atomic():
        known = {
            (template.name, template.language): template
            for template in Template.objects.filter(account=account).select_for_update(no_key=True).order_by("pk")
        }
        Template.objects.bulk_create(
            [_template(account, details, known.get(key), asked_at, now) for key, details in told.items()],
            update_conflicts=True,
            unique_fields=["account", "name", "language"],
            update_fields=TOLD,
            batch_size=500,
        )
        missing = Template.objects.filter(account=account, synced_at__lt=now).exclude(status=GONE)
        gone = missing.update(status=GONE)
    return Synced(there=len(told), gone=gone)


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
        components=_without_nul(told.components),
        rejected_reason="" if told.rejected_reason == "NONE" else told.rejected_reason[:60],
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


def _without_nul(value: Any) -> Any:
    """Postgres keeps no NUL in text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(part) for part in value]
    if isinstance(value, dict):
        return {key: _without_nul(part) for key, part in value.items()}
    return value
