"""Whoever is blocked here is blocked at WhatsApp too, as far as it lets us; and here in any case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Identity, Mark
from inbox import blocking
from inbox.models import Block, Conversation
from nxtchat.team.roles import Role
from nxtchat.whatsapp.block_list import BlockList
from nxtchat.whatsapp.client import GraphRefused, Recipient
from nxtchat.whatsapp.models import Number
from tests.inbox.desk import at_desk
from tests.webhooks.bodies import envelope, said

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)
ANA = "5511987654321"
DAY = 24 * 3600


@pytest.fixture
def desk(at_desk, bruno, contact, conversation):
    """Bruno blocks Ana, or lets her in again, and reads what her page says."""
    browser, marks = at_desk(bruno), reverse("contacts:marks", args=[contact.pk])

    class Desk:
        def block(self):
            assert browser.post(marks, {"kind": "blocked", "reason": "Threatens us"}).status_code == 302

        def unblock(self):
            assert browser.post(marks, {"kind": "blocked", "reason": "Sorry", "lift": "1"}).status_code == 302

        def page(self):
            return browser.get(reverse("contacts:contact", args=[contact.pk])).text

    return Desk()


def workers_run():
    """As the timetable has it."""
    blocking.wish_all()
    for block_id in blocking.due():
        blocking.tell(block_id)


def listed(whatsapp, number) -> list[str]:
    return whatsapp.server.world.lines[number.phone_number_id].blocked


def is_blocked_here(contact) -> bool:
    return contact.marks.filter(kind=Mark.Kind.BLOCKED, lifted_at=None).exists()


def overdue():
    Block.objects.exclude(due_at=None).update(due_at=timezone.now())


def test_whoever_is_blocked_here_is_blocked_at_whatsapp_and_is_let_in_again(desk, whatsapp, number):
    desk.block()
    workers_run()
    assert listed(whatsapp, number) == [ANA]
    assert "Also blocked at WhatsApp" in desk.page()
    desk.unblock()
    assert "Still blocked at WhatsApp" in desk.page()
    workers_run()
    assert listed(whatsapp, number) == []
    assert "blocked at WhatsApp" not in desk.page() and not Block.objects.exists()


def test_each_number_they_wrote_to_is_told_and_no_other(desk, whatsapp, account, number, contact):
    others = [
        Number.objects.create(account=account, phone_number_id=f"10654035224293{n}", display_phone=f"+1 555-078-388{n}")
        for n in (2, 3)
    ]
    for other, heard in zip(others, (timezone.now(), None), strict=True):
        whatsapp.adopt(other)
        Conversation.objects.create(number=other, contact=contact, peer=contact.identities.get(), last_inbound_at=heard)
    for each in (number, *others):
        whatsapp.say("Hello", phone_number_id=each.phone_number_id, silently=True)
    desk.block()
    workers_run()
    assert [listed(whatsapp, each) for each in (number, *others)] == [[ANA], [ANA], []]


def test_who_was_silent_for_a_day_is_blocked_here_and_at_whatsapp_once_they_write(
    desk, whatsapp, number, contact, conversation
):
    whatsapp.rules(clock_offset=DAY)
    desk.block()
    workers_run()
    assert listed(whatsapp, number) == [] and is_blocked_here(contact)
    assert "Not yet blocked at WhatsApp. It only blocks people who wrote in the last 24 hours." in desk.page()
    asked = len(whatsapp.log)
    workers_run()
    assert len(whatsapp.log) == asked  # nobody asks in vain
    whatsapp.has_spoken(ANA, seconds_ago=1)
    Conversation.objects.filter(pk=conversation.pk).update(last_inbound_at=timezone.now() + timedelta(seconds=1))
    workers_run()
    assert listed(whatsapp, number) == [ANA]


def test_whoever_could_not_be_blocked_there_need_not_be_let_in_there(desk, whatsapp, number):
    whatsapp.rules(clock_offset=DAY)
    desk.block()
    workers_run()
    asked = len(whatsapp.log)
    desk.unblock()
    workers_run()
    assert len(whatsapp.log) == asked and not Block.objects.exists()
    assert "blocked at WhatsApp" not in desk.page()


def test_while_whatsapp_cannot_be_reached_the_block_holds_here_and_is_told_later(desk, whatsapp, number, contact):
    whatsapp.close()
    desk.block()
    workers_run()
    assert is_blocked_here(contact) and "Not yet blocked at WhatsApp" in desk.page()
    assert Block.objects.get().due_at > timezone.now()
    whatsapp.open(port=whatsapp.port)
    overdue()
    workers_run()
    assert listed(whatsapp, number) == [ANA] and "Also blocked at WhatsApp" in desk.page()


@pytest.mark.parametrize(
    ("trick", "again"),
    [
        ({"error": {"code": 139103, "times": 1}}, True),
        ({"error": {"code": 190, "times": 1}}, True),
        ({"reset_after": {"times": 1}}, True),
        ({"error": {"code": 139101, "times": 1}}, False),
    ],
)
def test_what_may_pass_is_asked_again_and_what_needs_a_person_is_not(desk, whatsapp, number, trick, again):
    whatsapp.misbehave(**{name: given | {"on": "block_users"} for name, given in trick.items()})
    desk.block()
    workers_run()
    assert "Not yet blocked at WhatsApp" in desk.page()
    overdue()
    workers_run()
    assert (listed(whatsapp, number) == [ANA]) is again
    assert ("The block list is full." in desk.page()) is not again


def test_changing_ones_mind_while_whatsapp_is_asked_wins(desk, whatsapp, number, monkeypatch):
    real = BlockList.block

    def meanwhile(self, **given):
        real(self, **given)
        desk.unblock()
        workers_run()  # leaves it to whoever is asking

    monkeypatch.setattr(BlockList, "block", meanwhile)
    desk.block()
    workers_run()
    assert listed(whatsapp, number) == [ANA]
    workers_run()
    assert listed(whatsapp, number) == [] and not Block.objects.exists()


def test_a_hidden_number_is_blocked_by_its_user_id(desk, whatsapp, number, contact):
    waba = whatsapp.server.world.wabas[number.account.waba_id]
    bsuid = whatsapp.server.world.people[ANA].bsuid(waba.business_id)
    contact.identities.update(kind=Identity.Kind.BSUID, value=bsuid)
    desk.block()
    workers_run()
    assert listed(whatsapp, number) == [ANA]
    assert whatsapp.log[-1]["body"]["block_users"] == [{"user_id": bsuid}]


def test_whoever_may_not_block_tells_whatsapp_nothing(at_desk, agent_of, contact, conversation):
    marks = reverse("contacts:marks", args=[contact.pk])
    asked = {"kind": "blocked", "reason": "rude"}
    assert at_desk(agent_of("Vera", Role.VIEWER)).post(marks, asked).status_code == 404
    assert not Block.objects.exists()


def test_the_reason_is_that_of_the_one_person(whatsapp, number):
    with pytest.raises(GraphRefused) as refused:
        BlockList(number.account).block(number=number, who=Recipient(phone="351912345678"))
    assert (refused.value.code, refused.value.http_status) == (131047, 400)
    assert refused.value.details == "User has not messaged in the last 24 hours"


def test_whoever_is_blocked_is_not_heard_until_let_in(whatsapp, number):
    mailbox, list_ = whatsapp.mailbox(), BlockList(number.account)
    list_.block(number=number, who=Recipient(phone=ANA))
    whatsapp.say("Let me in")
    whatsapp.settle()
    assert not mailbox.messages
    list_.unblock(number=number, who=Recipient(phone=ANA))
    whatsapp.say("Thank you")
    whatsapp.settle()
    assert [message["text"]["body"] for message in mailbox.messages] == ["Thank you"]


def test_two_who_turn_out_to_be_one_are_blocked_as_one(desk, whatsapp, number, arrives, conversation):
    hidden = "BR.1A2B3C4D5E6F"
    arrives(envelope(said("hidden", wa_id="", bsuid=hidden)))
    theirs = Conversation.objects.exclude(pk=conversation.pk).get()
    Mark.objects.create(contact=theirs.contact, kind=Mark.Kind.BLOCKED, reason="Threatens us")
    desk.block()
    blocking.wish_all()
    assert Block.objects.count() == 2
    arrives(envelope(said("it is me", bsuid=hidden)))
    assert Block.objects.get().conversation == Conversation.objects.get()
    workers_run()
    assert listed(whatsapp, number) == [ANA]
