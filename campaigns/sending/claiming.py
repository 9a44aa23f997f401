"""Taking a few people for one worker, and giving them back. Whoever else wants them is never waited for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection, transaction

from nxtchat.unnesting import array, columns

LEASE = 30.0  # seconds; between claim and POST there are only questions to our own database


@dataclass(frozen=True, slots=True)
class Claimed:
    """One person whose turn it is."""

    id: int
    contact: int
    variant: int
    tries: int
    message: int | None  # of an earlier try, which was refused for now


@dataclass(frozen=True, slots=True)
class Claim:
    key: UUID
    people: tuple[Claimed, ...]


def claim(campaign_id: int, *, most: int) -> Claim:
    """The campaign's state is read in the same statement: when it is paused, nobody is claimed any more."""
    key = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        # Should the machine lose this, nobody was written to: it need not wait for the disk.
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(
            """UPDATE campaigns_recipient r SET state = 'claimed', claim = %s,
                   lease_until = statement_timestamp() + %s * interval '1 second'
               FROM (SELECT r.id FROM campaigns_recipient r JOIN campaigns_campaign c ON c.id = r.campaign_id
                     WHERE r.campaign_id = %s AND r.state = 'pending' AND r.due_at <= statement_timestamp()
                         AND c.state = 'running' AND c.frozen_at IS NOT NULL
                     ORDER BY r.due_at, r.id LIMIT %s FOR NO KEY UPDATE OF r SKIP LOCKED) AS due
               WHERE r.id = due.id RETURNING r.id, r.contact_id, r.variant, r.tries, r.message_id""",
            [key, LEASE, campaign_id, most],
        )
        return Claim(key, tuple(Claimed(*row) for row in sorted(cursor.fetchall())))


def skip(claim: Claim, left_out: Sequence[tuple[int, str]]) -> None:
    """`left_out`: recipient and rule."""
    if left_out:
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE campaigns_recipient r SET state = 'skipped', rule = u.rule, claim = NULL, lease_until = NULL
                   FROM unnest(%s::bigint[], %s::text[]) AS u(id, rule)
                   WHERE r.id = u.id AND r.state = 'claimed' AND r.claim = %s""",
                [*columns(sorted(left_out), width=2), claim.key],
            )


def put_off(claim: Claim, later: Sequence[tuple[int, float]]) -> None:
    """`later`: recipient, and how many seconds they wait."""
    if later:
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE campaigns_recipient r SET state = 'pending', claim = NULL, lease_until = NULL,
                       due_at = statement_timestamp() + u.wait * interval '1 second'
                   FROM unnest(%s::bigint[], %s::float[]) AS u(id, wait)
                   WHERE r.id = u.id AND r.state = 'claimed' AND r.claim = %s""",
                [*columns(sorted(later), width=2), claim.key],
            )


def still_mine(claim: Claim, recipients: Collection[int]) -> set[int]:
    """Locked, those of a campaign that still runs. Asked once their conversations are held."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.id FROM campaigns_recipient r JOIN campaigns_campaign c ON c.id = r.campaign_id
               WHERE r.id = ANY(%s::bigint[]) AND r.state = 'claimed' AND r.claim = %s AND c.state = 'running'
                   AND r.lease_until > statement_timestamp()
               ORDER BY r.id FOR NO KEY UPDATE OF r SKIP LOCKED""",
            [array(sorted(recipients)), claim.key],
        )
        return {pk for (pk,) in cursor.fetchall()}
