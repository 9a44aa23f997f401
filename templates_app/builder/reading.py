"""What the form says, as a design."""

import json
import re
from collections.abc import Mapping
from typing import Any

from templates_app.design import App, Button, Card, Design, Header, Offer, Samples, variables

MOST = 12  # of buttons, of cards: more than there may be, so that the rules can say so
Posted = Mapping[str, str]


def read(posted: Posted) -> Design:
    text = _Reader(posted)
    body = text("body")
    return Design(
        name=text("name").strip(),
        language=text("language"),
        category=text("category"),
        named=text("named") == "named",
        header=text.header("header"),
        body=body,
        samples=text.samples("body", body),
        footer=text("footer"),
        buttons=text.buttons("buttons"),
        cards=tuple(text.card(f"cards.{place}") for place in text.places("cards", "header.kind")),
        offer=Offer(text("offer"), text.is_on("offer_expires")) if text.is_on("has_offer") else None,
        warns_of_sharing=text.is_on("warns_of_sharing"),
        code_minutes=text.whole("code_minutes"),
        asks_to_call=text.is_on("asks_to_call"),
        seconds_to_live=text.whole("seconds_to_live"),
        more=tuple(part for part in text.json("more", []) if isinstance(part, dict)),
    )


class _Reader:
    def __init__(self, posted: Posted) -> None:
        self.posted = posted

    def __call__(self, key: str) -> str:
        return str(self.posted.get(key) or "").replace("\r\n", "\n").replace("\0", "")

    def is_on(self, key: str) -> bool:
        return self(key) == "on"

    def whole(self, key: str) -> int | None:
        found = self(key).strip()
        return int(found) if re.fullmatch(r"-?[0-9]{1,9}", found) else None

    def json(self, key: str, otherwise: Any) -> Any:
        try:
            found = json.loads(self(key))
        except (ValueError, RecursionError):
            return otherwise
        return found if isinstance(found, type(otherwise)) else otherwise

    def places(self, key: str, field: str) -> list[int]:
        found = (re.fullmatch(rf"{re.escape(key)}\.([0-9]{{1,2}})\.{re.escape(field)}", each) for each in self.posted)
        return sorted({int(match[1]) for match in found if match})[:MOST]

    def samples(self, key: str, text: str) -> Samples:
        given = {name: self(f"{key}.samples.{name}") for name in variables(text)}
        return {name: value for name, value in given.items() if value}

    def header(self, key: str) -> Header:
        kind, text = self(f"{key}.kind"), self(f"{key}.text")
        if kind == "TEXT":
            return Header(kind, text, self.samples(key, text))
        return Header(kind, handle=self(f"{key}.handle"))

    def card(self, key: str) -> Card:
        body = self(f"{key}.body")
        samples = self.samples(f"{key}.body", body)
        return Card(self.header(f"{key}.header"), body, samples, self.buttons(f"{key}.buttons"))

    def buttons(self, key: str) -> tuple[Button, ...]:
        return tuple(self.button(f"{key}.{place}") for place in self.places(key, "kind"))

    def button(self, key: str) -> Button:
        kind, flow = self(f"{key}.kind"), self(f"{key}.flow")
        return Button(
            kind=kind,
            text=self(f"{key}.text"),
            url=self(f"{key}.url").strip(),
            phone=self(f"{key}.phone").strip(),
            sample=self(f"{key}.sample"),
            flow_by=self(f"{key}.flow_by"),
            flow=flow,
            flow_action=self(f"{key}.flow_action"),
            screen=self(f"{key}.screen"),
            otp=(self(f"{key}.otp") or "COPY_CODE") if kind == "OTP" else "",
            autofill_text=self(f"{key}.autofill_text"),
            accepts_zero_tap=self.is_on(f"{key}.accepts_zero_tap"),
            apps=self.apps(f"{key}.apps"),
            more=self.json(f"{key}.more", {}),
        )

    def apps(self, key: str) -> tuple[App, ...]:
        lines = (line.split(None, 1) for line in self(key).splitlines() if line.strip())
        return tuple(App(each[0], each[1].strip() if len(each) > 1 else "") for each in lines)
