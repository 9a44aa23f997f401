"""Bring the database up to date, and notice cheaply when it already is."""

import contextlib
import hashlib
import json
import subprocess
import sys
from pathlib import Path

from nxtchat import env
from nxtchat.local import folder


def migrate(data: Path, *, environment: dict[str, str]) -> None:
    """Asking Django costs seconds at every start, so remember for which code which migrations were applied."""
    record = data / "run" / "migrated.json"
    if folder.read_json(record) == (wanted := _state(environment)):
        return
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(command, cwd=env.ROOT, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit("The database could not be brought up to date; nothing was started.")
    wanted = _state(environment)
    folder.write_private(record, json.dumps(wanted))


def _state(environment: dict[str, str]) -> dict:
    return {"code": _code(), "applied": _applied(environment)}


def _code() -> str:
    """Changes whenever a migration of ours, or a library that brings some, may have changed."""
    digest = hashlib.sha256((env.ROOT / "uv.lock").read_bytes())
    for path in sorted(env.ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(str(path.relative_to(env.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _applied(environment: dict[str, str]) -> list[str]:
    """What this very database has: it may have been restored from an older backup since."""
    import psycopg

    url = env.text("DATABASE_URL") or environment["DATABASE_URL"]
    with contextlib.suppress(psycopg.Error), psycopg.connect(url, connect_timeout=10) as connection:
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
        return [row[0] for row in rows]
    return []
