"""Who a campaign is for: segments, groups, labels, imports, and people who were named one by one."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from campaigns.models import Campaign, Listed, Recipient
from contacts import access
from contacts.consent import standing_sql
from contacts.models import Contact, Identity, Segment
from contacts.models.imports import ImportChange
from contacts.segments import queries as segments
from nxtchat.unnesting import columns

SOURCES = ("segments", "groups", "labels", "imports")
Rule = Recipient.Rule


def parts(campaign: Campaign) -> list[QuerySet[Contact]]:
    """The audience, part by part; somebody may be in several. A segment that cannot be asked any more raises Wrong.

    Only people whom the agent who answers for the campaign may know of.
    """
    known = access.contacts(campaign.confirmed_by or campaign.created_by)
    told = {source: campaign.audience.get(source) or [] for source in SOURCES}
    found = [segments.people_in(one) for one in Segment.objects.filter(pk__in=told["segments"]).order_by("pk")]
    if told["groups"]:
        through = Contact.groups.through.objects.filter(group__in=told["groups"])
        found.append(Contact.objects.filter(pk__in=through.values("contact")))
    if told["labels"]:
        tagged = Contact.labels.through.objects.filter(label__in=told["labels"])
        found.append(Contact.objects.filter(pk__in=tagged.values("contact")))
    if told["imports"]:
        brought = ImportChange.objects.filter(import_file__in=told["imports"])
        found.append(Contact.objects.filter(pk__in=brought.values("contact")))
    found.append(Contact.objects.filter(pk__in=Listed.objects.filter(campaign=campaign).values("contact")))
    return [known.filter(pk__in=part.values("pk")) for part in found]


def left_out(campaign: Campaign, *, contact: str) -> str:
    """An expression of SQL: the rule that leaves this contact out, or ''. The gate asks again when it sends."""
    scope = campaign.number.account.identity_scope.replace("'", "''")
    phones = f"i.kind IN ('{Identity.Kind.WA_ID}', '{Identity.Kind.PHONE}')"
    hidden = f"i.kind IN ('{Identity.Kind.BSUID}', '{Identity.Kind.PARENT_BSUID}') AND i.scope IN ('', '{scope}')"
    reachable = f"""EXISTS (SELECT FROM contacts_identity i WHERE i.contact_id = {contact}
        AND i.replaced_by_id IS NULL AND ({phones} OR {hidden}))"""
    standing = standing_sql.why_not(campaign.category or campaign.template.category, contact=contact)
    held = ""
    if campaign.hold_out:
        held = f"WHEN {bucket(campaign.pk, contact=contact)} < {int(campaign.hold_out)} THEN '{Rule.HOLD_OUT}'"
    return f"""coalesce(nullif({standing}, ''),
        CASE WHEN NOT {reachable} THEN '{Rule.NUMBER_UNAVAILABLE}' {held} ELSE '' END)"""


def bucket(seed: int, *, contact: str) -> str:
    """An expression: 0 … 99, the same for the same person and seed."""
    return f"abs(mod(hashint8extended({contact}, {int(seed)}), 100))"


@transaction.atomic
def name(campaign: Campaign, contacts: Iterable[int]) -> int:
    """Put people into it one by one. Returns how many are new in it; who was named before is counted again."""
    rows = sorted(Counter(contacts).items())
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO campaigns_listed AS l (campaign_id, contact_id, times)
               SELECT %s, u.contact, u.times FROM unnest(%s::bigint[], %s::int[]) AS u(contact, times)
               ORDER BY u.contact
               ON CONFLICT (campaign_id, contact_id) DO UPDATE SET times = l.times + excluded.times
               RETURNING contact_id, times""",
            [campaign.pk, *columns(rows, width=2)],
        )
        return len(set(rows) & set(cursor.fetchall()))
