"""Nobody is written to against their will: asked when something is said, and again when it is sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts import consent
from contacts.consent import marks
from contacts.models import ConsentEvent, Mark
from inbox import delivery, sending, services
from inbox.models import Conversation, Message, Status
from templates_app.models import Template

pytestmark = pytest.mark.django_db(transaction=True)
HELLO = ("text", {"body": "Hello"})
CATEGORIES = {"spring_offer": "MARKETING", "order_ready": "UTILITY", "sign_in": "AUTHENTICATION"}
WORDS = {"spring_offer": "Hello {{1}}, all is 20% off."}


def template(name):
    ana = [{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}]
    return "template", {"name": name, "language": {"code": "en"}} | ({"components": ana} if name in WORDS else {})


OFFER, ORDER, CODE = (template(name) for name in CATEGORIES)


@pytest.fixture
def person(contact, bruno):
    """What Ana says, and what is set against writing to her."""

    class Person:
        def says(self, is_given, purpose="marketing", source="word"):
            consent.record(
                [consent.Said(contact=contact.pk, purpose=purpose, is_given=is_given, at=timezone.now(), source=source)]
            )

        def is_marked(self, kind):
            assert marks.put(contact=contact, kind=kind, reason="she asked for it", by=bruno)

        def is_free_of(self, kind):
            assert marks.lift(contact=contact, kind=kind, reason="she asked for it", by=bruno)

    return Person()


@pytest.fixture(autouse=True)
def approved(number, whatsapp):
    whatsapp.ask("POST", "accounts", only=True, templates=True)
    Template.objects.bulk_create(
        Template(
            account=number.account,
            meta_id=name,
            name=name,
            language="en",
            category=category,
            status="APPROVED",
            components=[{"type": "BODY", "text": WORDS.get(name, "Hello")}],
        )
        for name, category in CATEGORIES.items()
    )


@pytest.fixture
def say(bruno, conversation):
    def say(saying):
        kind, content = saying
        return services.say(conversation=conversation, kind=kind, content=content, client_id=uuid4(), by=bruno)

    return say


def refused(say, saying):
    with pytest.raises(services.CannotSend) as refusal:
        say(saying)
    assert refusal.value.reason
    return refusal.value.code


MARKED = [Mark.Kind.BLOCKED, Mark.Kind.RESTRICTED, Mark.Kind.ERASED]


@pytest.mark.parametrize("kind", MARKED)
def test_who_is_blocked_restricted_or_being_erased_hears_nothing(say, person, kind):
    person.says(True)
    person.is_marked(kind)
    for saying in (HELLO, OFFER, ORDER, CODE):
        assert refused(say, saying) == kind
    assert not Message.objects.exists()
    person.is_free_of(kind)
    for saying in (HELLO, OFFER, ORDER, CODE):
        assert say(saying).status == Status.QUEUED


def test_offers_need_a_yes(say, person):
    assert refused(say, OFFER) == "no_consent"
    assert say(HELLO) and say(ORDER) and say(CODE)
    person.says(True)
    assert say(OFFER)


def test_who_wants_no_offers_still_gets_answers_and_word_of_an_order(say, person):
    person.says(True)
    person.says(False)
    assert refused(say, OFFER) == "opted_out"
    assert say(HELLO) and say(ORDER) and say(CODE)
    person.says(True)
    assert say(OFFER)


def test_who_wants_nothing_more_gets_answers_while_the_window_is_open(say, person):
    person.says(False)
    person.says(False, "service")
    assert {refused(say, OFFER), refused(say, ORDER)} == {"opted_out"}
    assert say(HELLO) and say(CODE)
    Conversation.objects.update(window_closes_at=timezone.now() - timedelta(days=1))
    assert refused(say, HELLO) == "window_closed"


def test_who_may_be_a_minor_gets_no_offers(say, person):
    person.says(True)
    person.is_marked(Mark.Kind.MINOR)
    assert refused(say, OFFER) == "no_consent"
    assert say(HELLO) and say(ORDER)
    person.is_free_of(Mark.Kind.MINOR)
    assert say(OFFER)


def test_the_category_is_the_templates_own(say, person):
    Template.objects.filter(name="order_ready").update(category="MARKETING")
    assert refused(say, ORDER) == "no_consent"


def deliver_one(message):
    delivery.deliver(message.pk)


def deliver_many(_message):
    sending.send_waiting(budget=5.0)


def meanwhile_paused():
    Template.objects.update(status="PAUSED")


def meanwhile_moved():
    Template.objects.filter(name="order_ready").update(category="MARKETING")


def meanwhile_gone():
    Template.objects.all().delete()


BETWEEN = {
    "blocked": (HELLO, lambda person: person.is_marked(Mark.Kind.BLOCKED), 130403),
    "restricted": (HELLO, lambda person: person.is_marked(Mark.Kind.RESTRICTED), -3),
    "being erased": (HELLO, lambda person: person.is_marked(Mark.Kind.ERASED), -4),
    "opted out": (OFFER, lambda person: person.says(False), -2),
    "no more of anything": (ORDER, lambda person: person.says(False, "service"), -2),
    "perhaps a minor": (OFFER, lambda person: person.is_marked(Mark.Kind.MINOR), -1),
    "template moved to marketing": (ORDER, lambda person: (person.says(False), meanwhile_moved()), -2),
    "template paused": (ORDER, lambda person: meanwhile_paused(), 132015),
    "template deleted": (ORDER, lambda person: meanwhile_gone(), 132001),
}


@pytest.mark.parametrize("deliver", [deliver_one, deliver_many])
@pytest.mark.parametrize("what", BETWEEN)
def test_what_happens_between_saying_and_sending_keeps_it_back(say, person, whatsapp, what, deliver):
    saying, happens, code = BETWEEN[what]
    person.says(True)
    message, events = say(saying), ConsentEvent.objects.count()
    happens(person)
    events = ConsentEvent.objects.count()
    deliver(message)
    message.refresh_from_db()
    assert (message.status, message.error_code) == (Status.FAILED, code)
    assert whatsapp.heard == []
    assert ConsentEvent.objects.count() == events, "what we refuse ourselves is no word of theirs"


@pytest.mark.parametrize("deliver", [deliver_one, deliver_many])
@pytest.mark.parametrize("saying", [HELLO, OFFER, ORDER])
def test_where_nothing_happens_it_is_sent(say, person, whatsapp, saying, deliver):
    person.says(True)
    message = say(saying)
    deliver(message)
    message.refresh_from_db()
    assert (message.status, len(whatsapp.heard)) == (Status.SENT, 1)


def test_once_they_agree_it_can_be_sent_again(say, person, bruno, whatsapp):
    person.says(True)
    message = say(OFFER)
    person.says(False)
    deliver_one(message)
    message.refresh_from_db()
    with pytest.raises(services.CannotSend):
        services.retry(message=message, by=bruno)
    person.says(True)
    services.retry(message=message, by=bruno)
    deliver_one(message)
    message.refresh_from_db()
    assert message.status == Status.SENT
