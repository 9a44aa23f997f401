"""Media: taken in as multipart, shown by an address that soon dies, handed out to the account's own token."""

import base64
import hashlib
import hmac
import secrets
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from nxtchat.whatsapp.pretend.server.access import Caller
from nxtchat.whatsapp.pretend.server.errors import Refusal, does_not_exist
from nxtchat.whatsapp.pretend.server.things import Line, Media, Waba, new_id
from nxtchat.whatsapp.pretend.server.web import Answer, Request
from nxtchat.whatsapp.pretend.server.world import World

MB = 1024 * 1024
LIMITS = {"image/": 5 * MB, "image/webp": 500 * 1024, "video/": 16 * MB, "audio/": 16 * MB, "": 100 * MB}
TYPES = {
    *("image/jpeg", "image/png", "image/webp", "video/mp4", "video/3gpp"),
    *("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"),
    *("text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel"),
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
ADDRESS_LIVES = 300  # seconds
DAY = 24 * 3600
OURS_LIVE, THEIRS_LIVE = 30 * DAY, 7 * DAY  # what a business uploaded; what came in a webhook
# How files of the strictest types begin, at which byte. A file that does not is accepted, and its message fails.
BEGINNINGS = {
    "image/jpeg": (0, b"\xff\xd8\xff"),
    "image/png": (0, b"\x89PNG"),
    "image/webp": (8, b"WEBP"),
    "video/mp4": (4, b"ftyp"),
    "video/3gpp": (4, b"ftyp"),
    "audio/mp4": (4, b"ftyp"),
    "audio/ogg": (0, b"OggS"),
    "audio/amr": (0, b"#!AMR"),
    "application/pdf": (0, b"%PDF"),
}
Body = dict[str, Any]


class Library:
    def __init__(self, *, world: World) -> None:
        self.world = world
        self.secret = secrets.token_bytes(16)

    def take_in(self, line: Line, request: Request, body: Body) -> Body:
        parts = _parts(request)
        if parts.get("messaging_product", (b"",))[0] != b"whatsapp":
            raise Refusal(100, message="(#100) The parameter messaging_product is required.")
        if "file" not in parts:
            raise Refusal(100, message="(#100) The parameter file is required.")
        content, mime_type, filename = parts["file"]
        mime_type = (parts["type"][0].decode() if "type" in parts else mime_type).partition(";")[0].strip()
        if mime_type not in TYPES:
            raise Refusal(100, f"Param file must be a file with one of the following types: {', '.join(sorted(TYPES))}")
        family = mime_type if mime_type in LIMITS else mime_type.partition("/")[0] + "/"
        if len(content) > LIMITS.get(family, LIMITS[""]):
            raise Refusal(100, "Param file is too large for its type.")
        waba = self.world.waba_of(line)
        return {"id": self.add(waba, content, mime_type=mime_type, filename=filename).media_id}

    def from_customer(self, line: Line, wanted: Body) -> Body:
        """`{content (base64), mime_type, …}`, with what else the message says of it: caption, filename, voice."""
        more = {key: value for key, value in wanted.items() if key not in {"content", "mime_type"}}
        content, mime_type = base64.b64decode(wanted["content"]), str(wanted.get("mime_type") or "")
        media = self.add(self.world.waba_of(line), content, mime_type=mime_type, lives=THEIRS_LIVE)
        return self.in_webhook(media) | more

    def add(self, waba: Waba, content: bytes, *, mime_type: str, filename: str = "", lives: float = OURS_LIVE) -> Media:
        at, start = BEGINNINGS.get(mime_type.partition(";")[0], (0, b""))
        media = Media(
            media_id=new_id(),
            waba_id=waba.waba_id,
            mime_type=mime_type,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            filename=filename,
            at=self.world.now(),
            until=self.world.now() + lives,
            is_wrong=not content[at:].startswith(start),
        )
        self.world.media_file(media).write_bytes(content)
        self.world.keep(media)
        return media

    def address(self, media: Media, request: Request, body: Body) -> Body:
        if not self.world.has_media(media.media_id):
            raise does_not_exist("get", media.media_id)
        until = int(self.world.now()) + ADDRESS_LIVES
        host = request.headers.get("host", "127.0.0.1")
        path = f"/v24.0/media_files/{media.media_id}?ext={until}&hash={self._hash(media, until)}"
        return {
            "messaging_product": "whatsapp",
            "url": f"http://{host}{path}",
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "file_size": media.size,
            "id": media.media_id,
        }

    def download(self, request: Request, caller: Caller, media_id: str) -> Answer:
        media = self.world.media.get(media_id)
        until = int("0" + "".join(filter(str.isdecimal, request.query.get("ext", ""))))
        is_ours = media is not None and caller.waba is not None and caller.waba.waba_id == media.waba_id
        if media is None or not is_ours or until < self.world.now() or not self.world.has_media(media_id):
            return Answer(b"", status=404)
        if not hmac.compare_digest(self._hash(media, until), request.query.get("hash", "")):
            return Answer(b"", status=404)
        return Answer(self.world.media_file(media).read_bytes(), content_type=media.mime_type)

    def delete(self, media: Media, request: Request, body: Body) -> Body:
        self.world.media_file(media).unlink(missing_ok=True)
        self.world.forget(media)
        return {"success": True}

    def in_webhook(self, media: Media) -> Body:
        """The object inside an inbound message; there Meta writes the digest in base64."""
        digest = base64.b64encode(bytes.fromhex(media.sha256)).decode()
        return {"mime_type": media.mime_type, "sha256": digest, "id": media.media_id}

    def _hash(self, media: Media, until: int) -> str:
        return hmac.new(self.secret, f"{media.media_id}:{until}".encode(), hashlib.sha256).hexdigest()


def _parts(request: Request) -> dict[str, tuple[bytes, str, str]]:
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    found = {}
    for part in message.iter_parts():
        content, name = part.get_payload(decode=True), part.get_param("name", header="content-disposition")
        if isinstance(content, bytes):
            found[str(name)] = content, part.get_content_type(), part.get_filename() or ""
    return found
