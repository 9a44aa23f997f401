"""`python -m nxtchat.whatsapp.pretend --port 9000 --data var/pretend`: runs the pretend WhatsApp until told to stop."""

import argparse
import asyncio
import os
import secrets
import signal
from pathlib import Path

from nxtchat.whatsapp.pretend.server.app import Pretend


def control_key(folder: Path) -> str:
    """Without it nobody else on this machine can play with the handles."""
    if key := os.environ.get("PRETEND_KEY", "").strip():
        return key
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


async def run(*, host: str, port: int, folder: Path) -> None:
    pretend = Pretend(folder=folder, key=control_key(folder))
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    port = await pretend.open(host=host, port=port)
    print(f"The pretend WhatsApp is ready: http://{host}:{port}", flush=True)
    await stop.wait()
    await pretend.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m nxtchat.whatsapp.pretend", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one and prints it")
    parser.add_argument("--data", type=Path, required=True, help="where accounts and chats are kept")
    parser.add_argument("--host", default="127.0.0.1")
    given = parser.parse_args()
    asyncio.run(run(host=given.host, port=given.port, folder=given.data))


if __name__ == "__main__":
    main()
