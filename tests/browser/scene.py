"""A morning at a plant shop: conversations that look like real ones, for pictures and for looking at."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from contacts.models import Contact, Identity
from inbox.models import Conversation, Direction, Message, Note, ReadMark, Status, Turn

PEOPLE = [
    # name, number, minutes ago, what the list shows, unread, assigned to (0 nobody, 1 me, 2 a colleague), window left
    ("Ana Souza", "5511987654321", 3, "Perfect, thank you so much!", 2, 1, 1437),
    ("राहुल शर्मा", "919812345678", 9, "क्या यह पौधा घर के अंदर रह सकता है?", 1, 0, 1431),
    ("Lucía Fernández", "5491123456789", 21, "¿Hacen envíos a Córdoba?", 0, 2, 1419),
    ("ليلى حداد", "971501234567", 44, "هل يمكنني تغيير عنوان التوصيل؟", 3, 0, 1396),
    ("Marc Dubois", "33612345678", 70, "", 0, 1, 1370),
    ("Grace Mwangi", "254712345678", 300, "I will pick it up on Saturday then", 0, 1, 1140),
    ("Tomás Ribeiro", "351912345678", 1225, "Is the fern still available?", 1, 0, 215),
    ("+49 151 23456789", "4915123456789", 1418, "Hallo, noch eine Frage zur Rechnung", 1, 2, 22),
    ("Yuki Tanaka", "819012345678", 2900, "Thank you!", 0, 1, 0),
    ("Olena Kovalenko", "380671234567", 4400, "See you next spring", 0, 2, 0),
]


def set_up(*, number, me, colleague) -> Conversation:
    """Fill the list, and one thread with a bit of everything. Returns the conversation with that thread."""
    now = timezone.now()
    made = [_conversation(number, person, now, (None, me, colleague)) for person in PEOPLE]
    _thread(made[0], now, me, colleague)
    return made[0]


def _conversation(number, person, now: datetime, people) -> Conversation:
    name, wa_id, minutes, preview, unread, whose, left = person
    contact = Contact.objects.create(profile_name="" if name.startswith("+") else name)
    peer = Identity.objects.create(contact=contact, kind=Identity.Kind.WA_ID, value=wa_id)
    is_ours = name in ("Marc Dubois", "Yuki Tanaka")
    at = now - timedelta(minutes=minutes)
    conversation = Conversation.objects.create(
        number=number,
        contact=contact,
        peer=peer,
        assignee=people[whose],
        last_message_at=at,
        last_inbound_at=at,
        waiting_since=None if is_ours else at,
        window_closes_at=now + timedelta(minutes=left) if left else at + Conversation.WINDOW,
        inbound_count=unread + 3,
        preview=preview or "Your order is on its way",
        preview_direction="out" if is_ours else "in",
        last_status="failed" if name == "Marc Dubois" else "read" if is_ours else "",
        preview_kind="image" if name == "Grace Mwangi" else "text",
    )
    if unread < 3:
        ReadMark.objects.create(agent=people[1], conversation=conversation, seen_count=3)
    _say(conversation, preview or "Hello", minutes=minutes, now=now)
    return conversation


def _thread(conversation: Conversation, now: datetime, me, colleague) -> None:
    conversation.messages.all().delete()
    past = {"now": now, "conversation": conversation}
    _say(text="Good morning! I ordered a Monstera last week (order 4417). When will it arrive?", minutes=1530, **past)
    _answer(text="Good morning Ana! It left our greenhouse this morning.", minutes=1524, by=colleague, **past)
    _answer(text="It should be with you tomorrow before noon.", minutes=1523, by=colleague, **past)
    Turn.objects.create(
        conversation=conversation, kind="assigned", by=colleague, to=me, created_at=now - timedelta(minutes=300)
    )
    Note.objects.create(
        conversation=conversation,
        author=colleague,
        client_id=uuid4(),
        text="The courier called: the pot arrived cracked. Offer a new one before she asks.",
        created_at=now - timedelta(minutes=120),
    )
    _say(kind="image", payload={"image": {"id": "1"}}, text="It came today, but the pot is broken", minutes=48, **past)
    quoted = _say(text="The plant itself looks great, though.", minutes=47, **past)
    _answer(
        text="Oh no! I am sorry about that. A new pot is on its way to you, free of charge: https://example.org/parcel/4417",
        minutes=31,
        by=me,
        quoted=quoted,
        **past,
    )
    failed = _answer(text="You can keep the broken one for cuttings.", minutes=30, by=me, status=Status.FAILED, **past)
    failed.error_code, failed.failed_at = 131026, failed.created_at
    failed.error = {"title": "Something went wrong", "details": "Message failed to send.", "trace_id": "AXuR0VbYx"}
    failed.save()
    place = {"name": "Rua Augusta 1500", "address": "São Paulo", "latitude": -23.56, "longitude": -46.66}
    _say(kind="location", payload={"location": place}, minutes=6, **past)
    _say(text="Perfect, thank you so much!", minutes=3, **past)


def _say(conversation, text="", *, minutes, now, kind="text", payload=None) -> Message:
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.IN,
        status=Status.RECEIVED,
        kind=kind,
        text=text,
        payload=payload,
        wamid=f"wamid.{uuid4()}",
        created_at=now - timedelta(minutes=minutes),
    )


def _answer(conversation, text, *, minutes, now, by, status=Status.READ, quoted=None) -> Message:
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction=Direction.OUT,
        status=status,
        text=text,
        author=by,
        wamid=f"wamid.{uuid4()}",
        reply_to_wamid=quoted.wamid if quoted else "",
        created_at=now - timedelta(minutes=minutes),
    )


def closed(conversation: Conversation) -> None:
    """The window of this conversation closed two hours ago."""
    at = timezone.now() - timedelta(hours=2)
    Conversation.objects.filter(pk=conversation.pk).update(window_closes_at=at)
