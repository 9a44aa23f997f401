"""Kill everything, again and again, under load, and see that nothing is lost and nothing doubled: make crash."""

import argparse
import os
import secrets
import sys

from tests.crash.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeat the run that printed it")
    parser.add_argument("--inbound", type=int, default=2000, help="messages of customers")
    parser.add_argument("--outbound", type=int, default=2000, help="messages of agents")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--hurry", type=float, default=2.0, help="divides how long leases, timeouts and waits are")
    parser.add_argument("--minutes", type=float, default=14.0, help="when it has to be over")
    parser.add_argument("--resend", action="store_true", help="break a promise on purpose, to see that it is noticed")
    wanted = parser.parse_args()
    if wanted.resend:
        os.environ["CRASH_RESEND"] = "yes"
    print(f"seed {wanted.seed}", flush=True)
    report = run(
        seed=wanted.seed,
        inbound=wanted.inbound,
        outbound=wanted.outbound,
        kills=wanted.kills,
        hurry=wanted.hurry,
        within=wanted.minutes * 60,
    )
    print(report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
