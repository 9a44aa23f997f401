"""python -m nxtchat.local up | manage COMMAND… | exec [--durable] COMMAND… | browser"""

import signal
import sys

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end(number: int, _frame: object) -> None:
    """Unwind once, tidily; impatient repetitions must not cut the tidying short."""
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(number)


def main(arguments: list[str]) -> int:
    for each in ENDINGS:
        if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:  # nohup keeps its word
            signal.signal(each, end)
    match arguments:
        case ["up"]:
            from nxtchat.local.up import up

            try:
                up()
            except KeyboardInterrupt:
                print("NxtChat has stopped.", flush=True)
            return 0
        case ["manage", *rest]:
            from nxtchat.local.commands import manage

            return manage(rest)
        case ["exec", "--durable", *command] if command:
            from nxtchat.local.commands import execute

            return execute(command, durable=True)
        case ["exec", *command] if command:
            from nxtchat.local.commands import execute

            return execute(command, durable=False)
        case ["browser"]:
            from nxtchat.local.browser import ensure

            ensure()
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt as interrupt:
        status = 128 + int(interrupt.args[0] if interrupt.args else signal.SIGINT)
    sys.exit(status)
