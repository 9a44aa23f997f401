"""Meta tells things again, late, and in any order. What we have in the end is the same."""

from random import Random

import pytest
from django.db import connection

from tests.webhooks.everything import whole_set
from webhooks.handling import handle_waiting
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

# Everything that was told, without our own ids and times. Sightings are noted to the day only. What we say ourselves to
# a STOP is left out: whether it changes anything hangs on what was known when it came.
TABLES = {
    "messages": """SELECT m.wamid, m.direction, m.kind, m.origin, m.text, m.payload, m.status, m.reply_to_wamid,
        m.created_at, m.sent_at, m.delivered_at, m.read_at, m.played_at, m.failed_at, m.error_code, m.pricing,
        (SELECT min(value) FROM contacts_identity i WHERE i.contact_id = c.contact_id),
        (SELECT min(value) FROM contacts_identity i WHERE i.contact_id = m.speaker_id)
        FROM inbox_message m JOIN inbox_conversation c ON c.id = m.conversation_id WHERE m.event_id IS NOT NULL""",
    "conversations": """SELECT i.value, c.state, c.last_message_at, c.last_inbound_at, c.window_closes_at,
        c.waiting_since, c.inbound_count, c.preview, c.preview_kind, c.preview_direction, c.last_status, c.held_by,
        c.handed_over_at FROM inbox_conversation c JOIN contacts_identity i ON i.id = c.peer_id""",
    "files": """SELECT m.wamid, f.kind, f.meta_id, f.mime, f.sha256, f.filename, f.is_voice, f.meta_id_until, f.role
        FROM inbox_media f JOIN inbox_message m ON m.id = f.message_id""",
    "reports": """SELECT f.wamid, f.status, f.participant, f.at, f.errors, f.pricing, m.wamid FROM inbox_statusfact f
        LEFT JOIN inbox_message m ON m.id = f.message_id""",
    "turns": "SELECT kind, text, created_at FROM inbox_turn WHERE kind NOT IN ('reopened', 'allowed', 'forbade')",
    "people": """SELECT c.name, c.profile_name, c.phonebook_name, c.phonebook_at, i.kind, i.value, i.scope
        FROM contacts_contact c JOIN contacts_identity i ON i.contact_id = c.id""",
    "choices": "SELECT purpose, is_given, at, source, wording FROM contacts_consentevent",
}


def everything_on_file() -> list[str]:
    found: list[str] = []
    with connection.cursor() as cursor:
        for name, query in TABLES.items():
            cursor.execute(query)
            found += (f"{name} {row}" for row in cursor.fetchall())
    return sorted(found)


def differences(one: list[str], other: list[str]) -> list[str]:
    return sorted(set(one) ^ set(other)) or [row for row in one if one.count(row) != other.count(row)]


def told(number, bodies: list[bytes], chance: Random, *, rounds: int) -> list[str]:
    """What is on file when all this was told so often, in batches and orders as they fell."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE inbox_conversation, contacts_contact, inbox_statusfact, webhooks_webhookevent CASCADE")
    for spaces in range(rounds):
        for body in chance.sample(bodies, len(bodies)):
            again = body + b" " * spaces
            sha256 = chance.randbytes(32)
            WebhookEvent.objects.create(body=again, sha256=sha256, account=number.account)
            if chance.random() < 0.3:
                handle_waiting()
    handle_waiting()
    states = set(WebhookEvent.objects.values_list("state", flat=True))
    assert states == {"handled"}, WebhookEvent.objects.exclude(state="handled").values_list("state", "error")
    return everything_on_file()


def test_ten_times_in_random_order_is_once(number):
    bodies = whole_set()
    once = told(number, bodies, Random(0), rounds=1)
    assert sum(row.startswith("messages") for row in once) == 35
    for seed in range(1, 6):
        assert not differences(told(number, bodies, Random(seed), rounds=1), once), f"seed {seed}"
    assert not differences(told(number, bodies, Random(6), rounds=10), once)


def test_replaying_every_event_changes_nothing(number):
    once = told(number, whole_set(), Random(0), rounds=1)
    WebhookEvent.objects.update(state="pending")
    handle_waiting()
    assert not differences(everything_on_file(), once)
