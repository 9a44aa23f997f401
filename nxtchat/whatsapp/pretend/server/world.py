"""The state of the pretend world: in memory for speed, in a small SQLite file so that chats survive a restart."""

import asyncio
import json
import sqlite3
import time
from collections import defaultdict, deque
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nxtchat.whatsapp.pretend.server.things import (
    KINDS,
    App,
    Line,
    Media,
    Message,
    Parcel,
    Person,
    Template,
    Waba,
    key_of,
)

REMEMBERED = 300  # messages of one chat; a load test must not fill the memory
WRITE_AFTER = 0.2  # seconds; a pretend world may lose its last blink


class World:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "media").mkdir(mode=0o700, exist_ok=True)
        self.folder = folder
        self.clock_offset = 0.0
        self.apps: dict[str, App] = {}
        self.wabas: dict[str, Waba] = {}
        self.lines: dict[str, Line] = {}
        self.people: dict[str, Person] = {}
        self.messages: dict[str, Message] = {}
        self.templates: dict[str, Template] = {}
        self.media: dict[str, Media] = {}
        self.parcels: dict[str, Parcel] = {}  # those that were not taken yet
        self.chats: dict[str, deque[Message]] = defaultdict(deque)
        self.last_heard: dict[str, float] = {}  # chat: when the customer last spoke, which opens the window
        self.by_bsuid: dict[tuple[str, str], Person] = {}
        self._shelves: dict[type, dict[str, Any]] = {
            App: self.apps,
            Waba: self.wabas,
            Line: self.lines,
            Person: self.people,
            Message: self.messages,
            Template: self.templates,
            Media: self.media,
            Parcel: self.parcels,
        }
        self._changed: dict[tuple[str, str], Any] = {}
        self._writing: asyncio.TimerHandle | None = None
        self._open()

    def now(self) -> float:
        return time.time() + self.clock_offset

    def keep(self, *things: Any) -> None:
        """Remember these, and write them down soon."""
        for thing in things:
            key = key_of(thing)
            self._shelve(thing, key)
            self._changed[type(thing).__name__, key] = thing
        self._write_soon()

    def forget(self, thing: Any) -> None:
        key = key_of(thing)
        self._shelves[type(thing)].pop(key, None)
        self._changed[type(thing).__name__, key] = None
        self._write_soon()

    def app_of(self, waba: Waba) -> App:
        return self.apps[waba.app_id]

    def waba_of(self, line: Line) -> Waba:
        return self.wabas[line.waba_id]

    def lines_of(self, waba: Waba) -> list[Line]:
        return [line for line in self.lines.values() if line.waba_id == waba.waba_id]

    def person_by_bsuid(self, bsuid: str, *, business_id: str) -> Person | None:
        if (business_id, bsuid) not in self.by_bsuid:
            self.by_bsuid |= {(business_id, person.bsuid(business_id)): person for person in self.people.values()}
        return self.by_bsuid.get((business_id, bsuid))

    def window_is_open(self, line: Line, person: Person) -> bool:
        heard = self.last_heard.get(f"{line.phone_number_id}:{person.phone}")
        return heard is not None and self.now() - heard < 24 * 3600

    def has_media(self, media_id: str) -> bool:
        """Known, and not forgotten yet."""
        media = self.media.get(media_id)
        return media is not None and (not media.until or self.now() < media.until)

    def media_file(self, media: Media) -> Path:
        return self.folder / "media" / media.media_id

    def close(self) -> None:
        if self._writing:
            self._writing.cancel()
        self._write()
        self._file.close()

    def _shelve(self, thing: Any, key: str) -> None:
        is_new = key not in self._shelves[type(thing)]
        self._shelves[type(thing)][key] = thing
        if isinstance(thing, Message) and is_new:
            chat = self.chats[thing.chat]
            chat.append(thing)
            if thing.direction == "in":
                self.last_heard[thing.chat] = max(thing.at, self.last_heard.get(thing.chat, 0))
            if len(chat) > REMEMBERED:
                self.forget(chat.popleft())

    def _open(self) -> None:
        path = self.folder / "world.sqlite3"
        self._file = sqlite3.connect(path, check_same_thread=False)
        path.chmod(0o600)
        self._file.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
            "CREATE TABLE IF NOT EXISTS things (kind TEXT, key TEXT, doc TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        found = [KINDS[kind](**json.loads(doc)) for kind, doc in self._file.execute("SELECT kind, doc FROM things")]
        found.sort(key=lambda thing: thing.at if isinstance(thing, Message) else 0)
        for thing in found:
            self._shelve(thing, key_of(thing))

    def _write_soon(self) -> None:
        if self._writing is None:
            self._writing = asyncio.get_running_loop().call_later(WRITE_AFTER, self._write)

    def _write(self) -> None:
        changed, self._changed, self._writing = self._changed, {}, None
        gone = [where for where, thing in changed.items() if thing is None]
        kept = [(*where, json.dumps(asdict(thing))) for where, thing in changed.items() if thing is not None]
        with self._file:
            self._file.executemany("DELETE FROM things WHERE kind = ? AND key = ?", gone)
            self._file.executemany("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", kept)
