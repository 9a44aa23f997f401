"""However many contacts there are, pages, searches and counts go by indexes: nothing reads all of them."""

import pytest
from django.db import connection
from django.test import Client

from nxtchat.team.models import ApiToken
from tests.bench import asked, people
from tests.explaining import Watching

pytestmark = pytest.mark.django_db

MANY = 3_000
# What is not true of somebody has no index, but is true of most: counting as far as the limit stops soon.
COUNTING, BROAD = "SELECT COUNT(*) FROM (SELECT", ("WHERE NOT ", "AND NOT (")
MOST_STATEMENTS = 40  # for one page, however much is in it


@pytest.fixture
def many():
    """A small town of the same kind as the big one that is measured."""
    ada, bruno = people.make(MANY)
    asked.keep_segments(ada)
    return ada, bruno


def read_whole(one: asked.Asked, browser: Client) -> list[str]:
    """The statements behind a page that would read all contacts."""
    watching = Watching("contacts_contact", "contacts_identity", "contacts_consentstate", "inbox_conversation")
    with connection.execute_wrapper(watching):
        answer = browser.get(one.address.format(one.words[0]))
    assert answer.status_code == 200, one
    assert 0 < watching.seen <= MOST_STATEMENTS or "segments" in one.address, (one, watching.seen)
    is_so = [sql for sql in watching.read_whole if not (sql.startswith(COUNTING) and any(no in sql for no in BROAD))]
    return [f"{one.what}: {sql}" for sql in is_so]


def test_no_page_reads_all_contacts(many, client):
    ada, bruno = many
    found = []
    for agent in (ada, bruno):
        client.force_login(agent)
        for one in (*asked.lists(), *asked.searches(), *asked.segments()):
            found += read_whole(one, client)
    token = ApiToken.issue(agent=ada, name="Shop", scopes=["contacts.read"])
    for one in asked.api():
        found += read_whole(one, Client(headers={"Authorization": f"Bearer {token}"}))
    assert not found, "\n\n".join(found)
