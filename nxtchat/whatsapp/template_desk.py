"""Writing templates at Meta: make, change, take away, and leave a sample of a header's file."""

from dataclasses import dataclass
from typing import Any, BinaryIO
from urllib.parse import parse_qsl

from nxtchat.whatsapp import media, wire
from nxtchat.whatsapp.answers import TemplateDetails, understand
from nxtchat.whatsapp.client import Graph
from nxtchat.whatsapp.outcomes import GraphUnknown

FIELDS = (
    "id,name,language,category,status,components,rejected_reason,parameter_format,quality_score,correct_category,"
    "message_send_ttl_seconds"
)
SAMPLES = ("application/pdf", "image/jpeg", "image/png", "video/mp4")  # what may be left as a sample


@dataclass(frozen=True)
class Created:
    """Meta took the template in; its reviewers may still say no."""

    meta_id: str
    status: str
    category: str  # Meta may choose another than was asked for


@dataclass(frozen=True)
class TemplatePage:
    templates: tuple[TemplateDetails, ...]
    after: str  # ask for what comes after this; empty: that was all


class TemplateDesk(Graph):
    """The same account, spoken for by those who write its templates."""

    def page(self, *, after: str = "", limit: int = 100) -> TemplatePage:
        asked = {"fields": FIELDS, "limit": str(limit)} | ({"after": after} if after else {})
        found = self._get(f"{self.account.waba_id}/message_templates", **asked)
        paging = found.get("paging") or {}
        following = str((paging.get("cursors") or {}).get("after") or "") if paging.get("next") else ""
        told = tuple(understand(TemplateDetails, entry) for entry in found.get("data") or [])
        return TemplatePage(told, "" if following == after else following)

    def create(self, body: dict[str, Any]) -> Created:
        """`body`: as templates_app writes it."""
        found = self._ask("POST", f"{self.account.waba_id}/message_templates", json=body)
        meta_id = str(found.get("id") or "")
        if not meta_id:
            raise GraphUnknown(title="accepted without an id", http_status=200)
        status, category = str(found.get("status") or "PENDING"), str(found.get("category") or "")
        return Created(meta_id, status.upper(), category.upper())

    def edit(self, meta_id: str, **changes: Any) -> None:
        """All components are replaced by those that are given."""
        self._ask("POST", meta_id, json=changes)

    def delete_all_languages(self, name: str) -> None:
        self._delete(name=name)

    def delete_one(self, name: str, *, meta_id: str) -> None:
        self._delete(name=name, hsm_id=meta_id)

    def unpause(self, meta_id: str) -> None:
        """After Meta paused it because too few people liked it."""
        self._ask("POST", f"{meta_id}/unpause")

    def leave_sample(self, file: BinaryIO, *, size: int, mime: str, filename: str) -> str:
        """Leave a file for the reviewers, also over a line that breaks once. Returns the handle that a header names."""
        wanted = {"file_name": filename, "file_length": str(size), "file_type": mime}
        session = str(self._ask("POST", f"{self.account.app_id}/uploads", params=wanted).get("id") or "")
        if not session:
            raise GraphUnknown(title="no upload session", http_status=200)
        try:
            return self._put(session, file, offset=0, size=size)
        except GraphUnknown:
            offset = int(self._of_session("GET", session).get("file_offset") or 0)
            return self._put(session, file, offset=offset, size=size)

    def _put(self, session: str, file: BinaryIO, *, offset: int, size: int) -> str:
        file.seek(offset)
        headers = {"file_offset": str(offset), "Content-Type": "application/octet-stream"}
        patience = media.patience(size)
        found = self._of_session("POST", session, headers=headers, content=file.read(), timeout=patience)
        if handle := wire.text(found.get("h")):
            return handle
        raise GraphUnknown(title="no handle", http_status=200)

    def _of_session(self, method: str, session: str, *, headers: dict[str, str] | None = None, **request: Any) -> Any:
        """Its id comes with a signature behind a question mark, and the token has another name here."""
        path, _, signed = session.partition("?")
        headers = {"Authorization": f"OAuth {self.token().strip()}"} | (headers or {})
        return self._ask(method, path, params=dict(parse_qsl(signed)), headers=headers, **request)

    def _delete(self, **which: str) -> None:
        self._ask("DELETE", f"{self.account.waba_id}/message_templates", params=which)
