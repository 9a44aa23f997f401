"""The people and things that most tests are about."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django.test import override_settings
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings

from contacts.models import Contact, Identity
from inbox.models import Conversation, NumberAccess
from nxtchat import redis, storages
from nxtchat.team.models import Agent, Team
from nxtchat.team.roles import Role
from nxtchat.whatsapp.models import Account, Number
from tests.conftest_pretend import pretend_loop, whatsapp  # noqa: F401  (fixtures)
from tests.small_graph import SmallGraph
from webhooks.handling import handle_waiting
from webhooks.models import WebhookEvent

PASSWORD = "correct horse battery"  # of everybody in these tests
APP_SECRET = "the-app-secret-of-the-tests"

# A test that fails must fail again: what hypothesis tries is the same each time, however slow the machine.
# To look further: make test T='tests/contacts/test_spelling.py --hypothesis-profile=default'
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """What is made for every table stays when the tables are emptied, and need not be looked for again."""
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(autouse=True)
def forgetful_redis():
    """What one test left in Redis is nothing to the next."""
    redis.client().flushdb()


@pytest.fixture(autouse=True)
def speaks_english():
    """A page asked for in another language leaves that language on in this thread, as it does in a server's."""
    translation.activate("en")


@pytest.fixture
def agent_of(db):
    """Make a person: `agent_of("Bruno", Role.AGENT)`."""

    def make(name: str, role: Role = Role.AGENT) -> Agent:
        return Agent.objects.create_user(
            email=f"{name.split()[0].lower()}@example.org", name=name, role=role, password=PASSWORD
        )

    return make


@pytest.fixture
def bruno(agent_of):
    """Answers customers."""
    return agent_of("Bruno Lima")


@pytest.fixture
def ada(agent_of):
    """Runs the installation."""
    return agent_of("Ada Okafor", Role.ADMIN)


@pytest.fixture
def chitra(agent_of, bruno, number):
    """Answers customers too, but is in another team: nothing on `number` is hers."""
    ours, theirs = Team.objects.create(name="Sales"), Team.objects.create(name="Billing")
    NumberAccess.objects.create(number=number, team=ours)
    ours.members.add(bruno)
    stranger = agent_of("Chitra Rao")
    theirs.members.add(stranger)
    return stranger


@pytest.fixture
def account(db):
    return Account.objects.create(
        waba_id="102290129340398",
        app_id="670843887433847",
        app_secret=APP_SECRET,
        token="the-token-of-the-tests",
        verify_token="the-verify-token-of-the-tests",
    )


@pytest.fixture
def number(account):
    return Number.objects.create(
        account=account,
        phone_number_id="106540352242922",
        display_phone="+1 555-078-3881",
        verified_name="Lucky Shrub",
        status="CONNECTED",
    )


@pytest.fixture
def contact(db):
    ana = Contact.objects.create(profile_name="Ana Souza")
    Identity.objects.create(contact=ana, kind=Identity.Kind.WA_ID, value="5511987654321")
    return ana


@pytest.fixture
def conversation(number, contact):
    """Ana wrote an hour ago."""
    at = timezone.now() - timedelta(hours=1)
    return Conversation.objects.create(
        number=number,
        contact=contact,
        peer=contact.identities.get(),
        last_message_at=at,
        last_inbound_at=at,
        waiting_since=at,
        window_closes_at=at + Conversation.WINDOW,
    )


@pytest.fixture
def arrives(number):
    """A signed body that came in: kept, then handled as a worker would. Returns its event."""

    def arrive(body: bytes, *, handle: bool = True) -> WebhookEvent:
        key = sha256(body).digest()
        WebhookEvent.objects.get_or_create(sha256=key, defaults={"body": body, "account": number.account})
        if handle:
            handle_waiting()
        return WebhookEvent.objects.get(sha256=key)

    return arrive


@pytest.fixture
def graph(settings):
    """A Graph API on real HTTP that answers as the test tells it to; see small_graph.py."""
    small = SmallGraph()
    server = small.start()
    settings.GRAPH_URL = small.url
    for key in redis.client().scan_iter("pace:*"):
        redis.client().delete(key)
    yield small
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def own_files(tmp_path):
    """Each test has a folder of its own for files."""
    stores = storages.from_environment(tmp_path / "media")
    with override_settings(MEDIA_SPOOL=tmp_path / "spool", STORAGES=stores):
        yield
