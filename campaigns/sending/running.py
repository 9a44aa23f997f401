"""The loop of one worker: of each campaign in turn a batch, as fast as its number and its own limits allow."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from threading import Lock

from django.utils import timezone

from campaigns import ending, guards, moves
from campaigns.models import Campaign, Recipient
from campaigns.sending import claiming
from campaigns.sending.asking import ask
from campaigns.sending.beginning import begin
from inbox import settling
from inbox.models import Message, Status
from inbox.sending import BUDGET, SHORTEST_REST, Batch, Run
from inbox.settling import Ended
from nxtchat.whatsapp import circuit, pace
from nxtchat.whatsapp.errors import NO_CONNECTION
from nxtchat.whatsapp.outcomes import GraphUnavailable
from nxtchat.whatsapp.posting import Landed, Poster

OUTAGE = 5.0  # seconds of rest where no connection comes about: what is claimed then only fails
A_WHILE = 30.0  # seconds until a limit of the day is looked at again

_one_at_a_time = Lock()


def send(*, budget: float = BUDGET, poster: Callable[[], Poster[Message]] = Poster) -> int:
    """Go on with every campaign that runs, until nothing of them may leave now. Returns how many were posted."""
    if not _one_at_a_time.acquire(blocking=False):
        return 0
    try:
        with poster() as opened:
            sender = _Sender()
            until = time.monotonic() + budget
            return Run(opened, until=until, queues=sender.running, choose=sender.choose, endings=sender.endings).run()
    finally:
        _one_at_a_time.release()


class _Sender:
    def __init__(self) -> None:
        self.sharing: Counter[int] = Counter()  # how many campaigns each number has
        self.out_until = 0.0

    def running(self) -> Iterable[Campaign]:
        """Those that may go on, in turn. Whoever is through or has to stop is moved on."""
        found = Campaign.objects.filter(state=Campaign.State.RUNNING).exclude(frozen_at=None).order_by("started_at")
        going = []
        for campaign in found.select_related("number__account", "template", "created_by"):
            if not ending.ended(campaign) and not guards.stopped(campaign):
                moves.tell(campaign)
                going.append(campaign)
        self.sharing = Counter(campaign.number_id for campaign in going)
        return going

    def choose(self, campaign: Campaign, *, most: int) -> Batch:
        batch = Batch()
        if time.monotonic() < self.out_until:
            batch.rest = OUTAGE
            return batch
        number = campaign.number
        number.refresh_from_db(fields=["status", "stopped_at", "stopped_code", "throughput", "is_on_phone"])
        share = max(1, pace.bulk_burst(pace.rate(number)) // self.sharing[number.pk])
        wanted, batch.rest = _allowed(campaign, most=min(most, share))
        if not wanted or not circuit.is_open(number) or pace.bulk_is_paused(number=number.pk):
            return batch
        claim = claiming.claim(campaign.pk, most=wanted)
        if not claim.people:
            batch.rest = None
            return batch
        asked = ask(campaign, claim)
        claiming.skip(claim, asked.left_out)
        claiming.put_off(claim, asked.later)
        batch.rest = SHORTEST_REST
        if asked.ready:
            begun = begin(campaign, claim, asked.ready)
            batch.leaving = begun.leaving
            batch.rest = max(begun.next_in, batch.rest)
        return batch

    def endings(self, landed: list[Landed[Message]]) -> list[Ended]:
        """As for all messages, but that nothing waits in the inbox's queue: who was refused for now waits here."""
        found = []
        for each, (message, result) in zip(settling.endings_of(landed), landed, strict=True):
            how = each.ending
            if isinstance(result, GraphUnavailable):
                self.out_until = time.monotonic() + OUTAGE
                how = replace(how, error=GraphUnavailable(code=NO_CONNECTION, title=result.title))
            if how.status == Status.QUEUED:
                how = replace(how, status=Status.FAILED)
            found.append(Ended(message, how))
        return found


def _allowed(campaign: Campaign, *, most: int) -> tuple[int, float]:
    """By the limits that the campaign was given: how many now, and when to look again."""
    if campaign.per_day:
        day = timezone.now() - timedelta(days=1)
        begun = Recipient.objects.filter(campaign=campaign, begun_at__gt=day)[: campaign.per_day].count()
        most = min(most, campaign.per_day - begun)
        if most <= 0:
            return 0, A_WHILE
    if campaign.per_second:
        return pace.take(f"campaign:{campaign.pk}", rate=campaign.per_second, most=most)
    return most, SHORTEST_REST
