"""How many of a campaign are where, without counting its people."""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Sum

from campaigns.models import Campaign, Recipient, Tally

State = Recipient.State
FACTS = ("begun", "delivered", "read", "replied", "clicked", "opted_out")


@dataclass
class Sums:
    """Of a campaign, or of one of its variants."""

    states: dict[str, int] = field(default_factory=dict)  # where people are now
    rules: dict[str, int] = field(default_factory=dict)  # of those who are left out, why
    facts: dict[str, int] = field(default_factory=dict)  # how many ever were: begun, delivered, read, replied, …

    @property
    def people(self) -> int:
        return sum(self.states.values())

    @property
    def waiting(self) -> int:
        return self.states.get(State.PENDING, 0) + self.states.get(State.CLAIMED, 0)

    @property
    def skipped(self) -> int:
        return self.states.get(State.SKIPPED, 0)

    @property
    def failed(self) -> int:
        return self.states.get(State.FAILED, 0)

    @property
    def sent(self) -> int:
        """WhatsApp took it."""
        taken = (State.SENT, State.DELIVERED, State.READ, State.REPLIED, State.CLICKED)
        return sum(self.states.get(state, 0) for state in taken)


def sums(campaign: Campaign | int, *, variant: int | None = None) -> Sums:
    return of_many([campaign], variant=variant)[campaign if isinstance(campaign, int) else campaign.pk]


def of_many(
    campaigns: list[Campaign] | list[int] | list[Campaign | int], *, variant: int | None = None
) -> dict[int, Sums]:
    """Of each campaign, in one question."""
    found = {one if isinstance(one, int) else one.pk: Sums(facts=dict.fromkeys(FACTS, 0)) for one in campaigns}
    rows = Tally.objects.filter(campaign__in=found)
    if variant is not None:
        rows = rows.filter(variant=variant)
    keys = ("campaign", "state", "rule", *(f"is_{fact}" for fact in FACTS))
    for campaign, state, rule, *facts, count in (
        rows.order_by().values(*keys).annotate(n=Sum("count")).filter(n__gt=0).values_list(*keys, "n")
    ):
        one = found[campaign]
        one.states[state] = one.states.get(state, 0) + count
        if rule:
            one.rules[rule] = one.rules.get(rule, 0) + count
        for fact, holds in zip(FACTS, facts, strict=True):
            one.facts[fact] += count if holds else 0
    return found


@transaction.atomic
def put_together() -> int:
    """Many small additions become one for each kind. Called by the timetable."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH old AS (
                   DELETE FROM campaigns_tally WHERE id IN (
                       SELECT id FROM campaigns_tally ORDER BY id LIMIT 20000 FOR UPDATE SKIP LOCKED)
                   RETURNING *
               )
               INSERT INTO campaigns_tally (campaign_id, variant, state, rule, is_begun, is_delivered, is_read,
                   is_replied, is_clicked, is_opted_out, count)
               SELECT campaign_id, variant, state, rule, is_begun, is_delivered, is_read, is_replied, is_clicked,
                   is_opted_out, sum(count) FROM old
               WHERE EXISTS (SELECT FROM campaigns_campaign c WHERE c.id = old.campaign_id)
               GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(count) <> 0"""
        )
        return cursor.rowcount
