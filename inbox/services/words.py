"""What all the services do first: take the row."""

from django.http import Http404

from inbox.models import Conversation


def locked(conversation: Conversation) -> Conversation:
    """The conversation as it is now, and nobody else's until the transaction ends."""
    fresh = Conversation.objects.select_related("number__account", "contact", "peer", "assignee")
    try:
        return fresh.select_for_update(of=("self",), no_key=True).get(pk=conversation.pk)
    except Conversation.DoesNotExist as error:  # poured into another one, or erased, since it was looked up
        raise Http404 from error
