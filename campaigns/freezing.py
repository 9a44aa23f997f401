"""Writing the audience down: one row for each person, who is left out included, in batches that survive a kill.

What is true then decides who is in it. Whether somebody may be written to is asked again when their turn comes.
"""

import time

from django.db import connection, transaction
from django.utils import timezone

from campaigns import audience, moves, quiet
from campaigns.models import Campaign, Happening, Recipient
from contacts.segments.conditions import Wrong
from nxtchat.unnesting import columns

BATCH = 20_000
BUDGET = 45.0  # seconds; then the worker is free for others
Rule = Recipient.Rule


def freeze(campaign_id: int, *, budget: float = BUDGET) -> bool:
    """True: not everybody is written down yet, go on."""
    until = time.monotonic() + budget
    while time.monotonic() < until:
        if not _step(campaign_id):
            return False
    return True


@transaction.atomic
def _step(campaign_id: int) -> bool:
    """One batch and how far it came, together. False: there is nothing left to do, or nothing may be done."""
    running = Campaign.objects.select_related("template", "number__account").filter(
        pk=campaign_id, state=Campaign.State.RUNNING, frozen_at=None
    )
    campaign = running.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if campaign is None:
        return False
    try:
        parts = audience.parts(campaign)
    except Wrong:
        moves.stop(campaign, guard=Campaign.Guard.AUDIENCE)
        return False
    if campaign.frozen_sources < len(parts):
        seen, last, added = _write_down(campaign, parts[campaign.frozen_sources])
        campaign.doubles += seen - added
        campaign.frozen_through = last
        if seen < BATCH:
            campaign.frozen_sources, campaign.frozen_through = campaign.frozen_sources + 1, 0
        campaign.save(update_fields=["doubles", "frozen_sources", "frozen_through"])
        return True
    _mark_doubles(campaign)
    named = campaign.listed.filter(times__gt=1).values_list("times", flat=True)
    campaign.doubles += sum(times - 1 for times in named.iterator())
    campaign.frozen_at = timezone.now()
    campaign.save(update_fields=["doubles", "frozen_at"])
    Happening.objects.create(campaign=campaign, kind=Happening.Kind.FROZEN)
    return False


def _write_down(campaign: Campaign, part) -> tuple[int, int, int]:
    """The next people of this part: how many were seen, the last of them, and how many are new."""
    batch = part.filter(pk__gt=campaign.frozen_through).order_by("pk").values("pk")[:BATCH]
    inside, given = batch.query.sql_with_params()
    due = max(filter(None, (campaign.starts_at, timezone.now())))
    theirs = quiet.same_hour(campaign) if campaign.in_their_zone and campaign.starts_at else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH people(id) AS MATERIALIZED ({inside}), told AS (
                   SELECT p.id, u.at, {audience.left_out(campaign, contact="p.id")} AS rule,
                       {_variant(campaign)} AS variant
                   FROM people p JOIN contacts_contact c ON c.id = p.id
                   LEFT JOIN unnest(%s::text[], %s::timestamptz[]) AS u(country, at) ON u.country = c.country
               ), added AS (
                   INSERT INTO campaigns_recipient (campaign_id, contact_id, state, rule, variant, due_at, tries)
                   SELECT %s, id, CASE rule WHEN '' THEN 'pending' ELSE 'skipped' END, rule, variant,
                       coalesce(at, %s), 0
                   FROM told ORDER BY id ON CONFLICT (campaign_id, contact_id) DO NOTHING RETURNING 1
               )
               SELECT (SELECT count(*) FROM people), (SELECT max(id) FROM people), (SELECT count(*) FROM added)""",  # noqa: S608
            [*given, *columns(theirs, width=2), campaign.pk, due],
        )
        seen, last, added = cursor.fetchone()
    return seen, last or 0, added


def _variant(campaign: Campaign) -> str:
    """The same person always falls to the same words; hold-outs and variants are drawn apart."""
    drawn, upto, cases = audience.bucket(-campaign.pk, contact="p.id"), 0, ""
    for variant in campaign.variants.all():
        upto += variant.percent
        cases += f" WHEN {drawn} < {int(upto)} THEN {int(variant.place)}"
    return f"CASE{cases} ELSE 0 END" if cases else "0"


def _mark_doubles(campaign: Campaign) -> None:
    """Two contacts with the same number would get it on the same phone: the one whom WhatsApp named gets it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH known AS (
                   SELECT r.id, i.value, bool_or(i.kind = 'wa_id') AS is_named FROM campaigns_recipient r
                   JOIN contacts_identity i ON i.contact_id = r.contact_id AND i.kind IN ('wa_id', 'phone')
                       AND i.replaced_by_id IS NULL AND i.scope = ''
                   WHERE r.campaign_id = %s AND r.state = 'pending' GROUP BY r.id, i.value
               ), ranked AS (
                   SELECT id, row_number() OVER (PARTITION BY value ORDER BY is_named DESC, id) AS place FROM known
               )
               UPDATE campaigns_recipient r SET state = 'skipped', rule = %s
               FROM (SELECT DISTINCT id FROM ranked WHERE place > 1) AS d
               WHERE r.id = d.id AND r.state = 'pending'""",
            [campaign.pk, Rule.DUPLICATE],
        )
