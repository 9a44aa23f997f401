"""Who a campaign is for: segments, groups, labels, imports, and people who were named one by one."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from campaigns.models import Campaign, Listed, Recipient
from contacts.consent import standing_sql
from contacts.models import Contact, Identity, Segment
from contacts.models.imports import ImportChange
from contacts.segments import queries as segments
from nxtchat.unnesting import columns

SOURCES = ("segments", "groups", "labels", "imports")
Rule = Recipient.Rule


@dataclass(frozen=True)
class Forecast:
    """What would become of the audience now."""

    people: int  # who would get it
    left_out: dict[str, int]  # by rule


def parts(campaign: Campaign) -> list[QuerySet[Contact]]:
    """The audience, part by part; somebody may be in several. A segment that cannot be asked any more raises Wrong."""
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
    return found


def people(campaign: Campaign, *, rule: str | None = None) -> QuerySet[Contact]:
    """Everybody in the audience now; with a rule those whom it leaves out, with '' those who would get it."""
    inside = Q()
    for part in parts(campaign):
        inside |= Q(pk__in=part.values("pk"))
    found = Contact.objects.filter(inside)
    if rule is None:
        return found
    return found.extra(where=[f"{left_out(campaign, contact='contacts_contact.id')} = %s"], params=[rule])  # noqa: S610


def forecast(campaign: Campaign) -> Forecast:
    """How many would get it now, and why the others would not."""
    inside, given = people(campaign).order_by().values("pk").query.sql_with_params()
    why = left_out(campaign, contact="p.id")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {why}, count(*) FROM ({inside}) AS p(id) GROUP BY 1", given)  # noqa: S608
        counted = dict(cursor.fetchall())
    return Forecast(counted.pop("", 0), counted)


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
        CASE WHEN NOT {reachable} THEN '{Rule.NO_ADDRESS}' {held} ELSE '' END)"""


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


def forget(campaign: Campaign, contacts: Collection[int]) -> None:
    """Take people out again who were named one by one."""
    Listed.objects.filter(campaign=campaign, contact__in=contacts).delete()
