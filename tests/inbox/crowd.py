"""Many people, each of whom we owe an answer."""

from datetime import timedelta

from django.utils import timezone

from contacts.models import Contact, Identity
from inbox.models import Conversation, Direction, Message, Status


def owe(number, count: int, *, each: int = 1, ago: timedelta = timedelta(minutes=1)) -> list[Message]:
    now, first = timezone.now(), 5_511_900_000_000 + Contact.objects.count()
    people = Contact.objects.bulk_create([Contact(profile_name=f"Person {place}") for place in range(count)])
    ids = Identity.objects.bulk_create(
        [Identity(contact=who, kind="wa_id", value=str(first + place)) for place, who in enumerate(people)]
    )
    conversations = Conversation.objects.bulk_create(
        [
            Conversation(
                number=number, contact=who, peer=peer, window_closes_at=now + timedelta(hours=20), last_message_at=now
            )
            for who, peer in zip(people, ids, strict=True)
        ]
    )
    return Message.objects.bulk_create(
        [
            Message(
                conversation=conversation,
                number=number,
                direction=Direction.OUT,
                status=Status.QUEUED,
                text=f"{place}.{turn}",
                created_at=now - ago,
            )
            for turn in range(each)
            for place, conversation in enumerate(conversations)
        ]
    )
