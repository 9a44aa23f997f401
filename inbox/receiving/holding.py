"""Messages of ours, held while they are changed."""

from typing import NamedTuple

from django.db import connection, transaction

from nxtchat.unnesting import array


class Sent(NamedTuple):
    """A message of ours, as it stands."""

    id: int
    status: str
    wamid: str
    conversation: int
    number: int
    attempt: int


class Moved(Exception):
    """While we waited for a conversation, its messages were poured into another one."""


def lock_messages(messages: list[int], *, only_free: bool = False) -> list[Sent]:
    """Their conversations first, as everybody does who locks both.

    `only_free`: leave out what somebody else holds. Who locks many conversations outside the handlers' turn must not
    wait for one while holding another, since the handlers take theirs as the news comes.
    """
    while True:
        try:
            with transaction.atomic():
                return _lock(messages, only_free=only_free)
        except Moved:
            continue  # what was locked is free again, and each is taken in its order once more


def _lock(messages: list[int], *, only_free: bool) -> list[Sent]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id FROM inbox_conversation
               WHERE id IN (SELECT conversation_id FROM inbox_message WHERE id = ANY(%s::bigint[]))
               ORDER BY id FOR NO KEY UPDATE {"SKIP LOCKED" if only_free else ""}""",  # noqa: S608
            [array(messages)],
        )
        held = {conversation for (conversation,) in cursor.fetchall()}
        cursor.execute(
            """SELECT id, status, wamid, conversation_id, number_id, attempt FROM inbox_message
               WHERE id = ANY(%s::bigint[]) AND (conversation_id = ANY(%s::bigint[]) OR NOT %s)
               ORDER BY id FOR NO KEY UPDATE""",
            [array(messages), array(sorted(held)), only_free],
        )
        found = [Sent(*row) for row in cursor.fetchall()]
    if any(message.conversation not in held for message in found):
        raise Moved
    return found
