"""Where files lie: in a folder for us alone, or in a bucket."""

from pathlib import Path

import pytest
from django.core.files.storage import storages as django_storages

from inbox.media import serving, storing
from nxtchat import storages
from tests.inbox.files import stored
from tests.inbox.small_bucket import SmallBucket


def test_without_a_word_files_lie_in_the_data_folder(monkeypatch):
    monkeypatch.delenv("S3_BUCKET", raising=False)
    told = storages.from_environment(Path("/data/media"))["media"]
    assert told["OPTIONS"]["location"] == Path("/data/media")
    assert told["OPTIONS"]["file_permissions_mode"] == 0o600


def test_a_named_bucket_is_used_instead(monkeypatch, settings):
    for name, value in {
        "S3_BUCKET": "files",
        "S3_ENDPOINT": "http://127.0.0.1:9",
        "S3_ACCESS_KEY": "us",
        "S3_SECRET_KEY": "secret",
        "S3_PREFIX": "nxtchat",
    }.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = storages.from_environment(Path("/data/media"))
    bucket = django_storages["media"]
    assert (bucket.bucket_name, bucket.location, bucket.endpoint_url) == ("files", "nxtchat", "http://127.0.0.1:9")
    assert bucket.default_acl is None and not bucket.file_overwrite


@pytest.fixture
def bucket(settings, monkeypatch):
    small = SmallBucket()
    for name, value in {"BUCKET": "files", "ENDPOINT": small.url, "ACCESS_KEY": "us", "SECRET_KEY": "secret"}.items():
        monkeypatch.setenv(f"S3_{name}", value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    settings.STORAGES = storages.from_environment(Path("/nowhere"))
    yield small
    small.close()


def test_a_file_in_a_bucket_is_closed_there_and_opens_here(bucket, conversation, rf):
    content = b"The secret of Ana. " * 20_000
    media = stored(conversation, content)
    [(path, there)] = bucket.kept.items()
    assert path == f"/files/{media.path}" and b"secret" not in there
    answer = serving.serve(rf.get("/", headers={"Range": "bytes=70000-70099"}), media)
    assert b"".join(answer.streaming_content) == content[70_000:70_100]
    storing.remove([media.path])
    assert not bucket.kept


def test_a_bucket_that_does_not_answer_loses_nothing(bucket, conversation):
    media = stored(conversation, b"hello")
    bucket.is_down = True
    with pytest.raises(storing.NoRoom):
        stored(conversation, b"another")
    with pytest.raises(OSError, match="does not answer"):
        storing.open_file(media)
    bucket.is_down = False
    with storing.open_file(media) as file:
        assert file.read() == b"hello"


def test_who_wants_a_moment_of_a_film_does_not_wait_for_all_of_it(bucket, conversation, rf):
    content = bytes(range(256)) * 16_000  # 4 MB
    media = stored(conversation, content)
    bucket.told = 0
    answer = serving.serve(rf.get("/", headers={"Range": "bytes=3000000-3000099"}), media)
    assert b"".join(answer.streaming_content) == content[3_000_000:3_000_100]
    assert bucket.told < 600_000
    answer = serving.serve(rf.get("/"), media)
    assert b"".join(answer.streaming_content) == content


def test_a_bucket_that_breaks_off_in_the_middle_says_so(bucket, conversation):
    media = stored(conversation, bytes(1_000_000))
    with storing.open_file(media) as file:
        bucket.is_down = True
        file.seek(900_000)
        with pytest.raises(OSError, match="does not answer"):
            file.read()
