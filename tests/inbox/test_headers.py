"""A picture above a template is chosen once: WhatsApp gets it once for each number, and anew before it forgets it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inbox import delivery, media, sending, services
from inbox.media import headers, storing, tidying
from inbox.models import Conversation, HeaderFile, HeaderUpload, Media, Status
from nxtchat.whatsapp.client import Graph
from templates_app import filling
from tests.inbox.approved import approved
from tests.inbox.files import HTML, picture
from tests.templates_app.designs import HANDLE, with_header

__all__ = ["approved"]
pytestmark = pytest.mark.django_db(transaction=True)
MONTH = timedelta(days=30)


@pytest.fixture
def template(approved):
    return approved(with_header("IMAGE", handle=HANDLE))


@pytest.fixture
def spring(number, bruno):
    return kept(number, bruno, picture())


def kept(number, bruno, content, name="spring.jpg"):
    return headers.keep(account=number.account, file=SimpleUploadedFile(name, content), kind="image", by=bruno)


@pytest.fixture
def says(conversation, bruno, template):
    """Bruno sends it to Ana with this file above, and a worker takes it to WhatsApp as often as is needed."""

    def say(file, *, deliveries=1):
        values = {"header_file": {"id": str(file.public_id)}, "body_1": "Ana", "body_2": "A-17"}
        content = {
            "name": template.name,
            "language": {"code": template.language},
            "components": filling.components(template.design, values),
        }
        message = services.say(conversation=conversation, kind="template", content=content, client_id=uuid4(), by=bruno)
        for _time in range(deliveries):
            delivery.deliver(message.pk)
        message.refresh_from_db()
        return message

    return say


def uploads(whatsapp):
    return [entry for entry in whatsapp.log if entry["method"] == "POST" and entry["path"].endswith("/media")]


def ids(whatsapp):
    """The ids of the pictures that WhatsApp was told."""
    return [body["template"]["components"][0]["parameters"][0]["image"]["id"] for body in whatsapp.heard]


def test_however_often_it_is_sent_whatsapp_gets_it_once(says, spring, whatsapp):
    for _time in range(3):
        assert says(spring).status == Status.SENT
    assert len(uploads(whatsapp)) == 1
    assert set(ids(whatsapp)) == {HeaderUpload.objects.get().meta_id} and len(ids(whatsapp)) == 3
    assert HeaderUpload.objects.get().until - timezone.now() > MONTH - timedelta(hours=1)


def test_each_message_shows_the_picture_and_none_takes_it_away(says, spring, whatsapp):
    message = says(spring)
    shown = Media.objects.get(message=message)
    with storing.open_file(shown) as file, storing.open_file(shown, copy="thumbnail") as small:
        assert file.read() == picture() and small.size > 0
    assert shown.own_paths == []
    assert tidying.tidy(folder=spring.path[:2]) == 0
    assert says(spring).status == Status.SENT


def test_the_same_picture_twice_is_kept_once(number, bruno, spring):
    assert kept(number, bruno, picture(), "again.jpg") == spring
    assert kept(number, bruno, picture(colour="red")) != spring
    assert HeaderFile.objects.count() == 2


def test_what_is_no_picture_is_not_kept(number, bruno):
    with pytest.raises(media.FileRefused):
        kept(number, bruno, HTML)
    assert not HeaderFile.objects.exists()


def test_it_is_brought_again_before_whatsapp_forgets_it(says, spring, whatsapp):
    says(spring)
    whatsapp.rules(clock_offset=(MONTH - timedelta(hours=2)).total_seconds())
    HeaderUpload.objects.update(until=timezone.now() + timedelta(hours=2))
    assert says(spring).status == Status.SENT
    assert len(uploads(whatsapp)) == 2 and len(set(ids(whatsapp))) == 2


@pytest.mark.parametrize("how", ["a month later", "deleted there"])
def test_when_whatsapp_has_lost_it_the_message_is_sent_once_all_the_same(says, spring, number, whatsapp, how):
    says(spring)
    if how == "deleted there":
        Graph(number.account).delete_media(HeaderUpload.objects.get().meta_id)
    else:
        whatsapp.rules(clock_offset=MONTH.total_seconds() + 60)
    message = says(spring, deliveries=2)
    assert message.status == Status.SENT
    assert [attempt.outcome for attempt in message.attempts.order_by("count")] == ["file_gone", "accepted"]
    on_her_phone = [each for each in whatsapp.chat()["messages"] if each["type"] == "template"]
    assert len(on_her_phone) == 2 and len(uploads(whatsapp)) == 2


def test_a_file_that_whatsapp_loses_each_time_is_not_tried_for_ever(says, spring, whatsapp):
    whatsapp.misbehave(error={"code": 100, "details": "no id", "times": 1})
    assert says(spring).status == Status.FAILED  # it names no file of ours
    meta_id = HeaderUpload.objects.get().meta_id
    whatsapp.behave()
    lost = f"{meta_id} is not a valid whatsapp business account media attachment ID"
    whatsapp.misbehave(error={"code": 100, "details": lost, "times": 1})
    message = says(spring)
    assert message.status == Status.QUEUED and not HeaderUpload.objects.exists()
    again = HeaderUpload.objects.create(
        file=spring, number=message.number, meta_id="77", until=timezone.now() + timedelta(days=20)
    )
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.status == Status.FAILED and "77" in message.error["details"] and again.pk


def test_many_that_wait_bring_it_once(says, spring, conversation, whatsapp):
    says(spring, deliveries=0)
    assert sending.send_waiting() == 0  # what has a file is delivered one by one
    assert Conversation.objects.get() == conversation and whatsapp.heard == []


def test_another_accounts_file_is_no_file(says, spring, number):
    HeaderFile.objects.update(account=type(number.account).objects.create(waba_id="2", app_id="2"))
    with pytest.raises(services.NoSuchFile):
        says(spring)


def test_many_at_once_get_the_id_without_a_message(spring, number, template, whatsapp):
    graph = Graph(number.account)
    named = headers.named(number.account_id, [spring.public_id, "nobody"])
    there = headers.bring(list(named.values()), number=number, graph=graph)
    values = {"header_file": {"id": str(spring.public_id)}, "body_1": "Ana", "body_2": "1"}
    made = headers.with_ids(filling.components(template.design, values), there)
    assert made[0]["parameters"][0]["image"] == {"id": HeaderUpload.objects.get().meta_id}
    assert headers.bring([spring], number=number, graph=graph).keys() == there.keys()
    assert len(uploads(whatsapp)) == 1
    assert headers.forget(number, [made[0]["parameters"][0]["image"]["id"]]) == 1
