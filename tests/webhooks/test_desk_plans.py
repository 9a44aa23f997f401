"""However many events there are, the desk goes by indexes: nothing reads the whole table."""

from itertools import count

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from contacts.models import Identity
from inbox.models import Conversation, Message
from tests.webhooks.bodies import envelope, said
from webhooks import alarms, glance, hours, queries, retention, search
from webhooks.models import WebhookEvent

MANY, PEOPLE = 50_000, 500

EVENTS = f"""
INSERT INTO webhooks_webhookevent (body, sha256, account_id, received_at, state, attempts, next_attempt_at, error)
SELECT convert_to(repeat('x', 300), 'UTF8'), sha256(n::text::bytea), %s, now() - interval '1 minute' * ({MANY} - n),
       CASE WHEN n %% 500 = 0 THEN 'failed' WHEN n %% 500 = 1 THEN 'unrouted' WHEN n %% 500 = 2 THEN 'pending'
            ELSE 'handled' END,
       1, now(), ''
FROM generate_series(1, {MANY}) n
"""
CONTACTS = f"""
INSERT INTO contacts_contact (name, profile_name, language, created_at)
SELECT '', 'Somebody ' || n, '', now() FROM generate_series(1, {PEOPLE}) n
"""
IDENTITIES = """
INSERT INTO contacts_identity (contact_id, kind, value, scope, first_seen, last_seen)
SELECT id, 'wa_id', (4915000000000 + id)::text, '', now(), now() FROM contacts_contact WHERE profile_name ~ '^Some'
"""
LINES = 20  # of each


@pytest.fixture
def many(conversation, number):
    """A big installation: events, people, conversations, and the messages that the events brought."""
    with connection.cursor() as cursor:
        cursor.execute(EVENTS, [number.account.pk])
        cursor.execute(CONTACTS)
        cursor.execute(IDENTITIES)
        people = Identity.objects.exclude(contact=conversation.contact)
        at = timezone.now()
        others = Conversation.objects.bulk_create(
            Conversation(number=number, contact_id=one.contact_id, peer=one, last_message_at=at, window_closes_at=at)
            for one in people
        )
        first = WebhookEvent.objects.order_by("pk").values_list("pk", flat=True)[0]
        serial = count()
        Message.objects.bulk_create(
            Message(
                conversation=one,
                number=number,
                direction="in",
                status="received",
                wamid=f"wamid.{(n := next(serial))}",
                event_id=first + n,
            )
            for one in [*others, conversation, conversation, conversation]
            for _line in range(LINES)
        )
        cursor.execute(
            "ANALYZE webhooks_webhookevent, inbox_message, inbox_conversation, contacts_identity, inbox_statusfact"
        )
    return number


class Watching:
    """Explains each statement that is run meanwhile, and notes which tables it would read from end to end."""

    BIG = ("webhooks_webhookevent", "inbox_message", "contacts_identity")

    def __init__(self) -> None:
        self.read_whole: list[str] = []
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            self.seen += 1
            with connection.cursor().cursor as bare:  # beside the watching
                bare.execute(f"EXPLAIN {sql}", params)
                plan = "\n".join(line for (line,) in bare.fetchall())
            if any(f"Seq Scan on {table}" in plan for table in self.BIG):
                self.read_whole.append(f"{sql}\n{plan}")
        return execute(sql, params, many, context)


@pytest.fixture
def watching(many):
    watcher = Watching()
    with connection.execute_wrapper(watcher):
        yield watcher
    assert watcher.seen
    assert not watcher.read_whole, "\n\n".join(watcher.read_whole)


def shown(found: QuerySet) -> list[int]:
    return [event.pk for event in queries.page(found, below=None).events]


def test_lists_and_numbers_by_state_and_age(watching):
    for age in ("", "hour", "day", "week", "older"):
        for state in ("", "pending", "handled", "failed", "unrouted"):
            found = shown(queries.events(state, **queries.of_age(age)))
            assert len(found) == 50 or (age in ("hour", "day", "week") and state != ""), (state, age)
        counts = {state: str(found) for state, found in queries.counts(**queries.of_age(age)).items()}
        assert counts["failed"] == {"": "100", "hour": "1", "day": "3", "week": "21", "older": "79"}[age]
        assert counts["handled"] == "200+" or age == "hour"


def test_finding_the_events_of_a_message_and_of_a_person(watching, many, contact):
    message = Message.objects.get(number__in=[many.pk], wamid="wamid.77")
    assert shown(queries.events(among=search.about("wamid.77"))) == [message.event_id]
    assert shown(queries.events(among=search.about(str(message.client_id)))) == [message.event_id]
    found = shown(queries.events(among=search.about("+55 11 98765-4321")))
    assert len(found) == 50
    assert found == shown(queries.events(among=search.of_people([contact.pk])))


def test_what_a_page_of_events_is_about_and_forgetting_those_that_are_done(watching, many, ada):
    first = WebhookEvent.objects.order_by("pk")[:50]
    for event in first:  # as if each had brought its message
        body = envelope(said("Hello", wamid=f"wamid.{event.pk - first[0].pk}"))
        WebhookEvent.objects.filter(pk=event.pk).update(body=body, handled_at=event.received_at)
    page = list(queries.events().filter(pk__in=[event.pk for event in first]))
    glance.add(page, agent=ada)
    assert all(event.glance.message for event in page)
    assert retention.forget(now=timezone.now()) == 49  # and one of them waits


def test_how_long_the_oldest_waits_what_the_alarms_look_at_and_how_a_moment_is_found(watching):
    assert queries.waiting_since()
    assert hours.last_at() == {}
    alarms.watch(now=timezone.now())
    event = WebhookEvent.objects.order_by("pk")[100]
    assert queries.first_since(event.received_at) == event.pk
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + queries.FIRST_SINCE, {"at": event.received_at})
        plan = cursor.fetchone()[0][0]["Plan"]
    assert max(_rows(plan)) < 25  # steps, of 50,000 events


def _rows(plan: dict):
    yield plan["Actual Rows"] * plan["Actual Loops"]
    for part in plan.get("Plans", []):
        yield from _rows(part)
