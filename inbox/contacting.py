"""What the inbox adds to contacts: who may see whom, and who is told when somebody's name changes."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.urls import reverse

from contacts.above import Above
from contacts.models import Contact
from inbox import access, blocking, parting, receiving, tasks, telling
from inbox.models import Block, Conversation, Message
from inbox.proofs import proofs
from nxtchat.team.models import Agent


def changed(contact: Contact) -> None:
    telling.contacts_changed([contact.pk])


def told(contact: Contact, agent: Agent) -> list[dict[str, Any]]:
    """Each conversation with them that the agent may see: with which number, how many messages, the last when."""
    theirs = Conversation.objects.filter(contact=contact, number__in=access.numbers(agent)).select_related("number")
    counted = theirs.annotate(said=Count("messages")).order_by("-last_message_at")
    return [{"number": one.number, "messages": one.said, "last_at": one.last_message_at} for one in counted]


def addresses(messages: Collection[int]) -> dict[int, str]:
    """Each in its thread. Whether the agent may see it is asked there."""
    found = Message.objects.filter(pk__in=messages).values_list("pk", "conversation", "client_id")
    return {pk: f"{reverse('inbox:conversation', args=[of])}#message-{client_id}" for pk, of, client_id in found}


def block(contact: Contact) -> None:
    blocking.wish(Conversation.objects.filter(contact=contact))
    for pk in Block.objects.filter(conversation__contact=contact, due_at__isnull=False).values_list("pk", flat=True):
        tasks.tell_block_on_commit(pk)


def blocked(contact: Contact) -> list[str]:
    return blocking.words(contact.pk)


ABOVE = Above(
    seen_by=access.people,
    addresses=addresses,
    proofs=proofs,
    changed=changed,
    told=told,
    take_turn=receiving.wait_for_turn,
    join=parting.join,
    block=block,
    blocked=blocked,
    part=parting.part,
)
