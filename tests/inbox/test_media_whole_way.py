"""A file's whole way: from Bruno's machine to WhatsApp with its message, and from Ana's phone to Bruno."""

from uuid import uuid4

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contacts.consent.services import put_mark
from contacts.models import Contact, Mark
from contacts.resolving import Resolved
from inbox import delivery, media, services
from inbox.models import Conversation, Media, Status
from inbox.receiving import joining
from nxtchat import stopping
from nxtchat.whatsapp.client import Graph
from tests.inbox.desk import at_desk
from tests.inbox.files import PDF, picture, stored

__all__ = ["at_desk"]


def brought(conversation, bruno, content=None):
    file = SimpleUploadedFile("praia.jpg", content or picture())
    return media.upload(conversation=conversation, file=file, by=bruno)


def said(conversation, by, found):
    return services.say(
        conversation=conversation,
        kind="image",
        content={"caption": "A praia"},
        client_id=uuid4(),
        by=by,
        media=[str(found.public_id)],
    )


def test_a_picture_arrives_with_its_words(bruno, conversation, whatsapp):
    message = said(conversation, bruno, brought(conversation, bruno))
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.status == Status.SENT
    [there] = whatsapp.server.world.media.values()
    [heard] = (each for each in whatsapp.server.world.messages.values() if each.direction == "out")
    assert heard.body["image"] == {"caption": "A praia", "id": there.media_id}


def test_a_worker_that_is_asked_to_end_while_a_file_goes_up_hands_its_message_back(
    bruno, conversation, whatsapp, request
):
    class AskedMeanwhile(httpx.HTTPTransport):
        def handle_request(self, asked: httpx.Request) -> httpx.Response:
            stopping.asked.set()
            return super().handle_request(asked)

    request.addfinalizer(stopping.asked.clear)
    world, message = whatsapp.server.world, said(conversation, bruno, brought(conversation, bruno))
    delivery.deliver(message.pk, transport=AskedMeanwhile())
    message.refresh_from_db()
    assert (message.status, message.lease_until) == (Status.QUEUED, None)
    assert list(message.attempts.values_list("outcome", flat=True)) == ["handed_back"]
    assert len(world.media) == 1 and not any(each.direction == "out" for each in world.messages.values())
    stopping.asked.clear()
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.status == Status.SENT
    assert len(world.media) == 1  # it is there already


def test_who_is_blocked_while_a_file_goes_up_is_sent_nothing(bruno, conversation, whatsapp):
    class BlockedMeanwhile(httpx.HTTPTransport):
        def handle_request(self, asked: httpx.Request) -> httpx.Response:
            put_mark(contact=conversation.contact, kind=Mark.Kind.BLOCKED, reason="rude", by=bruno)
            return super().handle_request(asked)

    message = said(conversation, bruno, brought(conversation, bruno))
    assert delivery.deliver(message.pk, transport=BlockedMeanwhile()) == message.pk  # to be looked at anew
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert (message.status, message.error_code) == (Status.FAILED, 130403)
    assert not any(each.direction == "out" for each in whatsapp.server.world.messages.values())
    assert list(message.attempts.values_list("outcome", flat=True)) == ["handed_back"]


def test_a_file_is_said_once_and_by_who_brought_it(bruno, ada, conversation, whatsapp):
    found = brought(conversation, bruno)
    with pytest.raises(services.NoSuchFile):
        said(conversation, ada, found)
    assert Media.objects.get().message is None
    said(conversation, bruno, found)
    with pytest.raises(services.NoSuchFile):
        said(conversation, bruno, found)


def test_whatsapp_forgets_and_so_does_the_pretend_one(account, number, whatsapp):
    graph = Graph(account)
    file = SimpleUploadedFile("a.pdf", PDF)
    media_id = graph.upload(number=number, file=file, size=len(PDF), mime="application/pdf", filename="a.pdf")
    found = graph.find_media(media_id)
    assert b"".join(graph.download(found)) == PDF
    whatsapp.rules(clock_offset=301)
    assert httpx.get(found.url, headers={"Authorization": f"Bearer {account.token}"}).status_code == 404
    assert b"".join(graph.download(graph.find_media(media_id))) == PDF
    whatsapp.rules(clock_offset=31 * 24 * 3600)
    with pytest.raises(media.sending.GraphRefused) as refusal:
        graph.find_media(media_id)
    assert refusal.value.code == 100
    whatsapp.rules(clock_offset=0)
    graph.delete_media(media_id)
    assert media_id not in whatsapp.server.world.media


def test_a_file_of_another_type_than_was_said_fails_its_message(account, number, whatsapp):
    mailbox = whatsapp.mailbox()
    graph = Graph(account)
    file = SimpleUploadedFile("a.pdf", b"no PDF at all")
    media_id = graph.upload(number=number, file=file, size=13, mime="application/pdf")
    body = {"messaging_product": "whatsapp", "to": "+5511987654321", "type": "document", "document": {"id": media_id}}
    graph.send(number=number, body=body)
    whatsapp.settle()
    [failed] = (status for status in mailbox.statuses if status["status"] == "failed")
    assert failed["errors"][0]["code"] == 131053


def test_files_follow_their_conversation_to_who_the_contact_turned_out_to_be(at_desk, bruno, conversation, number):
    again = Contact.objects.create(profile_name="Ana again")
    other = Conversation.objects.create(number=number, contact=again)
    theirs, ours = stored(other, b"of the second"), stored(conversation, b"of the first")
    joining.follow(Resolved(known=[], joined={again.pk: conversation.contact_id}))
    assert not Contact.objects.filter(pk=again.pk).exists()
    for media_file, content in ((theirs, b"of the second"), (ours, b"of the first")):
        media_file.refresh_from_db()
        assert media_file.conversation == conversation
        answer = at_desk(bruno).get(reverse("inbox:media", args=[media_file.public_id]))
        assert b"".join(answer.streaming_content) == content
