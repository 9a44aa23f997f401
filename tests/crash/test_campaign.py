"""A campaign under a storm: workers die at any moment, WhatsApp refuses and hangs up, people pause and resume.

Afterwards the log of the Graph server is held against the ledger: nobody was spoken to twice. The seed drives all
that is drawn, and is printed when it fails.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import sending, services, tallying, tasks, withdrawing
from campaigns.models import Campaign, Recipient
from inbox import sweeping
from inbox.models import Message
from nxtchat import redis
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.posting import Poster
from tests.campaigns.conftest import campaign, mara, template  # noqa: F401  (fixtures)
from tests.campaigns.crowd import named, people, start
from tests.small_graph import accept, hang_up, refuse

pytestmark = pytest.mark.django_db(transaction=True)
State = Recipient.State
PEOPLE, ROUNDS = 80, 8
STORM = (accept, accept, accept, accept, hang_up, refuse(131056), refuse(130429), refuse(131000, status=500))


class Killed(BaseException):
    """The worker is gone in the middle."""


def killed_after(draw: random.Random) -> type[Poster]:
    """A worker that dies with a batch in its hands: before, while or after it posts."""

    class Dying(Poster):
        left = draw.randrange(1, 4)

        def post(self, messages) -> None:
            batch = list(messages)
            self.left -= bool(batch)
            if self.left > 0:
                super().post(batch)
                return
            super().post(batch[: draw.randrange(len(batch) + 1)])
            raise Killed

    return Dying


@pytest.mark.parametrize("seed", [7])
def test_nobody_is_spoken_to_twice_whatever_dies(seed, campaign, mara, graph, number):  # noqa: F811
    draw = random.Random(seed)
    Number.objects.update(throughput=1000)
    campaign.stop_percent = 0  # this storm would stop it
    campaign.save()
    running = start(named(campaign, people(PEOPLE)), by=mara)
    said: dict[str, list[str]] = {}
    kinds, storm = {}, True

    def answer(heard):
        graph.heard.append(heard)
        how = draw.choice(STORM) if storm else accept
        said.setdefault(heard.body["to"], []).append(heard.body["biz_opaque_callback_data"])
        kinds[heard.body["biz_opaque_callback_data"]] = how
        return how(heard)

    graph.answer = answer
    for _round in range(ROUNDS):
        _something_happens(draw, running, mara)
    storm = False
    _calm_down(running, mara)

    assert all(len(set(posts)) == len(posts) for posts in said.values()), f"seed {seed}: one attempt was posted twice"
    refused = {STORM[5], STORM[6]}
    perhaps = {to: [post for post in posts if kinds[post] not in refused] for to, posts in said.items()}
    assert max(map(len, perhaps.values())) == 1, f"seed {seed}: somebody may have got it twice"
    rows = Counter(Recipient.objects.filter(campaign=running).values_list("state", flat=True))
    assert set(rows) <= {State.SENT, State.UNKNOWN, State.FAILED}, f"seed {seed}: {rows}"
    assert sum(rows.values()) == PEOPLE and tallying.sums(running).states == rows
    assert rows[State.SENT] <= sum(kinds[post] is accept for posts in perhaps.values() for post in posts)
    assert Message.objects.count() <= PEOPLE and not Message.objects.filter(status="sending").exists()


def _something_happens(draw: random.Random, running: Campaign, by) -> None:
    match draw.choice(("die", "die", "send", "pause", "redis", "sweep")):
        case "die":
            _let_them_try()
            with suppress(Killed):  # it may be through before
                sending.send(budget=1, poster=killed_after(draw))
        case "send":
            sending.send(budget=0.2)
        case "pause":
            services.pause(campaign=running, by=by)
            assert sending.send() == 0
            services.resume(campaign=running, by=by)
        case "redis":
            redis.client().flushdb()
        case "sweep":
            _leases_run_out()


def _let_them_try() -> None:
    Recipient.objects.filter(state=State.PENDING).update(due_at=timezone.now())


def _leases_run_out() -> None:
    past = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(status="sending").update(lease_until=past)
    Recipient.objects.filter(state=State.CLAIMED).update(lease_until=past)
    sweeping.take_back()
    withdrawing.take_back()
    tasks.sweep()


def _calm_down(running: Campaign, by) -> None:
    for _turn in range(30):
        _leases_run_out()
        _let_them_try()
        sending.send(budget=5)
        running.refresh_from_db()
        if running.state == Campaign.State.FINISHED:
            return
    raise AssertionError(f"it never ends: {Counter(Recipient.objects.values_list('state', flat=True))}")
