"""The block list of a number: who wrote in the last 24 hours can be put on it, and is not heard any more."""

from typing import Any

from nxtchat.whatsapp.pretend.server.addressing import addressee
from nxtchat.whatsapp.pretend.server.asking import missing
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Line, Person
from nxtchat.whatsapp.pretend.server.web import Answer, Request
from nxtchat.whatsapp.pretend.server.world import World

Body = dict[str, Any]
MOST = 64_000


class BlockList:
    def __init__(self, *, world: World) -> None:
        self.world = world

    def listed(self, line: Line, request: Request, body: Body) -> Body:
        found = [{"messaging_product": "whatsapp", "wa_id": phone} for phone in line.blocked]
        return {"data": found} | ({"paging": {"cursors": {"before": "QVFI", "after": "QVFI"}}} if found else {})

    def block(self, line: Line, request: Request, body: Body) -> Body | Answer:
        if len(line.blocked) + len(_wanted(body)) > MOST:
            raise Refusal(139101)
        return self._each(line, body, add=True)

    def unblock(self, line: Line, request: Request, body: Body) -> Body | Answer:
        return self._each(line, body, add=False)

    def _each(self, line: Line, body: Body, *, add: bool) -> Body | Answer:
        done, failed = [], []
        for wanted in _wanted(body):
            entry = {"input": wanted.get("user") or wanted.get("user_id")}
            try:
                person = self._person(line, wanted)
                entry["wa_id"] = person.phone
                self._change(line, person, add=add)
                done.append(entry)
            except Refusal as refusal:
                failed.append(entry | {"errors": [_in_list(refusal)]})
        self.world.keep(line)
        lists = {"added_users" if add else "removed_users": done} | ({"failed_users": failed} if failed else {})
        told: Body = {"messaging_product": "whatsapp", "block_users": lists}
        return Answer(told | Refusal(139100).answer(), status=400) if failed else told

    def _person(self, line: Line, wanted: Body) -> Person:
        to = {"recipient": wanted["user_id"]} if wanted.get("user_id") else {"to": wanted.get("user")}
        if not any(to.values()):
            raise missing("user")
        return addressee(to, line=line, world=self.world)[0]

    def _change(self, line: Line, person: Person, *, add: bool) -> None:
        if add and person.phone not in line.blocked:
            if not self.world.window_is_open(line, person):
                raise Refusal(131047, "User has not messaged in the last 24 hours", message="Re-engagement required")
            line.blocked.append(person.phone)
        if not add and person.phone in line.blocked:
            line.blocked.remove(person.phone)


def _wanted(body: Body) -> list[Body]:
    if body.get("messaging_product") != "whatsapp":
        raise Refusal(100, message="(#100) The parameter messaging_product is required.")
    wanted = body.get("block_users")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(each, dict) for each in wanted):
        raise missing("block_users")
    return wanted


def _in_list(refusal: Refusal) -> Body:
    return {"message": refusal.message, "code": refusal.code, "error_data": {"details": refusal.details}}
