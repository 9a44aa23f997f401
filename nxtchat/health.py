"""What machines ask about us: are we alive, can we serve, how much is waiting."""

from collections.abc import Callable, Iterator

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from nxtchat import heartbeat, redis
from nxtchat.gauges import registry
from nxtchat.origin import is_from_this_machine

log = structlog.get_logger(__name__)

WORKER_SILENCE = 60  # seconds after which nobody is working


@login_not_required
@never_cache
@require_safe
def up(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nobody else, so a slow database does not get us restarted."""
    return HttpResponse("up\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Everything that serving needs is there; otherwise 503 and which part is not."""
    failed = list(_failed())
    if failed:
        log.warning("health.not_ready", failed=failed)
    parts = {part: part not in failed for part in PARTS}
    return JsonResponse({"ready": not failed, "parts": parts}, status=503 if failed else 200)


def _failed() -> Iterator[str]:
    for part, is_fine in PARTS.items():
        try:
            fine = is_fine()
        except (DatabaseError, RedisError, OSError):
            fine = False
        if not fine:
            yield part


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis_answers() -> bool:
    return bool(redis.client().ping())


def _worker_is_alive() -> bool:
    age = heartbeat.age("worker")
    return age is not None and age < WORKER_SILENCE


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _migrations_are_applied,
    "redis": _redis_answers,
    "worker": _worker_is_alive,
}


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus on this machine, or one that knows METRICS_TOKEN. For others there is nothing here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    knows_token = bool(settings.METRICS_TOKEN) and constant_time_compare(given, settings.METRICS_TOKEN)
    if not (knows_token or is_from_this_machine(request)):
        raise Http404
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
