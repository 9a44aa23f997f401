"""What no row knows does not stay, and what a row knows is never removed."""

import os
import time
from datetime import timedelta

from django.utils import timezone

from inbox.media import keys, storing, tidying
from inbox.models import Media
from inbox.tasks import tidy_media
from tests.inbox.files import picture, stored


def there(tmp_path):
    return {str(path.relative_to(tmp_path / "media")) for path in (tmp_path / "media").rglob("*") if path.is_file()}


def aged(tmp_path, *, days=2):
    for path in tmp_path.rglob("*"):
        os.utime(path, (time.time() - days * 86_400,) * 2)


def tidied(tmp_path):
    return sum(tidying.tidy(folder=folder.name) for folder in (tmp_path / "media").iterdir())


def test_a_file_whose_row_is_gone_goes_too(conversation, tmp_path):
    kept = stored(conversation, picture(), thumbnail=picture((9, 9)))
    stored(conversation, b"of somebody who left").delete()
    assert tidied(tmp_path) == 0  # it may be on its way into a row
    aged(tmp_path)
    assert tidied(tmp_path) == 1
    assert there(tmp_path) == {kept.path, kept.thumbnail_path}


def test_with_the_database_of_somebody_else_nothing_is_removed(conversation, tmp_path, monkeypatch):
    monkeypatch.setattr(storing, "uuid4", lambda: type("Same", (), {"hex": "ab" + os.urandom(15).hex()}))
    for _ in range(tidying.SUSPICIOUS + 1):
        stored(conversation, b"hello")
    Media.objects.all().delete()
    aged(tmp_path)
    assert tidied(tmp_path) == 0
    assert len(there(tmp_path)) == tidying.SUSPICIOUS + 1


def test_what_a_killed_worker_left_half_done_goes(conversation, tmp_path):
    key = keys.open_key(keys.of_contact(conversation.contact_id))
    with storing.drafted([b"hello"], key=key, at_most=10):
        tidy_media()
        assert len(list((tmp_path / "spool").iterdir())) == 1  # it is being written
        aged(tmp_path)
        tidy_media()
        assert not list((tmp_path / "spool").iterdir())


def test_the_timetable_takes_away_what_nobody_said(conversation, bruno, tmp_path):
    stored(conversation, b"hello", author=bruno, created_at=timezone.now() - timedelta(days=2))
    tidy_media()
    assert not Media.objects.exists() and not there(tmp_path)
