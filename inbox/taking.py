"""What all who change a conversation do first: take the row."""

from django.http import Http404

from inbox.models import Conversation, Poured


def locked(conversation: Conversation) -> Conversation:
    """The conversation as it is now, or the one in which it goes on, and nobody else's until the transaction ends."""
    fresh = Conversation.objects.select_related("number__account", "contact", "peer", "assignee")
    fresh = fresh.select_for_update(of=("self",), no_key=True)
    wanted: int | None = conversation.pk
    while wanted:  # poured into another one since it was looked up, and that one perhaps while we waited for it
        if found := fresh.filter(pk=wanted).first():
            return found
        wanted = Poured.objects.filter(pk=wanted).values_list("conversation", flat=True).first()
    raise Http404
