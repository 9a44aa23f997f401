"""Keeping the list up to date, and telling the browsers, when one of our messages moved or a contact changed."""

from collections.abc import Collection

from inbox import above
from inbox.models import Conversation, Message
from nxtchat.live.stream import publish_many_on_commit


def hold(message: Message) -> None:
    """Lock the conversation before the message: everybody locks contacts, conversations, messages, in this order."""
    row = Conversation.objects.filter(messages=message.pk).select_for_update(of=("self",), no_key=True)
    while Message.objects.filter(pk=message.pk).exists():  # erased, or poured into another one while we wait for it
        if row.values_list("pk", flat=True).first():
            return


def contacts_changed(contacts: Collection[int]) -> None:
    """Their names, or what they allow: each of their conversations shows it, in the list and around the thread."""
    shown = Conversation.objects.filter(contact__in=contacts).values_list("pk", "number_id")
    publish_many_on_commit([("contact.changed", number, {"c": conversation}) for conversation, number in shown])


def moved(message: Message) -> None:
    """The message has a new status: the row in the list shows it if the message is the newest."""
    newest = Conversation.objects.filter(
        pk=message.conversation_id, last_message_at=message.created_at, preview_direction="out"
    )
    newest.update(last_status=message.status)
    above.moved([message.pk])
    publish_many_on_commit(
        [
            ("message.changed", message.number_id, {"c": message.conversation_id, "m": message.pk}),
            ("conversation.changed", message.number_id, {"c": message.conversation_id}),
        ]
    )
