"""A campaign goes out: once to everybody, whatever happens in between."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns import sending, services, tallying, tasks
from campaigns.models import Campaign, Recipient
from campaigns.sending import claiming
from contacts import consent
from contacts.models import Mark, Purpose
from inbox import sweeping
from inbox.models import Attempt, Conversation, Message, Status
from nxtchat.whatsapp.models import Number
from tests.campaigns.crowd import named, people, start
from tests.small_graph import hang_up, refuse
from tests.webhooks.bodies import envelope, reported, said, status

pytestmark = pytest.mark.django_db(transaction=True)
State, Rule = Recipient.State, Recipient.Rule


@pytest.fixture(autouse=True)
def fast_number(number):
    """One of those to which Meta gave 1,000 a second."""
    Number.objects.update(throughput=1000)
    number.refresh_from_db()


@pytest.fixture
def campaign(campaign, template):
    template.category = "MARKETING"
    template.save()
    campaign.values = {"body_1": {"from": "first_name", "fallback": "você"}}
    campaign.save()
    return campaign


def states(campaign):
    return Counter(Recipient.objects.filter(campaign=campaign).values_list("state", flat=True))


def test_everybody_gets_it_once_with_their_own_words(campaign, mara, graph):
    crowd = people(120)
    start(named(campaign, crowd), by=mara)
    assert sending.send() == 120
    heard = {body["to"]: body for body in graph.bodies}
    assert len(graph.bodies) == len(heard) == 120
    body = heard[f"+{crowd[7].identities.get().value}"]
    assert body["template"]["components"] == [{"type": "body", "parameters": [{"type": "text", "text": "Person7"}]}]
    assert states(campaign) == {State.SENT: 120}
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.FINISHED and campaign.ended_at

    message = Recipient.objects.get(contact=crowd[7]).message
    assert message.text == "Olá Person7, seu pedido está pronto." and message.status == Status.SENT
    assert body["biz_opaque_callback_data"] == f"{message.client_id}:1"
    conversation = message.conversation
    assert (conversation.state, conversation.preview) == (Conversation.State.RESOLVED, message.text)
    assert Attempt.objects.filter(outcome="accepted").count() == 120
    assert sending.send() == 0


def test_who_said_stop_between_freezing_and_sending_gets_nothing(campaign, mara, graph):
    fine, stop, restricted, erased = crowd = people(4)
    start(named(campaign, crowd), by=mara)
    no = consent.Said(contact=stop.pk, purpose=Purpose.MARKETING, is_given=False, at=timezone.now(), source="word")
    consent.record([no])
    Mark.objects.create(contact=restricted, kind="restricted")
    Mark.objects.create(contact=erased, kind="erased")
    assert sending.send() == 1
    assert [body["to"] for body in graph.bodies] == [f"+{fine.identities.get().value}"]
    rules = dict(Recipient.objects.exclude(rule="").values_list("contact", "rule"))
    assert rules == {stop.pk: Rule.OPTED_OUT, restricted.pk: Rule.RESTRICTED, erased.pk: Rule.ERASED}
    assert not Conversation.objects.filter(contact=stop).exists()


def test_pause_and_resume_repeat_nobody(campaign, mara, graph):
    Campaign.objects.update(per_second=1)
    campaign.refresh_from_db()
    start(named(campaign, people(6)), by=mara)
    assert sending.send(budget=0.2) >= 1
    services.pause(campaign=campaign, by=mara)
    before = len(graph.bodies)
    assert sending.send() == 0 and len(graph.bodies) == before
    Campaign.objects.update(per_second=None)
    services.resume(campaign=campaign, by=mara)
    sending.send()
    assert len(graph.bodies) == len({body["to"] for body in graph.bodies}) == 6
    assert states(campaign) == {State.SENT: 6}


def test_cancel_keeps_what_was_sent(campaign, mara, graph):
    Campaign.objects.update(per_second=1)
    campaign.refresh_from_db()
    start(named(campaign, people(6)), by=mara)
    sent = sending.send(budget=0.2)
    services.cancel(campaign=campaign, by=mara)
    assert sending.send() == 0
    assert states(campaign) == {State.SENT: sent, State.CANCELLED: 6 - sent}


def test_an_answer_that_never_came_is_unknown_until_a_report_settles_it(campaign, mara, graph, arrives):
    [ana] = people(1)
    graph.answers = [hang_up]
    start(named(campaign, [ana]), by=mara)
    sending.send()
    recipient = Recipient.objects.get()
    assert recipient.state == State.UNKNOWN
    graph.answers = []
    assert sending.send() == 0 and len(graph.bodies) == 1
    callback = graph.bodies[0]["biz_opaque_callback_data"]
    arrives(envelope(reported(status("wamid.late", "delivered", biz_opaque_callback_data=callback))))
    recipient.refresh_from_db()
    assert recipient.state == State.DELIVERED and recipient.delivered_at


def test_who_is_refused_for_now_gets_it_later_as_the_same_message(campaign, mara, graph):
    [ana] = people(1)
    graph.answers = [refuse(131056)]
    start(named(campaign, [ana]), by=mara)
    while sending.send() or Recipient.objects.filter(state=State.PENDING).exists():
        Recipient.objects.filter(state=State.PENDING).update(due_at=timezone.now())
    recipient = Recipient.objects.get()
    assert (recipient.state, recipient.error_code, recipient.tries) == (State.SENT, None, 2)
    assert Message.objects.get().attempt == 2
    assert [body["biz_opaque_callback_data"][-2:] for body in graph.bodies] == [":1", ":2"]


@pytest.mark.parametrize("held_back, state", [("wait", State.PENDING), ("give_up", State.FAILED)])
def test_whom_meta_spares_waits_a_day_or_is_left(campaign, mara, graph, held_back, state):
    Campaign.objects.update(held_back=held_back)
    graph.answers = [refuse(131049)]
    start(named(campaign, people(1)), by=mara)
    sending.send()
    recipient = Recipient.objects.get()
    assert recipient.state == state
    assert (recipient.due_at > timezone.now() + timedelta(hours=24)) == (state == State.PENDING)


def test_a_worker_that_died_before_anything_left_gives_back(campaign, mara, graph):
    start(named(campaign, people(3)), by=mara)
    claimed = claiming.claim(campaign.pk, most=2)
    assert len(claimed.people) == 2 and states(campaign) == {State.CLAIMED: 2, State.PENDING: 1}
    assert sending.send() == 1
    Recipient.objects.filter(state=State.CLAIMED).update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.sweep()
    assert sending.send() == 2 and len({body["to"] for body in graph.bodies}) == 3


def test_a_worker_that_died_while_it_posted_leaves_it_unknown(campaign, mara, graph):
    class Dead:
        flying, free = 0, 100

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def post(self, messages):
            raise KeyboardInterrupt

    start(named(campaign, people(2)), by=mara)
    with pytest.raises(KeyboardInterrupt):
        sending.send(poster=Dead)
    assert states(campaign) == {State.CLAIMED: 2}
    Message.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sweeping.take_back()
    assert sending.send() == 0 and not graph.bodies
    assert states(campaign) == {State.UNKNOWN: 2}


def test_reports_and_answers_come_back_to_the_row(campaign, mara, graph, arrives):
    [ana] = people(1, first=5511987654321)
    start(named(campaign, [ana]), by=mara)
    sending.send()
    wamid = Message.objects.get().wamid
    arrives(envelope(reported(status(wamid, "delivered"))))
    arrives(envelope(reported(status(wamid, "read"))))
    recipient = Recipient.objects.get()
    assert recipient.state == State.READ and recipient.read_at and recipient.delivered_at
    arrives(envelope(said("Sim!", at=int(timezone.now().timestamp()))))
    recipient.refresh_from_db()
    assert recipient.state == State.REPLIED and recipient.replied_at
    facts = tallying.sums(campaign).facts
    assert (facts["delivered"], facts["read"], facts["replied"], facts["clicked"]) == (1, 1, 1, 0)


def test_two_campaigns_on_one_number_share_it(campaign, mara, graph):
    from campaigns.copying import copy

    Number.objects.update(throughput=80)
    second = copy(campaign, by=mara)
    crowd = people(40)
    start(named(campaign, crowd), by=mara)
    start(named(second, crowd), by=mara)
    sending.send(budget=0.35)
    first = Recipient.objects.filter(campaign=campaign, begun_at__isnull=False).count()
    other = Recipient.objects.filter(campaign=second, begun_at__isnull=False).count()
    assert first and other and abs(first - other) <= 4
