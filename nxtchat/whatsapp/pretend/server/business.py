"""What the business does: sends, marks as read, shows that it is typing; and how its messages get on."""

import asyncio
from typing import Any

from nxtchat.whatsapp.pretend.server import files, rules, templates_sent, webhooks
from nxtchat.whatsapp.pretend.server.addressing import addressee
from nxtchat.whatsapp.pretend.server.asking import invalid, missing
from nxtchat.whatsapp.pretend.server.courier import Courier
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.limits import Limits
from nxtchat.whatsapp.pretend.server.mischief import Mischief
from nxtchat.whatsapp.pretend.server.things import Line, Message, Person, new_wamid
from nxtchat.whatsapp.pretend.server.world import World

RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}
TYPING_SECONDS = 25
REACTED_TO_WITHIN = 30 * 24 * 3600
Body = dict[str, Any]


class Business:
    def __init__(self, *, world: World, courier: Courier, mischief: Mischief) -> None:
        self.world, self.courier, self.mischief = world, courier, mischief
        self.limits = Limits()
        self.sent_after, self.delivered_after = 0.15, 0.5  # seconds
        self.closed_window = "status"  # Meta says no in a status, or "at_once", or "never"
        self.typing: dict[str, float] = {}

    async def send(self, line: Line, body: Body) -> Body:
        if body.get("status") == "read":
            return self._mark_read(line, body)
        rules.check(body)
        person, by_bsuid = addressee(body, line=line, world=self.world)
        self.limits.check(line=line.phone_number_id, person=person.phone)
        message = self._written(line, body, person, by_bsuid=by_bsuid)
        trouble = self._trouble(line, person, message)
        if trouble and trouble.code == 131047 and self.closed_window == "at_once":
            raise trouble
        self.world.keep(message)
        self.typing.pop(message.chat, None)
        fate = self.courier.start(self._get_on(message, trouble))
        if self.mischief.take("early") is not None:
            await fate
            while not self.courier.is_idle:
                await asyncio.sleep(0.01)
        return self._answer(body, message, person)

    def read_by_customer(self, line: Line, person: Person) -> None:
        """The phone is open on this chat."""
        for message in self.world.chats[f"{line.phone_number_id}:{person.phone}"]:
            # WhatsApp gives nothing but `sent` for a reaction.
            if message.direction == "out" and message.status in {"sent", "delivered"} and message.type != "reaction":
                self.tell(message, "read")

    def tell(self, message: Message, status: str) -> None:
        """Note how far the message got, and let the business know."""
        if RANK[status] <= RANK.get(message.status, 0):
            return
        message.status, message.status_at = status, self.world.now()
        self.world.keep(message)
        self._post_status(message, status)

    def _post_status(self, message: Message, status: str) -> None:
        dropped = self.mischief.look("drop")
        if dropped is not None and status in dropped.get("statuses", list(RANK)):
            self.mischief.take("drop")
            return
        line, person = self.world.lines[message.phone_number_id], self.world.people[message.person]
        waba = self.world.waba_of(line)
        value = webhooks.status(message, status, at=self.world.now(), line=line, waba=waba, person=person)
        self.courier.hand_over(waba, "messages", value)

    async def _get_on(self, message: Message, trouble: Refusal | None) -> None:
        """From accepted to the phone, or to a failure."""
        if trouble:
            message.errors = [trouble.in_webhook()]
            await asyncio.sleep(self.sent_after)
            return self.tell(message, "failed")
        if self.mischief.take("reorder") is not None:
            # The newest news comes first; the older fact is told late, as Meta sometimes does.
            await asyncio.sleep(self.sent_after)
            self.tell(message, "delivered")
            await self._everything_posted()
            return self._post_status(message, "sent")
        await asyncio.sleep(self.sent_after)
        self.tell(message, "sent")
        if message.type != "reaction":
            await asyncio.sleep(self.delivered_after)
            self.tell(message, "delivered")
        return None

    async def _everything_posted(self) -> None:
        await asyncio.sleep(0.05)
        while any(self.courier.waiting.values()):
            await asyncio.sleep(0.02)

    def _written(self, line: Line, body: Body, person: Person, *, by_bsuid: bool) -> Message:
        kind = body.get("type", "text")
        content = {kind: body[kind]}
        if kind == "template":
            waba = self.world.waba_of(line)
            wanted = body["template"]
            template = templates_sent.to_be_sent(wanted, waba=waba, world=self.world, by_bsuid=by_bsuid)
            content |= {
                "category": template.category.lower(),
                "shown": templates_sent.shown(template, wanted),
                "buttons": templates_sent.buttons(template, wanted),
            }
        files.check(body, world=self.world)
        return Message(
            wamid=new_wamid(phone=person.phone, direction="out"),
            phone_number_id=line.phone_number_id,
            person=person.phone,
            direction="out",
            type=kind,
            body=content,
            at=self.world.now(),
            status="accepted",
            callback_data=body.get("biz_opaque_callback_data", ""),
            context={"id": body["context"]["message_id"]} if (body.get("context") or {}).get("message_id") else {},
            addressed_by_bsuid=by_bsuid,
        )

    def _trouble(self, line: Line, person: Person, message: Message) -> Refusal | None:
        """Why this message will be accepted and yet not arrive."""
        later = self.mischief.take("fail_later")
        if later is not None:
            return Refusal(int(later.get("code", 131026)), str(later.get("details", "")))
        unreachable = self.mischief.look("unreachable", people=person.phone) is not None
        if unreachable or not person.on_whatsapp:
            return Refusal(131026)
        if trouble := files.trouble(message, world=self.world) or self._reacts_to_nothing(message):
            return trouble
        if message.type != "template" and self.closed_window != "never":
            return None if self.world.window_is_open(line, person) else Refusal(131047)
        return None

    def _reacts_to_nothing(self, message: Message) -> Refusal | None:
        """A reaction to what is not in the chat, is older than 30 days, or is a reaction itself, never arrives."""
        if message.type != "reaction":
            return None
        about = self.world.messages.get(str(message.body["reaction"]["message_id"]))
        is_there = about and about.chat == message.chat and about.type != "reaction"
        if about and is_there and self.world.now() - about.at < REACTED_TO_WITHIN:
            return None
        return Refusal(131009, "The message that is reacted to cannot be found.")

    def _answer(self, body: Body, message: Message, person: Person) -> Body:
        waba = self.world.waba_of(self.world.lines[message.phone_number_id])
        bsuid = person.bsuid(waba.business_id)
        if message.addressed_by_bsuid:
            contact = {"input": body["recipient"], "user_id": bsuid}
        else:
            contact = {"input": body["to"], "wa_id": person.phone, "user_id": bsuid}
        told = {"id": message.wamid} | ({"message_status": "accepted"} if message.type == "template" else {})
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [told]}

    def _mark_read(self, line: Line, body: Body) -> Body:
        message = self.world.messages.get(str(body.get("message_id", "")))
        if not body.get("message_id"):
            raise missing("message_id")
        if message is None or message.direction != "in" or message.phone_number_id != line.phone_number_id:
            raise invalid("message_id", "is not a message this number received")
        for earlier in self.world.chats[message.chat]:  # marking one marks those before it
            if earlier.direction == "in" and earlier.at <= message.at and earlier.status != "read":
                earlier.status = "read"
                self.world.keep(earlier)
        if (body.get("typing_indicator") or {}).get("type") == "text":
            self.typing[message.chat] = self.world.now() + TYPING_SECONDS
        return {"success": True}
