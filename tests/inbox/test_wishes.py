"""A customer writes STOP: noted with its proof, shown in the thread, answered once."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from contacts import consent
from contacts.models import ConsentEvent, Contact
from inbox.models import Conversation, Message, Turn
from tests.inbox.desk import at_desk
from tests.inbox.test_delivery_sweep import nudges
from tests.webhooks.bodies import NOON, envelope, message, person, said, value
from webhooks.models import WebhookEvent

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)


def holds():
    return {purpose: held.is_given for purpose, held in consent.state(Contact.objects.get()).items()}


def agreed():
    ana = Contact.objects.get()
    consent.record(
        [consent.Said(contact=ana.pk, purpose="marketing", is_given=True, at=ana.created_at, source="agent")]
    )


def answers():
    return list(Message.objects.filter(direction="out").order_by("pk").values_list("text", flat=True))


def test_stop_is_noted_with_the_message_that_says_it(number, arrives):
    arrives(envelope(said("Parar!")))
    heard = Message.objects.get(direction="in")
    for event in ConsentEvent.objects.all():
        assert (event.is_given, event.source, event.wording) == (False, "word", "Parar!")
        assert (event.message, event.at) == (heard.pk, heard.created_at)
    assert holds() == {"marketing": False, "service": False}


def test_what_is_no_stop_word_changes_nothing(number, arrives):
    arrives(envelope(said("Please do not stop")))
    assert not ConsentEvent.objects.exists() and answers() == []


def test_it_is_answered_once_however_often_it_is_said(number, arrives):
    body = envelope(said("STOP"))
    arrives(body)
    arrives(body + b" ")
    arrives(envelope(said("stop", at=NOON + 60)))
    (told,) = answers()
    assert "no more messages" in told
    assert Turn.objects.filter(kind="forbade").count() == 1
    assert WebhookEvent.objects.exclude(state="handled").count() == 0


def test_the_answer_is_in_the_language_of_the_person(number, arrives):
    arrives(envelope(said("Olá")))
    Contact.objects.update(language="xx")
    arrives(envelope(said("Stop")))
    assert "START" in answers()[0]


def test_the_team_sees_it_in_the_thread(number, arrives, bruno, at_desk):
    arrives(envelope(said("STOP")))
    page = at_desk(bruno).get(reverse("inbox:conversation", args=[Message.objects.first().conversation_id])).text
    assert "They want no more messages. This is noted." in page


def test_start_gives_back_what_stop_took(number, arrives):
    arrives(envelope(said("Hello")))
    agreed()
    arrives(envelope(said("STOP")))
    arrives(envelope(said("START", at=NOON + 60)))
    assert holds() == {"marketing": True, "service": True}
    assert len(answers()) == 2 and "again" in answers()[1]


def test_start_gives_nothing_that_they_never_allowed(number, arrives):
    arrives(envelope(said("START")))
    assert holds() == {} and answers() == []
    arrives(envelope(said("STOP", at=NOON + 60)))
    arrives(envelope(said("START", at=NOON + 120)))
    assert holds() == {"marketing": False, "service": True}


def test_start_does_not_undo_the_stop_button_of_whatsapp(number, arrives):
    arrives(envelope(said("Hello")))
    agreed()
    ana = Contact.objects.get()
    stop = consent.Said(contact=ana.pk, purpose="marketing", is_given=False, at=ana.created_at, source="whatsapp")
    consent.record([stop])
    arrives(envelope(said("START", at=NOON + 60)))
    assert holds() == {"marketing": False}


def test_start_for_offers_says_so_itself(number, arrives):
    arrives(envelope(said("Start promotions")))
    assert holds() == {"marketing": True}


def test_stop_and_start_in_one_batch_are_heard_in_their_order(number, arrives):
    arrives(envelope(said("Hello")))
    agreed()
    arrives(envelope(said("START", at=NOON + 60), said("STOP", at=NOON + 30)))
    assert holds() == {"marketing": True, "service": True}


@pytest.mark.parametrize(("text", "payload"), [("Stop promotions", "anything"), ("Nicht mehr", "STOP_PROMOTIONS")])
def test_a_stop_button_under_a_template_is_about_offers(number, arrives, text, payload):
    pressed = message(wa_id="5511987654321", type="button", button={"text": text, "payload": payload})
    del pressed["text"]
    arrives(envelope(value(contacts=[person(wa_id="5511987654321")], messages=[pressed])))
    event = ConsentEvent.objects.get()
    assert (event.purpose, event.is_given, event.source, event.wording) == ("marketing", False, "button", text)


def test_in_a_group_nobody_speaks_for_the_others(number, arrives):
    arrives(envelope(said("STOP", group_id="Y2FwaV9ncm91cDo5")))
    assert not ConsentEvent.objects.exists()


def test_the_confirmation_is_no_answer_to_what_somebody_asked(number, arrives):
    arrives(envelope(said("When do you open?", at=NOON)))
    arrives(envelope(said("STOP", at=NOON + 60)))
    arrives(envelope(said("On Sunday, I mean", at=NOON + 30)))  # late: who waits is counted again
    assert len(answers()) == 1
    assert Conversation.objects.get().waiting_since == datetime.fromtimestamp(NOON, UTC)


def test_the_answer_leaves_at_once_and_waits_for_no_sweep(number, arrives):
    arrives(envelope(said("STOP")))
    assert nudges() == [Message.objects.get(direction="out").pk]


def confirms(client, number, language="en", **said):
    address = reverse("inbox:number_confirmations", args=[number.pk], query={"language": language})
    return client.post(address, {"is_on": "on"} | said)


def test_an_admin_words_the_confirmation_for_a_language(number, arrives, ada, at_desk):
    desk = at_desk(ada)
    assert confirms(desk, number, "pt-br", stop="Tchau! Escreva START para voltar.").status_code == 302
    assert confirms(desk, number, "de", stop="Auf Wiedersehen.").status_code == 302
    arrives(envelope(said("Olá")))
    for language, words in {"pt_BR": "Tchau!", "pt": "Tchau!", "de_AT": "Auf Wied", "es": "START", "": "START"}.items():
        Contact.objects.update(language=language)
        arrives(envelope(said("STOP", at=NOON + len(answers()) * 120)))
        arrives(envelope(said("START", at=NOON + len(answers()) * 120)))
        assert words in answers()[-2], language
    page = desk.get(reverse("inbox:number_confirmations", args=[number.pk]) + "?language=de").text
    assert "Auf Wiedersehen." in page
    confirms(desk, number, "de")
    Contact.objects.update(language="de")
    arrives(envelope(said("STOP", at=NOON + 7200)))
    assert "You will get no more messages" in answers()[-1]


def test_a_number_may_confirm_nothing_and_hears_it_all_the_same(number, arrives, ada, at_desk):
    confirms(at_desk(ada), number, is_on="")
    arrives(envelope(said("STOP")))
    assert holds() == {"marketing": False, "service": False} and answers() == []
    assert Turn.objects.filter(kind="forbade").count() == 1


def test_only_who_runs_the_numbers_words_it(number, at_desk, bruno):
    assert confirms(at_desk(bruno), number, stop="Ha!").status_code == 404
