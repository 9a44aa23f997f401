"""What never got in is told to admins: when, how often, of which account it said it was, and what helps."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from nxtchat.redis import client as redis
from nxtchat.whatsapp.alarm_words import REFUSED, in_words
from nxtchat.whatsapp.models import Notice
from webhooks import alarms, refusals

pytestmark = pytest.mark.django_db

PAGE = "/webhooks/events/turned-away/"


def knocks(reason: str, times: int, *, account: int = 0) -> None:
    refusals._write(Counter({f"{reason} {account}": times}))


def test_an_admin_reads_what_was_turned_away_and_what_helps(client, ada, account):
    knocks("wrong_signature", 4, account=account.pk)
    knocks("unsigned", 2)
    client.force_login(ada)
    page = client.get(PAGE).text
    assert "Signed with another secret" in page and account.waba_id in page and "enter the new one" in page
    assert "Not signed" in page and "X-Hub-Signature-256" in page
    assert "6 requests were turned away" in client.get("/webhooks/events/").text


def test_what_is_not_an_admins_is_not_shown(client, bruno, agent_of):
    knocks("unsigned", 2)
    client.force_login(bruno)
    assert client.get(PAGE).status_code == 404


def test_without_redis_or_refusals_there_is_nothing_to_tell(client, ada):
    client.force_login(ada)
    assert "Nothing was turned away" in client.get(PAGE).text
    assert "turned away" not in client.get("/webhooks/events/").text


def test_an_old_day_is_forgotten():
    knocks("unsigned", 1)
    today = next(refusals._days())
    redis().rename(today, f"{refusals.KEY}{timezone.now().date() - timedelta(days=refusals.DAYS)}")
    assert refusals.refused() == []


def test_an_account_whose_secret_is_another_is_told_of_until_it_is_quiet(account, ada):
    now = timezone.now()
    knocks("wrong_signature", 2, account=account.pk)
    knocks("wrong_signature", 5)
    alarms.watch(now=now)
    assert not Notice.objects.exists()  # one or two may be a try, and what names nobody is nobody's
    knocks("wrong_signature", 1, account=account.pk)
    alarms.watch(now=now)
    alarms.watch(now=now)
    notice = Notice.objects.get()
    assert (notice.code, notice.account, notice.over_at) == (REFUSED, account, None)
    assert "another secret" in in_words(notice)
    alarms.watch(now=now + timedelta(hours=2))
    assert Notice.objects.get().over_at
