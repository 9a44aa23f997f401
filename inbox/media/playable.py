"""Sounds that not every browser plays: WhatsApp's voice notes are new to Safari, and what old phones record is to all.

The same as m4a lies beside the file, closed like it. It is made when somebody asks for it, and goes with the file.
"""

from collections.abc import Iterator

from inbox.media import storing, voice
from inbox.media.keys import KeyGone, open_key
from inbox.models import Media
from nxtchat.sealing import Damaged, Opened

NOT_EVERYWHERE = {"audio/ogg": "audio/ogg; codecs=opus", "audio/amr": "audio/amr"}  # and what to tell the browser
PIECE = 256 * 1024


class NotPlayable(Exception):
    """It is no such sound, or nothing can be made of it here."""


def make_playable(media: Media) -> None:
    """Afterwards it has its `playable_path`."""
    if media.playable_path:
        return
    if media.mime not in NOT_EVERYWHERE or not media.path:
        raise NotPlayable
    try:
        with storing.open_file(media) as file:
            sound = voice.to_m4a(_pieces(file))
        with storing.drafted([sound], key=open_key(media.key), at_most=len(sound)) as draft:
            path = storing.put(draft)
    except (voice.NoConverter, voice.NotSound, storing.TooLarge, storing.NoRoom, KeyGone, Damaged, OSError) as error:
        raise NotPlayable from error
    # Somebody may have been quicker, or the file was erased meanwhile; then nothing stays of ours.
    if not Media.objects.filter(pk=media.pk, key=media.key, playable_path="").update(playable_path=path):
        storing.remove([path])
    now = Media.objects.filter(pk=media.pk).values_list("playable_path", flat=True).first()
    if not now:
        raise NotPlayable
    media.playable_path = now


def _pieces(file: Opened) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
