"""An admin is told once, in whatever order Meta tells it, and until it is over or somebody has seen to it."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from nxtchat.whatsapp import notices
from nxtchat.whatsapp.models import Notice
from nxtchat.whatsapp.notices import is_over, put_away, raise_notice

pytestmark = pytest.mark.django_db

DANGER, WARNING, INFO = Notice.Weight.DANGER, Notice.Weight.WARNING, Notice.Weight.INFO


def clock(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, tzinfo=UTC)


def codes(found) -> list[str]:
    return [notice.code for notice in found]


def test_the_same_news_told_again_is_one_notice(account, number):
    told = {"account": account, "number": number, "code": "quality_low", "at": clock(9), "weight": DANGER}
    assert [raise_notice(**told), raise_notice(**told), raise_notice(**told | {"at": clock(10)})] == [True, False, True]
    assert Notice.objects.count() == 2


def test_what_is_put_away_does_not_come_back_when_it_is_told_again(account, ada):
    told = {"account": account, "code": "pin_reset", "at": clock(9), "weight": DANGER}
    raise_notice(**told)
    put_away(notices.standing().get(), by=ada.pk)
    raise_notice(**told)
    assert codes(notices.standing()) == []
    assert Notice.objects.get().put_away_by == ada


def test_who_put_it_away_first_is_who_did(account, ada, bruno):
    raise_notice(account=account, code="pin_reset", at=clock(9), weight=DANGER)
    notice = Notice.objects.get()
    put_away(notice, by=ada.pk)
    put_away(notice, by=bruno.pk)
    notice.refresh_from_db()
    assert notice.put_away_by == ada


def test_news_of_one_subject_stand_by_their_times_in_whatever_order_they_come(account, number):
    news = [("quality_medium", 8, WARNING), ("quality_low", 9, DANGER), ("quality_high", 10, INFO)]
    seen = set()
    for order in permutations(news):
        Notice.objects.all().delete()
        for code, hour, weight in order:
            raise_notice(account=account, number=number, code=code, at=clock(hour), weight=weight, subject="quality")
        seen.add(tuple(Notice.objects.order_by("at").values_list("code", "over_at")))
        assert codes(notices.standing()) == []
    assert seen == {(("quality_medium", clock(9)), ("quality_low", clock(10)), ("quality_high", None))}


def test_other_subjects_numbers_and_accounts_are_left_alone(account, number):
    raise_notice(account=account, number=number, code="quality_low", at=clock(8), weight=DANGER, subject="quality")
    raise_notice(account=account, number=number, code="name_rejected", at=clock(9), weight=WARNING, subject="name")
    raise_notice(account=account, code="quality_high", at=clock(9), weight=INFO, subject="quality")
    assert codes(notices.standing()) == ["quality_low", "name_rejected"]


def test_what_is_over_stands_no_more_and_may_begin_again(account, number):
    raise_notice(account=account, number=number, code="silent", at=clock(8), weight=DANGER)
    assert is_over(account=account, number=number, code="silent", at=clock(7)) == 0
    assert is_over(account=account, number=number, code="silent", at=clock(9)) == 1
    assert is_over(account=account, number=number, code="silent", at=clock(10)) == 0
    assert codes(notices.standing()) == [] and codes(notices.earlier()) == ["silent"]
    raise_notice(account=account, number=number, code="silent", at=clock(11), weight=DANGER)
    assert codes(notices.standing()) == ["silent"]
    assert Notice.objects.earliest("at").over_at == clock(9)


def test_the_worst_is_named_first_and_what_needs_nobody_is_only_listed(account):
    raise_notice(account=account, code="limit", at=clock(12), weight=INFO)
    raise_notice(account=account, code="name_rejected", at=clock(11), weight=WARNING)
    raise_notice(account=account, code="pin_reset", at=clock(9), weight=DANGER)
    assert codes(notices.standing()) == ["pin_reset", "name_rejected"]
    assert codes(notices.earlier()) == ["limit"]
