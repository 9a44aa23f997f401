"""Samples for the reviewers: an upload that can be interrupted and gone on with."""

import base64
import re
import secrets
from dataclasses import dataclass
from typing import Any

from nxtchat.whatsapp.pretend.server.errors import Refusal, does_not_exist
from nxtchat.whatsapp.pretend.server.things import App
from nxtchat.whatsapp.pretend.server.web import Request

TYPES = {"application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"}
HANDLE = re.compile(r"4::[A-Za-z0-9+/=]+:[\w-]+")
MOST = 200  # sessions; the oldest go


@dataclass
class Session:
    app_id: str
    mime: str
    size: int
    taken: bytes = b""


class Uploads:
    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}

    def begin(self, app: App, request: Request, body: dict[str, Any]) -> dict[str, Any]:
        asked = request.query | body
        mime, size = str(asked.get("file_type", "")), str(asked.get("file_length", ""))
        if mime not in TYPES or not size.isdecimal() or int(size) < 1:
            raise Refusal(100, message="(#100) Param file_type or file_length is not valid.")
        session_id = f"upload:{secrets.token_urlsafe(18)}"
        self.sessions[session_id] = Session(app.app_id, mime, int(size))
        for old in list(self.sessions)[:-MOST]:
            del self.sessions[old]
        return {"id": f"{session_id}?sig={secrets.token_urlsafe(9)}"}

    def answer(self, session_id: str, request: Request, app: App) -> dict[str, Any]:
        session = self.sessions.get(session_id)
        is_signed = request.headers.get("authorization", "").startswith("OAuth ")
        if session is None or session.app_id != app.app_id or not is_signed:
            raise does_not_exist(request.method, session_id)
        if request.method == "GET":
            return {"id": session_id, "file_offset": len(session.taken)}
        if request.headers.get("file_offset") != str(len(session.taken)):
            raise Refusal(100, message="(#100) The file offset is not where the upload stopped.")
        session.taken += request.body
        if len(session.taken) != session.size:
            raise Refusal(100, message="(#100) The file is not of the length that was announced.")
        mime = base64.b64encode(session.mime.encode()).decode()
        return {"h": f"4::{mime}:{secrets.token_urlsafe(30)}"}
