"""How large a picture is, and a small copy of it."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from nxtchat.sealing import Opened

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MOST_PIXELS = 60_000_000  # a phone's camera makes up to 50 million as one picture; a bomb unpacks to far more
SMALL = (480, 480)


class Bomb(Exception):
    """It would unpack to more than a browser can hold."""


@dataclass(frozen=True)
class Picture:
    width: int = 0
    height: int = 0
    is_moving: bool = False
    small: bytes = b""  # webp; empty where none can be made


def look_at(file: Opened, *, mime: str) -> Picture:
    """Its size as it is seen, turned the right way, and its thumbnail: of a moving one, the first moment."""
    if mime not in FORMATS:
        return Picture()
    file.seek(0)
    try:
        with Image.open(io.BufferedReader(file), formats=[FORMATS[mime]]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Bomb
            is_moving = getattr(image, "is_animated", False)
            turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            image.draft("RGB", SMALL)
            image.load()
            small = ImageOps.exif_transpose(image)
            small.thumbnail(SMALL)
            into = io.BytesIO()
            has_holes = small.mode in {"RGBA", "LA", "PA"} or "transparency" in small.info
            small.convert("RGBA" if has_holes else "RGB").save(into, "WEBP", quality=75, method=2)
    except Image.DecompressionBombError as error:
        raise Bomb from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):  # a broken picture is kept, without a small one
        return Picture()
    if turned:
        width, height = height, width
    return Picture(width, height, is_moving, into.getvalue())
