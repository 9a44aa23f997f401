"""Bringing customers' files here before WhatsApp forgets them, each exactly once.

Whoever fetches a file counts `attempts` up and is its holder for as long as nobody counts further; the next attempt
stands in the row from the beginning, so a worker that dies is simply followed by another. Nothing is given up for
having failed often: only time ends it, when WhatsApp no longer has the file.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from inbox import consequences
from inbox.media import adverts, keys, pictures, storing
from inbox.media.storing import Draft
from inbox.media.taking_in import Looks, take_in
from inbox.models import Media
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.whatsapp.client import Graph, GraphError, GraphRefused, Transport
from nxtchat.whatsapp.errors import Action, explain
from nxtchat.whatsapp.media import LARGEST, AddressGone, StrangeAddress
from nxtchat.whatsapp.problems_accounts import OF_THE_WHOLE_ACCOUNT

LIVES = timedelta(days=7)  # of an id that came in a webhook
LEASE = timedelta(minutes=15)  # longer than a download may take
GRACE = timedelta(seconds=10)  # the nudge of a fresh one is probably under way
FIRST_WAIT, A_WHILE, LONGEST_WAIT = 5, 60, 1800  # seconds
SHIFT = 60  # seconds after which a task makes room for others
SURE_AFTER = 3  # attempts until we believe a "no"
BATCH = 200

_places = threading.BoundedSemaphore(3)
log = logging.getLogger(__name__)


class WrongHash(Exception):
    """These are not the bytes that WhatsApp spoke of."""


def due() -> QuerySet[Media]:
    """Files whose turn has come. While the token of an account is broken, its files wait and lose nothing."""
    open_since = timezone.now() - LIVES
    alive = Q(meta_id_until__gt=Now()) | Q(meta_id_until=None, created_at__gt=open_since)
    ready = Q(next_attempt_at=None) | Q(next_attempt_at__lte=Now())
    stopped = Q(conversation__number__stopped_code__in=OF_THE_WHOLE_ACCOUNT)
    return Media.objects.filter(alive, ready, state=Media.State.WAITING, message__isnull=False).exclude(stopped)


def overdue() -> list[int]:
    """Those that no nudge brought here."""
    late = due().filter(Q(next_attempt_at__isnull=False) | Q(created_at__lt=Now() - GRACE))
    return list(late.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:BATCH])


def fetch_many(media_ids: Sequence[int]) -> None:
    """These, and then what else is due. Only so many at once in one process: its threads are for messages, too."""
    if not _places.acquire(blocking=False):
        return  # those who are at it come to these as well
    try:
        for media_id in media_ids:
            fetch(media_id)
        end, tried = time.monotonic() + SHIFT, set(media_ids)
        while time.monotonic() < end and (following := due().exclude(pk__in=tried).order_by("pk").first()):
            tried.add(following.pk)
            fetch(following.pk)
    finally:
        _places.release()


def fetch(media_id: int, *, transport: Transport | None = None) -> None:
    """Fetch the file if nobody else is at it."""
    found = due().filter(pk=media_id).select_related("conversation__number__account", "message", "key")
    media = found.first()
    if media is None or not _claim(media):
        return
    number = media.conversation.number
    try:
        facts = _fetched(media, Graph(number.account, transport=transport))
    except GraphRefused as refusal:
        _refused(media, refusal)
    except GraphError:
        _again(media, "unreachable")
    except WrongHash:
        _give_up(media, "wrong_hash") if media.attempts >= SURE_AFTER else _again(media, "wrong_hash")
    except storing.TooLarge:
        _give_up(media, "too_large")
    except (pictures.Bomb, adverts.NoPicture) as error:
        _give_up(media, "bomb" if isinstance(error, pictures.Bomb) else "no_picture")
    except storing.NoRoom:
        log.warning("media %s could not be stored", media.pk)
        _again(media, "no_room")
    else:
        _keep(media, facts)


def give_up_expired() -> int:
    """WhatsApp has forgotten these; say so where they stand in the thread."""
    gone = Q(meta_id_until__lte=Now()) | Q(meta_id_until=None, created_at__lte=timezone.now() - LIVES)
    lost = Media.objects.filter(gone, state=Media.State.WAITING, message__isnull=False).select_related("conversation")
    return sum(_settle(media, state=Media.State.EXPIRED) for media in lost.order_by("pk")[:BATCH])


def _claim(media: Media) -> bool:
    if not _ours(media).update(attempts=F("attempts") + 1, next_attempt_at=Now() + LEASE):
        return False
    media.attempts += 1
    return True


def _ours(media: Media) -> QuerySet[Media]:
    """The row, as long as we are its holder."""
    return Media.objects.filter(pk=media.pk, state=Media.State.WAITING, attempts=media.attempts)


def _fetched(media: Media, graph: Graph) -> dict[str, Any]:
    try:
        return _brought(media, graph)
    except AddressGone:
        return _brought(media, graph)  # by a new address


def _brought(media: Media, graph: Graph) -> dict[str, Any]:
    if media.role == Media.Role.REFERRAL:
        return adverts.brought(media, graph)
    found = graph.find_media(media.meta_id)
    if (found.size or 0) > LARGEST:
        raise storing.TooLarge(LARGEST)
    said = {media.sha256, found.sha256} - {""}  # in the webhook, which is signed, and in the look-up

    def check(draft: Draft, looks: Looks) -> None:
        if said and draft.sha256 not in said:
            raise WrongHash

    key = keys.of_contact(media.conversation.contact_id)
    with contextlib.closing(graph.download(found)) as pieces:
        facts = take_in(pieces, key=key, at_most=found.size or LARGEST, check=check, filename=media.filename)
        return facts | {"key": key}


def _keep(media: Media, facts: dict[str, Any]) -> None:
    """If the file was erased meanwhile, or its key, or another worker was quicker, nothing stays of ours."""
    try:
        kept = _settle(media, state=Media.State.STORED, **facts)
    except IntegrityError:  # the key is gone
        kept = False
    if not kept:
        storing.remove([facts["path"], facts["thumbnail_path"]])


def _refused(media: Media, refusal: GraphRefused) -> None:
    action = explain(refusal.code, http_status=refusal.http_status).action
    if action == Action.STOP and refusal.code is not None:
        _stopped(media, refusal.code)
    elif media.role == Media.Role.REFERRAL and media.attempts >= SURE_AFTER:
        _settle(media, state=Media.State.EXPIRED, reason="refused")  # its address stays what it is
    elif isinstance(refusal, StrangeAddress):
        log.warning("media %s lies where we may not send our token", media.pk)
        _again(media, "strange_address")
    elif isinstance(refusal, AddressGone) or action in {Action.RETRY, Action.WAIT} or media.attempts < SURE_AFTER:
        _again(media, "refused")
    else:
        _settle(media, state=Media.State.EXPIRED, reason="refused")


def _stopped(media: Media, code: int) -> None:
    """The token or the account is broken: an admin is told, and this file waits like all others."""
    _again(media, "stopped", wait=A_WHILE)
    conversation = media.conversation
    consequences.follow([consequences.Trouble(conversation.number_id, code, conversation.pk, timezone.now())])


def _again(media: Media, reason: str, *, wait: int = 0) -> None:
    wait = wait or min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(media.attempts - 1, 20))
    _ours(media).update(reason=reason, next_attempt_at=Now() + timedelta(seconds=wait))


def _give_up(media: Media, reason: str) -> None:
    _settle(media, state=Media.State.REFUSED, reason=reason)


@transaction.atomic
def _settle(media: Media, *, state: Media.State, reason: str = "", **facts: Any) -> bool:
    if not _ours(media).update(state=state, reason=reason, next_attempt_at=None, **facts):
        return False
    if media.message_id:
        ids = {"c": media.conversation_id, "m": media.message_id}
        publish_many_on_commit([("message.changed", media.conversation.number_id, ids)])
    return True
