"""Admins see what WhatsApp told, and put it away; agents only hear that nothing can be sent."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from inbox.models import NumberAccess
from nxtchat.team.models import Team
from nxtchat.whatsapp.models import Notice, Number
from nxtchat.whatsapp.notices import raise_notice
from nxtchat.whatsapp.notices_table import TABLE
from nxtchat.whatsapp.notices_words import in_words

pytestmark = pytest.mark.django_db

DANGER, WARNING, INFO = Notice.Weight.DANGER, Notice.Weight.WARNING, Notice.Weight.INFO
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def paused(account):
    facts = {"template": "welcome", "language": "en_US", "title": "FIRST_PAUSE"}
    raise_notice(account=account, code="template_paused", at=NINE, weight=DANGER, facts=facts)
    return Notice.objects.get()


def text(response) -> str:
    return response.content.decode()


def test_a_notice_says_what_happened_and_what_helps(client, ada, paused, number):
    client.force_login(ada)
    page = text(client.get("/setup/notices/"))
    assert "Meta paused a template" in page and "“welcome” (en_US)" in page and "for three hours" in page
    assert "wa/manage/message-templates/" in page
    assert "1 notice to see to" in text(client.get("/setup/"))


def test_put_away_it_is_listed_with_who_and_when(client, ada, paused):
    client.force_login(ada)
    assert client.post(f"/setup/notices/{paused.pk}/seen/").url == "/setup/notices/"
    page = text(client.get("/setup/notices/"))
    assert "Put away by Ada Okafor" in page and "Nothing to see to" in page
    assert "See what helps" not in text(client.get("/setup/"))


def test_notices_are_the_admins_only(client, bruno, paused):
    client.force_login(bruno)
    assert client.get("/setup/notices/").status_code == 404
    assert client.post(f"/setup/notices/{paused.pk}/seen/").status_code == 404
    paused.refresh_from_db()
    assert paused.put_away_at is None


def test_one_that_is_not_there_cannot_be_put_away(client, ada, paused):
    client.force_login(ada)
    assert client.post(f"/setup/notices/{paused.pk + 1}/seen/").status_code == 404


def test_what_is_over_says_since_when(client, ada, account, number):
    raise_notice(account=account, number=number, code="quality_low", at=NINE, weight=WARNING, subject="quality")
    later = NINE.replace(hour=10)
    raise_notice(account=account, number=number, code="quality_fine", at=later, weight=INFO, subject="quality")
    client.force_login(ada)
    assert "Over since" in text(client.get("/setup/notices/"))


def test_the_history_goes_on_page_by_page(client, ada, account):
    for serial in range(55):
        raise_notice(account=account, code="username", at=NINE, weight=INFO, facts={"name": f"shrub{serial:02}"},
                     subject=f"{serial}")  # fmt: skip
    client.force_login(ada)
    first = client.get("/setup/notices/")
    older = client.get(f"/setup/notices/?before={first.context['older']}")
    pages = [text(first), text(older)]
    assert [sum(f"shrub{serial:02}" in page for serial in range(55)) for page in pages] == [50, 5]
    assert older.context["older"] is None


def test_the_banner_stands_above_every_page_of_an_admin_and_of_nobody_else(client, ada, bruno, paused, conversation):
    client.force_login(ada)
    assert "Meta paused a template" in text(client.get("/inbox/"))
    assert "Meta paused a template" in text(client.get("/inbox/banner/"))
    client.force_login(bruno)
    assert "Meta paused a template" not in text(client.get("/inbox/"))


def test_a_warning_needs_no_banner(client, ada, account):
    raise_notice(account=account, code="violation", at=NINE, weight=WARNING, facts={"kind": "SPAM"})
    client.force_login(ada)
    assert 'class="banner"' not in text(client.get("/setup/"))


def test_agents_hear_that_nothing_can_be_sent_but_only_of_numbers_that_are_theirs(client, ada, bruno, chitra, number):
    Number.objects.update(stopped_code=190, stopped_at=timezone.now())
    pages = {}
    for person in (ada, bruno, chitra):
        client.force_login(person)
        pages[person] = text(client.get("/inbox/banner/"))
    assert "Our access to WhatsApp has expired." in pages[ada]
    assert "Nothing can be sent at the moment" in pages[bruno] and "expired" not in pages[bruno]
    assert NumberAccess.objects.exists() and Team.objects.count() == 2
    assert 'class="banner"' not in pages[chitra]


@pytest.mark.parametrize("code", TABLE)
def test_every_notice_has_words_whatever_facts_there_are(account, code):
    found = in_words(Notice(account=account, code=code, facts={}, at=NINE))
    assert found.title and "%(" not in found.title + found.meaning + found.todo


def test_a_code_that_nobody_knows_is_shown_as_it_is(account):
    found = in_words(Notice(account=account, code="of_tomorrow", facts={"event": "SOMETHING_NEW"}, at=NINE))
    assert found.title == "Meta tells: SOMETHING_NEW"


def test_a_stopped_number_says_why_and_what_helps(account, number):
    stopped = in_words(Notice(account=account, number=number, code="sending_stopped", facts={"code": 190}, at=NINE))
    assert stopped.title == "Sending is stopped" and stopped.meaning == "Our access to WhatsApp has expired."
    assert "new token" in stopped.todo and stopped.url == f"/setup/numbers/{number.pk}/"


def test_limits_and_restrictions_are_told_in_plain_words(account):
    facts = {"limit": "TIER_10K", "old": "TIER_UNLIMITED"}
    lowered = in_words(Notice(account=account, code="limit_lowered", facts=facts, at=NINE))
    assert lowered.title == "You may write to fewer people: 10\u202f000 people a day"
    facts = {"kinds": ["RESTRICTED_BIZ_INITIATED_MESSAGING", "RESTRICTED_FLYING"], "until": None}
    restricted = in_words(Notice(account=account, code="restricted", facts=facts, at=NINE))
    assert restricted.meaning == "Not allowed until further notice: writing to people first, RESTRICTED_FLYING."
