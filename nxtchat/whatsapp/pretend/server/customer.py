"""What the customers do: speak, in every way WhatsApp knows, and change who they are."""

from typing import Any

from nxtchat.whatsapp.pretend.server import taps, webhooks
from nxtchat.whatsapp.pretend.server.business import Business
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Line, Message, Person, digits, new_wamid

FACTS = ("name", "username", "user_id", "hidden", "on_whatsapp", "language")


class BadWish(ValueError):
    """The control request makes no sense; the text says why."""


class Customers:
    def __init__(self, business: Business) -> None:
        self.business, self.world, self.courier = business, business.world, business.courier

    def meet(self, wanted: dict[str, Any]) -> Person:
        """The person with this number, with what is newly known of them."""
        phone = digits(str(wanted.get("phone") or wanted.get("from") or ""))
        if not 7 <= len(phone) <= 15:
            raise BadWish("A person needs a phone number of 7 to 15 digits, with the country code.")
        person = self.world.people.get(phone) or Person(phone=phone)
        for fact in FACTS:
            if fact in wanted:
                setattr(person, fact, wanted[fact])
        self.world.keep(person)
        return person

    def say(self, wanted: dict[str, Any]) -> Message:
        """`{phone_number_id, from, name?, text | type + the type's own object, reply_to?, forwarded?, …}`"""
        line, person = self.line(wanted), self.meet(wanted)
        kind = str(wanted.get("type", "text"))
        message = Message(
            wamid=str(wanted.get("wamid") or new_wamid(phone=person.phone, direction="in")),
            phone_number_id=line.phone_number_id,
            person=person.phone,
            direction="in",
            type=kind,
            body=self._body(kind, wanted),
            at=float(wanted.get("at") or self.world.now() - float(wanted.get("seconds_ago", 0))),
            status="sent",
            context=self._context(line, wanted),
        )
        self.world.keep(message)
        if not wanted.get("silently"):
            self.business.limits.heard(line.phone_number_id)
            self._tell(line, person, message)
        return message

    def tap(self, wanted: dict[str, Any]) -> Message:
        """`{phone_number_id, from, on: a wamid, choice: the id of what is pressed}`"""
        line, person = self.line(wanted), self.meet(wanted)
        message = self.world.messages.get(str(wanted.get("on")))
        if message is None or message.direction != "out" or message.chat != f"{line.phone_number_id}:{person.phone}":
            raise BadWish("There is no such message on this phone.")
        said = taps.answer(message, str(wanted.get("choice")), person=person)
        if said is None:
            raise BadWish("There is nothing such to press.")
        ids = {"phone_number_id": line.phone_number_id, "from": person.phone, "reply_to": message.wamid}
        return self.say(said | ids)

    def line(self, wanted: dict[str, Any]) -> Line:
        """The number that is meant; the only one there is, unless told."""
        wish = str(wanted.get("phone_number_id") or "")
        if not wish and len(self.world.lines) == 1:
            return next(iter(self.world.lines.values()))
        if wish not in self.world.lines:
            raise BadWish("There is no number with this phone_number_id.")
        return self.world.lines[wish]

    def _tell(self, line: Line, person: Person, message: Message) -> None:
        if person.phone in line.blocked:
            return

        def delivered() -> None:
            if message.status == "sent":
                message.status = "delivered"
                self.world.keep(message)

        waba = self.world.waba_of(line)
        value = webhooks.inbound(message, line=line, waba=waba, person=person)
        self.courier.hand_over(waba, "messages", value, on_taken=delivered)

    def _body(self, kind: str, wanted: dict[str, Any]) -> dict[str, Any]:
        more = {key: wanted[key] for key in ("referral", "errors", "group_id") if key in wanted}
        if kind == "text":
            if not wanted.get("text"):
                raise BadWish("What shall they say?")
            text = wanted["text"]
            return more | {"text": text if isinstance(text, dict) else {"body": str(text)}}
        if kind == "unsupported":
            of = wanted.get("unsupported") or {"type": "poll"}
            error = Refusal(131051, "Message type is currently not supported.").in_webhook()
            error["title"] = error["message"] = "Message type unknown"
            error.pop("href")
            return more | {"errors": [error], "unsupported": of}
        if kind not in wanted:
            raise BadWish(f"A message of type {kind} needs its object {kind}.")
        return more | {kind: wanted[kind]}

    def _context(self, line: Line, wanted: dict[str, Any]) -> dict[str, Any]:
        if context := wanted.get("context"):
            return dict(context)
        if quoted := wanted.get("reply_to"):
            original = self.world.messages.get(str(quoted))
            is_ours = original is None or original.direction == "out"
            return {"from": line.digits if is_ours or original is None else original.person, "id": str(quoted)}
        return {"forwarded": True} if wanted.get("forwarded") else {}
