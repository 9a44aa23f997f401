"""Two contacts were put together by hand: what that means for their conversations, and how these come apart again."""

from typing import Any

from contacts.merging import moving
from inbox.models import Block, Conversation, Message, Poured
from inbox.receiving import joining, list_sql
from nxtchat.live.stream import publish_many_on_commit
from nxtchat.team.models import Agent

COUNTS = ("inbound_count", "receipted_count")


def join(keep: int, drop: int) -> list[dict[str, Any]]:
    """With each of our numbers one contact has one conversation: where both have one, the second goes on in the first.

    Returns what it takes to part them. The conversations of the second that are its only ones stay as they are.
    """
    both = Conversation.objects.filter(contact__in=(keep, drop)).order_by("pk").select_for_update()
    ours = {one.number_id: one for one in both if one.contact_id == keep}
    done = []
    for theirs in [one for one in both if one.contact_id == drop and one.number_id in ours]:
        mine = ours[theirs.number_id]
        before = moving.as_row(mine)
        carried = moving.Carried()
        moving.take(carried, theirs.read_marks.all())
        moving.take(carried, Block.objects.filter(conversation=theirs))
        carried.moved = moving.carry(Conversation, drop=theirs.pk, keep=mine.pk).moved
        carried.taken["inbox.Conversation"] = [moving.as_row(theirs)]
        joining.sum_up(theirs.pk, mine.pk)
        mine.refresh_from_db()
        done.append({"moved": carried.moved, "taken": carried.taken, "before": before, "since": moving.as_row(mine)})
        _publish(mine.number_id, theirs.pk, mine.pk)
    return done


def part(survivor: int, back: int, done: list[dict[str, Any]]) -> None:
    """Each message goes back to whom it was said with. What was said since stays where it is."""
    for one in done:
        [row] = one["taken"]["inbox.Conversation"]
        mine = Conversation.objects.select_for_update().filter(contact=survivor, number=row["number_id"]).first()
        if not mine:
            continue
        theirs = moving.from_row(Conversation, row | {"contact_id": back})
        assert isinstance(theirs, Conversation)
        _forget_colleague(theirs)
        theirs.peer_id = None  # found again below, among the ids that are theirs now
        theirs.save(force_insert=True)
        Poured.objects.filter(pk=theirs.pk).delete()
        moving.give_back(Conversation, moved=one["moved"], kept=mine.pk, back=theirs.pk)
        moving.put_back({label: rows for label, rows in one["taken"].items() if label != "inbox.Conversation"})
        _restore(mine, theirs, one["before"], one["since"])
        _show_last(theirs)
        list_sql.count_waiting(sorted((mine.pk, theirs.pk)))
        _publish(mine.number_id, theirs.pk, mine.pk)
    joining.readdress_people([survivor, back])


def _restore(mine: Conversation, theirs: Conversation, before: dict[str, Any], since: dict[str, Any]) -> None:
    """As it was, but for what has changed since the two were put together."""
    now = moving.as_row(mine)
    for column in Conversation._meta.concrete_fields:
        name = column.attname
        if name in COUNTS:
            setattr(mine, name, max(now[name] - getattr(theirs, name), 0))
        elif name != "contact_id" and now[name] == since[name]:
            setattr(mine, name, column.to_python(before[name]))
    mine.receipted_count = min(mine.receipted_count, mine.inbound_count)
    _forget_colleague(mine)
    mine.save()
    mine.read_marks.filter(seen_count__gt=mine.inbound_count).update(seen_count=mine.inbound_count)
    _show_last(mine)


def _show_last(conversation: Conversation) -> None:
    """What became of our newest message is what the list shows of it."""
    last = (
        Message.objects.filter(conversation=conversation)
        .exclude(kind="reaction")
        .order_by("-created_at", "-pk")
        .first()
    )
    if last and last.created_at == conversation.last_message_at:
        status = last.status if last.direction == "out" else ""
        Conversation.objects.filter(pk=conversation.pk).update(last_status=status)


def _forget_colleague(conversation: Conversation) -> None:
    """Whoever had it may be gone since."""
    if conversation.assignee_id and not Agent.objects.filter(pk=conversation.assignee_id).exists():
        conversation.assignee_id = None


def _publish(number: int, *conversations: int) -> None:
    publish_many_on_commit([("conversation.changed", number, {"c": one}) for one in conversations])
