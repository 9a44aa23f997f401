"""ffmpeg, which makes voice notes into what WhatsApp and every browser play. It need not be there."""

import shutil

from django.conf import settings


def path() -> str:
    """Where it is; empty if there is none."""
    return shutil.which(settings.FFMPEG or "ffmpeg") or ""
