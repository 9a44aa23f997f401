"""What Prometheus may know: how much there is of what, and never whose it is."""

from collections.abc import Iterable, Iterator

import structlog
from django.db import Error as DatabaseError
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from inbox.models import Message, Status
from nxtchat import heartbeat, redis
from webhooks import hours, queries, refusals
from webhooks.models import WebhookEvent

log = structlog.get_logger(__name__)

# Each of these has an index of its own; what is settled would mean counting everything there ever was.
ON_THE_WAY = (Status.QUEUED, Status.SENDING, Status.UNKNOWN)
UNSETTLED = (WebhookEvent.State.PENDING, WebhookEvent.State.FAILED, WebhookEvent.State.UNROUTED)


class Rows(Collector):
    """Counted when asked. What cannot be reached is left out, which Prometheus shows as absent."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for family in (_events, _oldest_pending, _silence, _messages, _refused, _heartbeats):
            try:
                yield family()
            except (DatabaseError, RedisError) as error:
                log.warning("metrics.unreachable", family=family.__name__, error=error)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []  # registering must not ask the database


def _events() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("nxtchat_events", "Raw webhook events that are not handled, by state.", labels=["state"])
    for state in UNSETTLED:
        gauge.add_metric([state], WebhookEvent.objects.filter(state=state).count())
    return gauge


def _messages() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("nxtchat_messages", "Outgoing messages on their way, by status.", labels=["status"])
    for status in ON_THE_WAY:
        gauge.add_metric([status], Message.objects.filter(status=status).count())
    return gauge


def _oldest_pending() -> GaugeMetricFamily:
    since = queries.waiting_since()
    seconds = (timezone.now() - since).total_seconds() if since else 0.0
    return GaugeMetricFamily("nxtchat_oldest_pending_event_seconds", "How long an event waits by now.", value=seconds)


def _silence() -> GaugeMetricFamily:
    about = "Since the last event of this number came, by our id of the number."
    gauge = GaugeMetricFamily("nxtchat_number_silent_seconds", about, labels=["number"])
    now = timezone.now()
    for number, at in hours.last_at().items():
        gauge.add_metric([str(number)], max(0.0, (now - at).total_seconds()))
    return gauge


def _refused() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("nxtchat_webhooks_refused", "Webhook posts turned away, by reason.", labels=["reason"])
    for reason, count in redis.client().hgetall(refusals.EVER).items():
        gauge.add_metric([str(reason)], float(count))
    return gauge


def _heartbeats() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily("nxtchat_heartbeat_age_seconds", "Since this process last ran.", labels=["process"])
    for name in ("worker", "timetable"):
        if (age := heartbeat.age(name)) is not None:
            gauge.add_metric([name], age)
    return gauge


registry = REGISTRY
registry.register(Rows())
