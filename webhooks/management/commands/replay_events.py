"""Handle events once more: those that failed, or those since a moment, or one."""

import json
import time
from argparse import ArgumentParser
from datetime import UTC

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext as _

from webhooks import handling, services
from webhooks.models import WebhookEvent

PATIENCE = 600  # seconds for the events to be handled


class Command(BaseCommand):
    help = "Handle events once more; nothing is applied twice. Without an option: what failed or was not understood."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--failed", action="store_true", help="only those that failed")
        parser.add_argument("--since", help="only those received since then (2026-11-22 or 2026-11-22T14:00)")
        parser.add_argument("--id", type=int, help="only this one, whatever its state")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, **options) -> None:
        chosen = _chosen(failed=options["failed"], since=options["since"], event_id=options["id"])
        ids = list(chosen.values_list("pk", flat=True))
        if options["id"] and not ids:
            raise CommandError(_("There is no event %(id)d.") % {"id": options["id"]})
        count = services.replay(WebhookEvent.objects.filter(pk__in=ids).only("pk"))
        _wait_for(ids)
        states = WebhookEvent.objects.filter(pk__in=ids).values_list("state", flat=True)
        outcome = {state: list(states).count(state) for state in WebhookEvent.State.values}
        if options["json"]:
            self.stdout.write(json.dumps({"replayed": count, **outcome}))
        else:
            self.stdout.write(_("Replayed: %(count)d.") % {"count": count})
            for state, label in WebhookEvent.State.choices:
                self.stdout.write(f"  {label}: {outcome[state]}")
        if outcome[WebhookEvent.State.FAILED]:
            raise CommandError(_("Some failed again; the page of events says where."))


def _chosen(*, failed: bool, since: str | None, event_id: int | None):
    if event_id:
        return WebhookEvent.objects.filter(pk=event_id)
    states = [WebhookEvent.State.FAILED] if failed else [WebhookEvent.State.FAILED, WebhookEvent.State.UNROUTED]
    found = WebhookEvent.objects.all() if since and not failed else WebhookEvent.objects.filter(state__in=states)
    return found.filter(received_at__gte=_moment(since)) if since else found


def _wait_for(ids: list[int]) -> None:
    """Work until none of them waits; a worker may be at it already, then it does the work."""
    waiting = WebhookEvent.objects.filter(pk__in=ids, state=WebhookEvent.State.PENDING)
    end = time.monotonic() + PATIENCE
    while waiting.exists() and time.monotonic() < end:
        if not handling.handle_waiting():
            time.sleep(0.2)


def _moment(text: str):
    try:
        at = parse_datetime(text) or parse_datetime(f"{parse_date(text)}T00:00")
    except ValueError:
        at = None
    if at is None:
        raise CommandError(_("--since is not a date: %(text)s") % {"text": text})
    return at.replace(tzinfo=UTC) if is_naive(at) else at
