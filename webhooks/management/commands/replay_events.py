"""Handle events once more: those that failed, those not understood, those since a moment, or one."""

import json
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from webhooks import handling, queries, services
from webhooks.models import WebhookEvent

PATIENCE = 600  # seconds for a portion of the events to be handled
PORTION = 2000  # events that are replayed before the next are


class Command(BaseCommand):
    help = (
        "Handle events once more; nothing is applied twice. Without an option: what failed or was not understood. "
        "Ends with an error if some failed again, or still wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--failed", action="store_true", help="those that failed")
        parser.add_argument("--unrouted", action="store_true", help="those not understood, as after an upgrade")
        parser.add_argument("--since", help="only those received since then (2026-11-22 or 2026-11-22T14:00, UTC)")
        parser.add_argument("--id", type=int, help="only this one, whatever its state")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        since = _moment(options["since"]) if options["since"] else None
        chosen = _chosen(options, since=since)
        if options["id"] and not chosen.exists():
            raise CommandError(_("There is no event %(id)d.") % {"id": options["id"]})
        count, outcome = 0, Counter(dict.fromkeys(WebhookEvent.State.values, 0))
        for ids in _portions(chosen):
            count += services.replay(WebhookEvent.objects.filter(pk__in=ids))
            _wait_for(ids)
            outcome.update(WebhookEvent.objects.filter(pk__in=ids).values_list("state", flat=True))
        if options["json"]:
            self.stdout.write(json.dumps({"replayed": count, **outcome}))
        else:
            self.stdout.write(_("Replayed: %(count)d.") % {"count": count})
            for state, label in WebhookEvent.State.choices:
                self.stdout.write(f"  {label}: {outcome[state]}")
        if outcome[WebhookEvent.State.FAILED]:
            raise CommandError(_("Some failed again; the page of events says where."))
        if outcome[WebhookEvent.State.PENDING]:
            raise CommandError(_("Some still wait to be handled; the page of events shows them."))


def _chosen(options: dict, *, since: datetime | None) -> QuerySet[WebhookEvent]:
    if options["id"]:
        return WebhookEvent.objects.filter(pk=options["id"])
    states = [state for state in ("failed", "unrouted") if options[state]]
    found = queries.events(since=since)
    if states or not since:
        found = found.filter(state__in=states or ["failed", "unrouted"])
    return found


def _portions(chosen: QuerySet[WebhookEvent]) -> Iterator[list[int]]:
    """From the oldest on. Those that come meanwhile are not asked for."""
    ids = chosen.order_by("pk").values_list("pk", flat=True)
    newest = WebhookEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    last = 0
    while portion := list(ids.filter(pk__gt=last, pk__lte=newest)[:PORTION]):
        yield portion
        last = portion[-1]


def _wait_for(ids: list[int]) -> None:
    """Work until none of them waits; a worker may be at it already, then it does the work."""
    waiting = WebhookEvent.objects.filter(pk__in=ids, state=WebhookEvent.State.PENDING)
    end = time.monotonic() + PATIENCE
    while waiting.exists() and time.monotonic() < end:
        if not handling.handle_waiting():
            time.sleep(0.2)


def _moment(text: str) -> datetime:
    try:
        at = parse_datetime(text) or parse_datetime(f"{parse_date(text)}T00:00")
    except ValueError:
        at = None
    if at is None:
        raise CommandError(_("--since is not a date: %(text)s") % {"text": text})
    return at.replace(tzinfo=UTC) if is_naive(at) else at
