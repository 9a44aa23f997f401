"""Every test in two calls, because Playwright keeps a loop on the thread of the tests: python -m tests [pytest's]."""

import subprocess
import sys

NO_TEST_CHOSEN = 5
# A file stays in one process: what its tests share is made once, and they run in the order they are told.
CALLS = (["-n", "2", "--dist", "loadfile", "-m", "not browser"], ["-n", "2", "--dist", "loadfile", "-m", "browser"])


def main(chosen: list[str]) -> int:
    """The status of the first call that failed. What was chosen may lie in one of the calls only, not in none."""
    statuses = [subprocess.run([sys.executable, "-m", "pytest", "-q", *call, *chosen]).returncode for call in CALLS]
    ran = [status for status in statuses if not (chosen and status == NO_TEST_CHOSEN)]
    return next((status for status in ran if status), 0) if ran else NO_TEST_CHOSEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
