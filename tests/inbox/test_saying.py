"""What we post to WhatsApp for every kind of message. Expected are the bodies of Meta's pages on messages."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from contacts import consent
from inbox import delivery, services
from inbox.models import Conversation, Direction, Media, Message, Status
from templates_app.models import Template
from tests.whatsapp.sayings import AS_THEY_ARE, LINK, SAYINGS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def say(bruno, conversation, whatsapp):
    """Bruno says it, a worker delivers it; returns what WhatsApp heard."""

    def say(kind, content, **more):
        message = services.say(
            conversation=conversation, kind=kind, content=content, client_id=uuid4(), by=bruno, **more
        )
        delivery.deliver(message.pk)
        message.refresh_from_db()
        assert message.status == Status.SENT, message.error
        heard = whatsapp.heard[-1]
        assert heard.pop("biz_opaque_callback_data").startswith(str(message.client_id))
        assert [heard.pop(key) for key in ("messaging_product", "recipient_type", "to")] == [
            *("whatsapp", "individual", "+5511987654321")
        ]
        return heard

    return say


@pytest.fixture
def from_ana(conversation, whatsapp):
    """Something that Ana said, known to both sides."""
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.IN,
        status=Status.RECEIVED,
        text="How much?",
        wamid=whatsapp.say("How much?", silently=True),
    )


@pytest.mark.parametrize("name", AS_THEY_ARE)
def test_whatsapp_hears_the_object_of_the_kind_as_it_is(say, name):
    kind, content = SAYINGS[name]
    assert say(kind, content) == {"type": kind, kind: content}


def test_links_in_words_are_previewed_unless_somebody_chose_otherwise(say):
    assert say("text", {"body": "Olá"}) == {"type": "text", "text": {"body": "Olá", "preview_url": True}}
    quiet = say("text", {"body": "https://example.org/", "preview_url": False})
    assert quiet["text"] == {"body": "https://example.org/", "preview_url": False}


def test_coordinates_travel_as_texts(say):
    place = {"latitude": 38.7, "longitude": "-9.14", "name": "Shop", "address": "Rua A"}
    assert say("location", place)["location"] == place | {"latitude": "38.7"}


def test_an_answer_quotes_and_a_reaction_only_names(say, from_ana, bruno, whatsapp):
    quoting = say("image", {"link": LINK}, reply_to=str(from_ana.client_id))
    assert quoting["context"] == {"message_id": from_ana.wamid}
    for emoji in ("👍", ""):
        reaction = services.react(message=from_ana, emoji=emoji, client_id=uuid4(), by=bruno)
        delivery.deliver(reaction.pk)
        heard = whatsapp.heard[-1]
        assert heard["reaction"] == {"message_id": from_ana.wamid, "emoji": emoji}
        assert heard["type"] == "reaction" and "context" not in heard
    whatsapp.settle()
    assert [bubble["reaction"] for bubble in whatsapp.chat()["messages"] if bubble["text"] == "How much?"] == [""]


def test_a_reaction_neither_moves_the_conversation_nor_answers_it(from_ana, bruno, conversation):
    before = Conversation.objects.values().get()
    services.react(message=from_ana, emoji="👍", client_id=uuid4(), by=bruno)
    assert Conversation.objects.values().get() == before


@pytest.mark.parametrize(
    "facts", [{"kind": "reaction"}, {"wamid": ""}, {"created_at": timezone.now() - timedelta(days=30, minutes=1)}]
)
def test_nobody_reacts_to_what_whatsapp_would_not_find(from_ana, bruno, facts):
    Message.objects.update(**facts)
    from_ana.refresh_from_db()
    with pytest.raises(services.CannotReact):
        services.react(message=from_ana, emoji="👍", client_id=uuid4(), by=bruno)


def test_reacting_twice_with_one_id_reacts_once(from_ana, bruno):
    once = uuid4()
    first = services.react(message=from_ana, emoji="👍", client_id=once, by=bruno)
    assert services.react(message=from_ana, emoji="👍", client_id=once, by=bruno) == first
    assert Message.objects.filter(kind="reaction").count() == 1


def test_somebody_who_hides_their_number_is_reached_by_user_id(say, conversation, bruno, whatsapp):
    whatsapp.ask("POST", "people", phone="5511987654321", hidden=True, user_id="BR.13491208655302741918")
    contact = conversation.contact
    contact.identities.update(kind="bsuid", value="BR.13491208655302741918", scope=conversation.number.account.waba_id)
    message = services.say(
        conversation=conversation, kind="location", content={"latitude": 1, "longitude": 1}, client_id=uuid4(), by=bruno
    )
    delivery.deliver(message.pk)
    assert whatsapp.heard[-1]["recipient"] == "BR.13491208655302741918" and "to" not in whatsapp.heard[-1]


@pytest.fixture
def spring_offer(number, contact, whatsapp):
    """Approved here and there, and Ana agreed to offers."""
    yes = consent.Said(contact=contact.pk, purpose="marketing", is_given=True, at=timezone.now(), source="agent")
    consent.record([yes])
    components = [{"type": "BODY", "text": "Hello {{1}}, all is 20% off.", "example": {"body_text": [["Ana"]]}}]
    whatsapp.ask("POST", "accounts", only=True, templates=True)
    return Template.objects.create(
        account=number.account,
        meta_id="1",
        name="spring_offer",
        language="en",
        category="MARKETING",
        status="APPROVED",
        components=components,
    )


def offer(*names):
    components = [{"type": "body", "parameters": [{"type": "text", "text": name} for name in names]}]
    return {"name": "spring_offer", "language": {"code": "en"}, "components": components}


def test_a_template_leaves_though_the_window_is_closed(say, conversation, spring_offer):
    Conversation.objects.update(window_closes_at=timezone.now() - timedelta(days=3))
    heard = say("template", offer("Ana"))["template"]
    assert heard == offer("Ana") | {"language": {"policy": "deterministic", "code": "en"}}
    assert Message.objects.get().text == "Hello Ana, all is 20% off."


def test_a_template_that_is_not_approved_is_refused(conversation, bruno, spring_offer):
    for change in ({"status": "PAUSED"}, {"status": "APPROVED", "language": "pt_BR"}):
        Template.objects.update(**change)
        with pytest.raises(services.CannotSend) as refusal:
            services.say(conversation=conversation, kind="template", content=offer("Ana"), client_id=uuid4(), by=bruno)
        assert refusal.value.code == "template_unavailable"


@pytest.mark.parametrize("names", [(), ("Ana", "Rui"), ("x" * 1024,)])
def test_values_that_do_not_fit_the_template_are_refused(conversation, bruno, spring_offer, names):
    with pytest.raises(services.Unsayable):
        services.say(conversation=conversation, kind="template", content=offer(*names), client_id=uuid4(), by=bruno)


@pytest.fixture
def photo(conversation, bruno):
    return Media.objects.create(
        conversation=conversation,
        author=bruno,
        public_id=uuid4(),
        kind="image",
        state=Media.State.STORED,
        meta_id="",
        mime="image/png",
    )


def test_a_file_belongs_to_the_message_that_names_it_first(conversation, bruno, photo):
    def say_it(kind="image", ids=(str(photo.public_id),)):
        return services.say(
            conversation=conversation, kind=kind, content={}, client_id=uuid4(), by=bruno, media=list(ids)
        )

    for kind, ids in [("video", [str(photo.public_id)]), ("image", [str(uuid4())]), ("image", ["x"])]:
        with pytest.raises(services.NoSuchFile):
            say_it(kind, ids)
    message = say_it()
    photo.refresh_from_db()
    assert photo.message == message and message.payload == {"type": "image", "image": {}}
    with pytest.raises(services.NoSuchFile):
        say_it()
    assert Message.objects.count() == 1
