"""Reading what Meta wrote without ever being surprised: Meta's own examples miss keys and change types."""

import json
import math
import time
from datetime import UTC, datetime
from typing import Any

import orjson

Json = dict[str, Any]
_FIRST = int(datetime(2009, 1, 1, tzinfo=UTC).timestamp())  # nothing was said on WhatsApp before
_TOO_FAR_AHEAD = 24 * 60 * 60


def read_json(body: bytes) -> Any:
    """The body as Python values that Postgres can keep. ValueError: it is not JSON, or nested beyond reason."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        # Half an emoji (a lone surrogate) is something people do send, and something the strict reader refuses.
        try:
            value = _kept(json.loads(body))
        except RecursionError as error:
            raise TooDeep from error
    return without_nul(value) if b"\\u0000" in body else value


class TooDeep(ValueError):
    """JSON, but nested so deeply that it cannot be read."""


def _kept(value: Any) -> Any:
    """Without half characters and numbers that are none."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_kept(item) for item in value]
    if isinstance(value, dict):
        return {_kept(key): _kept(item) for key, item in value.items()}
    return value


def without_nul(value: Any) -> Any:
    """Postgres keeps no NUL in text; the raw bytes of the event still have it."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    if isinstance(value, dict):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    return value


def mapping(value: Any) -> Json:
    return value if type(value) is dict else {}


def mappings(value: Any) -> list[Json]:
    """The objects of a list; one object alone counts as a list of one."""
    if type(value) is list:
        return [item for item in value if type(item) is dict]
    return [value] if type(value) is dict else []


def words(value: Any) -> str:
    """Text, or a number as text: Meta writes the same id both ways."""
    if type(value) is str:
        return value
    return str(value) if type(value) is int or type(value) is float else ""


def whole(value: Any) -> int | None:
    """A whole number that fits a column, also when it came as text."""
    try:
        found = int(words(value))
    except ValueError:
        return None
    return found if abs(found) < 2**31 else None


def moment(value: Any, *, otherwise: datetime) -> datetime:
    """Unix seconds, as text or number. What is no time, or days ahead of us, is `otherwise`."""
    if value is None:
        return otherwise
    try:
        seconds = int(words(value))
    except ValueError:
        return otherwise
    return datetime.fromtimestamp(seconds, UTC) if _FIRST <= seconds < time.time() + _TOO_FAR_AHEAD else otherwise
