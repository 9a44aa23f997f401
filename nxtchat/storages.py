"""Where files lie: the data folder, or a bucket of S3's kind when one is named. What lies there is closed already."""

from pathlib import Path
from typing import Any

from nxtchat import env


def from_environment(folder: Path) -> dict[str, Any]:
    """Django's STORAGES. Ours are `media`, what is said, and `imports`, lists of people that are being read."""
    bucket = env.text("S3_BUCKET")
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "media": _bucket(bucket) if bucket else _folder(folder),
        "imports": _bucket(bucket, under="imports") if bucket else _folder(folder.parent / "imports"),
    }


def _folder(folder: Path) -> dict[str, Any]:
    modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder, "base_url": None, **modes},
    }


def _bucket(name: str, *, under: str = "") -> dict[str, Any]:
    given = {
        "endpoint_url": env.text("S3_ENDPOINT"),
        "region_name": env.text("S3_REGION"),
        "access_key": env.text("S3_ACCESS_KEY"),
        "secret_key": env.text("S3_SECRET_KEY"),
        "location": "/".join(part for part in (env.text("S3_PREFIX").rstrip("/"), under) if part),
    }
    return {
        "BACKEND": "nxtchat.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": name,
            "default_acl": None,
            "file_overwrite": False,
            **{option: value for option, value in given.items() if value},
        },
    }
