"""Where files lie: in a folder for us alone, or in a bucket."""

from pathlib import Path

from django.core.files.storage import storages as django_storages

from nxtchat import storages


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
    assert bucket.max_memory_size == 1024 * 1024  # a large file is not read into memory
