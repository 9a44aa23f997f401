"""Sounds, made into others: what browsers record into what WhatsApp plays, and the other way round.

ffmpeg does it, as a process of its own with a limit on its time and on what it writes, and only so many at once, since
somebody waits for each. It is told what it reads, so that no file can pass for a playlist that names others.
"""

import subprocess
import tempfile
import threading
from collections.abc import Iterable

from inbox.media.storing import TooLarge
from nxtchat import converter, sniffing

LONGEST = 60  # seconds that converting may take
MOST_BYTES = 16 * 1024 * 1024
READERS = {
    "video/webm": "matroska",  # Chrome and Firefox
    "audio/ogg": "ogg",
    "audio/mp4": "mov",  # Safari
    "video/mp4": "mov",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/amr": "amr",
}

_places = threading.BoundedSemaphore(2)  # each fills a core while it works


class NoConverter(Exception):
    """ffmpeg is not installed here."""


class NotSound(Exception):
    """Nothing in it can be heard."""


def to_voice_note(pieces: Iterable[bytes]) -> bytes:
    """What WhatsApp plays: one channel of opus in an Ogg file."""
    how = ["-ar", "48000", "-c:a", "libopus", "-b:a", "32k", "-application", "voip", "-f", "ogg"]
    return _converted(pieces, how)


def to_m4a(pieces: Iterable[bytes]) -> bytes:
    """What every browser plays."""
    return _converted(pieces, ["-c:a", "aac", "-b:a", "64k", "-f", "mp4"])


def _converted(pieces: Iterable[bytes], how: list[str]) -> bytes:
    if not (program := converter.path()):
        raise NoConverter
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as into:  # nameless, so they are gone when we are
        for piece in pieces:
            source.write(piece)
            if source.tell() > MOST_BYTES:
                raise TooLarge(MOST_BYTES)
        reader = READERS.get(sniffing.mime_of(source))
        if reader is None:
            raise NotSound
        source.seek(0)
        command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe"]
        command += ["-f", reader, "-i", f"/dev/fd/{source.fileno()}", "-vn", "-map", "0:a:0", "-ac", "1", *how]
        command += ["-map_metadata", "-1", "-fs", str(MOST_BYTES), "-y", f"/dev/fd/{into.fileno()}"]
        files = [source.fileno(), into.fileno()]
        try:
            with _places:
                done = subprocess.run(  # noqa: S603  (our own words, and no shell)
                    command, pass_fds=files, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST
                )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotSound from error
        into.seek(0)
        made = into.read()
    if done.returncode or not made:
        raise NotSound
    return made
