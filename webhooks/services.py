"""What people do about webhooks: answer Meta's handshake, and try again what did not go through."""

import hmac
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp.models import Account, Number
from webhooks.models import WebhookEvent
from webhooks.tasks import handle_waiting


@transaction.atomic
def verify(*, token: str) -> bool:
    """Meta asks whether this is the place: yes, if it knows the verify token of one of our accounts."""
    known = [
        account.pk
        for account in Account.objects.order_by("pk")
        if account.verify_token and hmac.compare_digest(account.verify_token.encode(), token.encode())
    ]
    Account.objects.filter(pk__in=known).update(webhook_verified_at=timezone.now())
    numbers = Number.objects.filter(account__in=known).values_list("pk", flat=True)
    publish_many_on_commit([("number.changed", number, {}) for number in numbers])
    return bool(known)


@transaction.atomic
def replay(events: QuerySet[WebhookEvent]) -> int:
    """Handle these once more, soon. What was applied already stays as it is; nothing is applied twice."""
    due = WebhookEvent.objects.filter(pk__in=events.values("pk"))
    due = due.exclude(state=WebhookEvent.State.PENDING)
    count = due.update(state=WebhookEvent.State.PENDING, next_attempt_at=timezone.now())
    transaction.on_commit(partial(handle_waiting.apply_async, expires=10, retry=False), robust=True)
    return count
