"""What the inbox adds to contacts: who may see whom, and who is told when somebody's name changes."""

from django.db.models import Exists, OuterRef, Q

from contacts.above import Above
from contacts.models import Contact
from inbox import access
from inbox.models import Conversation
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.team.models import Agent


def seen_by(agent: Agent) -> Q:
    """Those who talk to a number the agent may see, and those who talk to none of ours yet."""
    theirs = Conversation.objects.filter(contact=OuterRef("pk"))
    return Q(Exists(theirs.filter(number__in=access.numbers(agent)))) | ~Q(Exists(theirs))


def changed(contact: Contact) -> None:
    """Each conversation shows the contact's name, in the list and above the thread."""
    shown = Conversation.objects.filter(contact=contact).values_list("pk", "number_id")
    publish_many_on_commit([("contact.changed", number, {"c": conversation}) for conversation, number in shown])


ABOVE = Above(seen_by=seen_by, changed=changed)
