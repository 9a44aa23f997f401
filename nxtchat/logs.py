"""What happened, for the operator: one JSON object a line, or readable lines in a terminal.

Logs carry ids only. Whatever looks like a phone number, an e-mail, a wamid or a secret is taken out here, at the last
moment before a line is written, whoever wrote it. Exceptions tell their type and where they arose; what they say is
kept only for types that talk about code, because the others quote customers.
"""

import ipaddress
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import psycopg
import structlog
from django.core.exceptions import ImproperlyConfigured
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from nxtchat import env

SECRET_KEYS = {
    "address",
    "authorization",
    "body",
    "bsuid",
    "cookie",
    "display_phone",
    "email",
    "from",
    "name",
    "password",
}
SECRET_KEYS |= {"payload", "peer", "phone", "profile_name", "secret", "text", "to", "token", "wa_id", "wamid"}
ABOUT_CODE = (AssertionError, AttributeError, ImportError, ImproperlyConfigured, NameError, OSError, TypeError)
TOO_TALKATIVE = ("httpx", "httpcore", "celery.app.trace", "celery.worker.strategy", "celery.beat")
THEIRS = "/site-packages/"
LONGEST_PLAIN_NUMBER = 9  # digits; a longer whole number may be somebody's phone

PATTERNS = re.compile(
    r"""
    (?P<keep>   \b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b | \b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)? )
  | (?P<wamid>  \bwamid\.[\w+/=-]+ )
  | (?P<email>  [\w.+%-]+@[\w-]+(?:\.[\w-]+)+ )
  | (?P<link>   (?<=/welcome/)[\w-]+ )
  | (?P<token>  \bBearer\s+\S+ | \bnxt_[\w-]+ | \bEAA\w{16,} | \bgAAAA[\w-]{16,}=* | \b[0-9a-f]{32,}\b
              | (?<=token=)[^\s&"']+ | (?<=password=)[^\s&"']+ | (?<=://)[^\s/@]*:[^\s/@]+(?=@) )
  | (?P<user>   \b[A-Z]{2}\.[A-Za-z0-9]{8,} )
  | (?P<address>\b\d{1,3}(?:\.\d{1,3}){3}\b )
  | (?P<phone>  \+[\d(][\d\s().-]{5,}\d | (?<![\w.])\(?\d(?:[\s()-]*\d){9,}(?![\w]) | \d{10,} )
    """,
    re.VERBOSE,
)


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """The LOGGING setting. Everything goes through one formatter, ours as well as Django's, Celery's and uvicorn's."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.contextvars.merge_contextvars, *_shared(), _hand_over],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: Processor = structlog.processors.JSONRenderer(default=_kind) if as_json else _readable()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "ours": {
                "()": ProcessorFormatter,
                "foreign_pre_chain": [*_shared(), one_line],
                "processors": [tell_where, ProcessorFormatter.remove_processors_meta, redact, _stamp, last],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Their own handlers go; the access log goes altogether, since it tells addresses and links.
            **{name: {"handlers": [], "level": level, "propagate": True} for name in ("django", "django.server")},
            **{name: {"handlers": [], "level": level, "propagate": True} for name in ("uvicorn", "uvicorn.error")},
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
            **{name: {"level": "WARNING"} for name in TOO_TALKATIVE},
        },
    }


def from_environment() -> dict[str, Any]:
    """LOG_FORMAT is json, text, or unset: text for a person at a terminal, json for everything else."""
    wanted = env.text("LOG_FORMAT", "text" if sys.stderr.isatty() else "json").lower()
    if wanted not in {"json", "text"}:
        raise env.BadSetting(f"LOG_FORMAT must be json or text, not {wanted!r}")
    level = env.text("LOG_LEVEL", "INFO").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise env.BadSetting(f"LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {level!r}")
    return configuration(level=level, as_json=wanted == "json")


def one_line(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What other people's code says: the first line, before any DETAIL, because the rest quotes rows and arguments."""
    record = event["_record"]
    task = getattr(record, "data", None)
    if record.name == "celery.app.trace" and isinstance(task, dict):
        said = f"Task {task.get('name')}[{task.get('id')}] {task.get('description', 'succeeded')}"
    else:
        said = str(event["event"])
    first = next((line for line in said.splitlines() if line.strip()), "")
    return {**event, "event": re.split(r"\\n|\s*DETAIL:", first)[0]}


def tell_where(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Turn an exception into its types and places."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["error"] = _chain(error)
    return event


def redact(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Take out what looks like personal data or a secret, by the name of the key and by the look of the value."""
    return {key: "[dropped]" if key in SECRET_KEYS else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if len(str(abs(value))) <= LONGEST_PLAIN_NUMBER else "[number]"
        case str():
            return PATTERNS.sub(_mask, value)
        case dict():
            return redact(None, "", {str(key): inner for key, inner in value.items()})
        case list() | tuple() | set() | frozenset():
            return [_clean(inner) for inner in value]
        case BaseException():
            return _told(value)
        case _:
            return _clean(str(value)) if type(value).__module__ in {"uuid", "datetime"} else _kind(value)


def _mask(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match[0]
    if kind == "address":
        try:
            return found if ipaddress.ip_address(found).is_private else "[address]"
        except ValueError:
            return found
    return found if kind == "keep" else f"[{kind}]"


def _chain(error: BaseException | None) -> list[dict[str, Any]]:
    """The exception and those that led to it, the innermost last."""
    told: list[dict[str, Any]] = []
    while error is not None and len(told) < 5:
        told.append({"type": _told(error), "at": _frames(error.__traceback__)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _told(error: BaseException) -> str:
    kind = type(error).__name__
    if isinstance(error, psycopg.Error):
        parts = (error.sqlstate, error.diag.table_name, error.diag.column_name, error.diag.constraint_name)
        return " ".join([kind, *(part for part in parts if part)])
    if isinstance(error, ABOUT_CODE):
        return f"{kind}: {PATTERNS.sub(_mask, str(error).partition(chr(10))[0])}"
    return kind


def _frames(trace: TracebackType | None) -> list[str]:
    """Where it went through our code, and the last steps in other people's."""
    steps = traceback.extract_tb(trace)
    kept = [step for place, step in enumerate(steps, 1) if THEIRS not in step.filename or place > len(steps) - 3]
    return [f"{_short(step.filename)}:{step.lineno} {step.name}" for step in kept[-20:]]


def _short(filename: str) -> str:
    return filename.rpartition(THEIRS)[2].removeprefix(f"{env.ROOT}/")


def _kind(value: object) -> str:
    return f"<{type(value).__name__}>"


def _shared() -> list[Processor]:
    return [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]


def _readable() -> Processor:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=30)


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
_hand_over = ProcessorFormatter.wrap_for_formatter
