"""Meta signs every webhook with the app secret; only the raw bytes that travelled can prove it."""

import hashlib
import hmac
from collections.abc import Sequence


def sign(secret: str, body: bytes) -> str:
    """What Meta puts into X-Hub-Signature-256."""
    return f"sha256={hmac.digest(secret.encode(), body, hashlib.sha256).hex()}"


def verify(secrets: Sequence[str], body: bytes, header: str) -> int | None:
    """Which of the secrets signed `body`, by its place; None when none did. Compares in constant time."""
    given = header.strip().encode()
    for place, secret in enumerate(secrets):
        if secret and hmac.compare_digest(sign(secret, body).encode(), given):
            return place
    return None
