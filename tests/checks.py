"""What can be said about the code without running it: python -m tests.checks."""

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
# No server is asked, and no key of an installation is read.
NOWHERE = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
CHECKS = {
    "style": [BIN / "ruff", "check", "--quiet", "."],
    "layout": [BIN / "ruff", "format", "--quiet", "--diff", "."],
    "types": [BIN / "mypy"],
    "import rules": [BIN / "lint-imports", "--no-logo"],
    "migrations": [
        sys.executable,
        "-W",
        "ignore::RuntimeWarning",
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
    ],
    "settings": [sys.executable, "manage.py", "check"],
}


def main() -> int:
    """All of them, so that one run tells everything; what is fine says so in one line."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="nxtchat-checks-") as data:
        environment = {**os.environ, **NOWHERE, "NXTCHAT_DATA": data}
        for name, command in CHECKS.items():
            started = time.monotonic()
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            print(f"{name}: {'fine' if not done.returncode else 'NOT FINE'} ({time.monotonic() - started:.1f} s)")
            if done.returncode:
                failed.append(name)
                print(done.stdout)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
