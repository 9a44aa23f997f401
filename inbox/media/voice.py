"""Voice notes, as browsers record them, made into what WhatsApp plays: one channel of opus in an Ogg file.

ffmpeg does it, as a process of its own with a limit on its time and on what it writes, and only so many at once, since
somebody waits for each. It is told what it reads, so that no file can pass for a playlist that names others.
"""

import subprocess
import tempfile
import threading
from collections.abc import Iterable

from inbox.media import sniffing
from inbox.media.storing import TooLarge
from nxtchat import converter

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
}

_places = threading.BoundedSemaphore(2)  # each fills a core while it works


class NoConverter(Exception):
    """ffmpeg is not installed here."""


class NotSound(Exception):
    """Nothing in it can be heard."""


def to_voice_note(pieces: Iterable[bytes]) -> bytes:
    how = ["-vn", "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-c:a", "libopus", "-b:a", "32k", "-application", "voip"]
    if not (program := converter.path()):
        raise NoConverter
    with tempfile.TemporaryFile() as source:  # it has no name, so it is gone when we are
        for piece in pieces:
            source.write(piece)
            if source.tell() > MOST_BYTES:
                raise TooLarge(MOST_BYTES)
        reader = READERS.get(sniffing.mime_of(source))
        if reader is None:
            raise NotSound
        source.seek(0)
        command = [program, "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe"]
        command += ["-f", reader, "-i", f"/dev/fd/{source.fileno()}", *how]
        command += ["-map_metadata", "-1", "-fs", str(MOST_BYTES), "-f", "ogg", "pipe:1"]
        try:
            with _places:
                done = subprocess.run(  # noqa: S603  (our own words, and no shell)
                    command, pass_fds=[source.fileno()], stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST
                )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotSound from error
    if done.returncode or not done.stdout:
        raise NotSound
    return done.stdout
