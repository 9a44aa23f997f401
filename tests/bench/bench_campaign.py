"""A campaign: writing down its audience, and sending to it with all gates on, beside a bare client that only posts."""

import asyncio
import resource
import time

from django.db import connection, connections
from django.test import override_settings

from campaigns import freezing, sending, services
from campaigns.models import Campaign, Recipient
from contacts.models import Label
from inbox.models import Message
from nxtchat.team.models import Agent
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Account, Number
from templates_app.models import Template
from tests.bench.bench_send import MANY, _bare, graph
from tests.bench.rows import Row

AUDIENCE = 1_000_000


def run() -> list[Row]:
    account = Account.objects.create(waba_id="1", app_id="1", app_secret="s", token="t", verify_token="v")
    number = Number.objects.create(
        account=account, phone_number_id="1", display_phone="1", status="CONNECTED", throughput=10_000
    )
    template = Template.objects.create(
        account=account, meta_id="1", name="may", language="en", category="MARKETING", status="APPROVED",
        components=[{"type": "BODY", "text": "Hello {{1}}, May is here."}],
    )  # fmt: skip
    by = Agent.objects.create_user(email="bench@example.org", name="Bench", role=Role.ADMIN)
    few, many = Label.objects.create(name="few"), Label.objects.create(name="many")
    _people(AUDIENCE, few=few, many=many)
    taken, memory = _freeze(_campaign(template, number, by, many))
    with graph() as url, override_settings(GRAPH_URL=url):
        limit = asyncio.run(_bare(url))
        campaign = _campaign(template, number, by, few)
        _freeze(campaign)
        began = time.perf_counter()
        sent = sending.send()
        ours = sent / (time.perf_counter() - began)
        assert Message.objects.filter(status="sent").count() == MANY
    connections.close_all()
    return [
        Row(f"freeze {AUDIENCE:,} people", taken, None, "s", "≤ 60 s", taken <= 60),
        Row("memory that freezing adds", memory, None, "MB", "constant", memory <= 50),
        Row("send a campaign", ours, limit, "messages/s", "≥ 60 % of bare, ≥ 1,000/s", ours >= max(1_000, 0.6 * limit)),
    ]


def _campaign(template: Template, number: Number, by: Agent, label: Label) -> Campaign:
    return Campaign.objects.create(
        name="May", template=template, number=number, created_by=by, audience={"labels": [label.pk]},
        values={"body_1": {"from": "first_name", "fallback": "you"}},
    )  # fmt: skip


def _freeze(campaign: Campaign) -> tuple[float, float]:
    """Seconds, and by how many megabytes the process grew at most."""
    services.start(campaign=campaign, by=campaign.created_by)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    while freezing.freeze(campaign.pk):
        pass
    taken = time.perf_counter() - began
    assert not Recipient.objects.filter(campaign=campaign).exclude(state="pending").exists()
    if campaign.audience["labels"] != [Label.objects.get(name="few").pk]:
        services.cancel(campaign=campaign, by=campaign.created_by)
    return taken, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _people(count: int, *, few: Label, many: Label) -> None:
    """Each with a number and a yes to offers; the first MANY of them in both labels."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH who AS (
                   INSERT INTO contacts_contact (name, profile_name, phonebook_name, language, country, created_at)
                   SELECT 'Person' || n || ' Silva', '', '', '', 'BR', now() FROM generate_series(1, %s) n RETURNING id
               ), ids AS (
                   INSERT INTO contacts_identity (contact_id, kind, value, scope, first_seen, last_seen)
                   SELECT id, 'wa_id', (5511000000000 + id)::text, '', now(), now() FROM who
               ), labels AS (
                   INSERT INTO contacts_contact_labels (contact_id, label_id) SELECT id, %s FROM who
                   UNION ALL (SELECT id, %s FROM who ORDER BY id LIMIT %s)
               )
               INSERT INTO contacts_consentevent (contact_id, purpose, is_given, at, source, wording, recorded_at)
               SELECT id, 'marketing', TRUE, now(), 'agent', '', now() FROM who""",
            [count, many.pk, few.pk, MANY],
        )
        cursor.execute("ANALYZE")
