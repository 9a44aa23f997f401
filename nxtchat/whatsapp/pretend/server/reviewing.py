"""Meta's reviewers: templates come in as pending, and are soon approved, or whatever they are told to become."""

import asyncio
import base64
from typing import Any

from nxtchat.whatsapp.pretend.server import template_parts, templates, webhooks
from nxtchat.whatsapp.pretend.server.courier import Courier
from nxtchat.whatsapp.pretend.server.errors import Refusal
from nxtchat.whatsapp.pretend.server.things import Template, Waba
from nxtchat.whatsapp.pretend.server.web import Request
from nxtchat.whatsapp.pretend.server.world import World

EVENTS = {
    *("APPROVED", "REJECTED", "PENDING", "PAUSED", "DISABLED", "FLAGGED", "IN_APPEAL", "REINSTATED"),
    *("PENDING_DELETION", "DELETED", "LIMIT_EXCEEDED", "LOCKED", "ARCHIVED"),
}
EDITABLE = {"APPROVED", "REJECTED", "PAUSED"}
DAY = 24 * 3600
Body = dict[str, Any]


class Reviewing:
    def __init__(self, *, world: World, courier: Courier) -> None:
        self.world, self.courier = world, courier
        self.seconds: float | None = 3.0  # None: only when told

    def listed(self, waba: Waba, request: Request, body: Body) -> Body:
        wanted = request.query
        found = [
            shown
            for template in templates.of(waba, world=self.world)
            if (shown := templates.shown_to_business(template))
            and all(
                str(shown[key]).lower() == wanted[key].lower()
                for key in ("name", "status", "category", "language")
                if key in wanted
            )
        ]
        return self._page(found, request)

    def one(self, template: Template, request: Request, body: Body) -> Body:
        return self._picked(templates.shown_to_business(template), request)

    def create(self, waba: Waba, request: Request, body: Body) -> Body:
        template = templates.create(body, waba=waba, world=self.world)
        self._lay_before_reviewers(template)
        return {"id": template.template_id, "status": template.status, "category": template.category}

    def edit(self, template: Template, request: Request, body: Body) -> Body:
        """All components are replaced. What is approved can be changed once a day and ten times a month."""
        now = self.world.now()
        if template.status not in EDITABLE:
            raise template_parts.invalid(f"A template that is {template.status} cannot be edited.", 2388049)
        if template.status == "APPROVED":
            if str(body.get("category", template.category)).upper() != template.category:
                raise template_parts.invalid("The category of an approved template cannot be changed.", 2388049)
            of_month = [at for at in template.edited if now - at < 30 * DAY]
            if len(of_month) >= 10 or any(now - at < DAY for at in of_month):
                raise template_parts.invalid("It can be edited once in 24 hours and 10 times in 30 days.", 2388049)
            template.edited = [*of_month, now]
        if "components" in body:
            is_code = template.category == "AUTHENTICATION"
            template_parts.check(body["components"], is_authentication=is_code)
            template.components = body["components"]
        template.category = str(body.get("category", template.category)).upper()
        template.seconds_to_live = body.get("message_send_ttl_seconds", template.seconds_to_live)
        template.status, template.rejected_reason = "PENDING", "NONE"
        self.world.keep(template)
        self._lay_before_reviewers(template)
        return {"success": True}

    def unpause(self, template: Template, request: Request, body: Body) -> Body:
        if template.status != "PAUSED":
            raise template_parts.invalid("Only a paused template can be unpaused.", 2388049)
        self.decide(template, event="APPROVED")
        return {"success": True}

    def delete(self, waba: Waba, request: Request, body: Body) -> Body:
        name, one = request.query.get("name"), request.query.get("hsm_id")
        if not name:
            raise Refusal(100, message="(#100) The parameter name is required.")
        found = [t for t in templates.of(waba, world=self.world) if t.name == name and one in {None, t.template_id}]
        if not found:
            raise Refusal(
                100, message="Invalid parameter", error_subcode=2593002, error_user_title="Message Template Not Found",
                error_user_msg=f"No template is called {name}.",
            )  # fmt: skip
        for template in found:
            if template.status == "DISABLED":
                raise template_parts.invalid("A disabled template cannot be deleted.", 2388049)
        for template in found:
            if template.status == "APPROVED":
                waba.blocked_names[template.name] = self.world.now() + 30 * DAY
            self.world.forget(template)
        self.world.keep(waba)
        return {"success": True}

    def hear(self, template: Template, wish: Body) -> None:
        """What somebody who plays Meta wants of it."""
        if "category" in wish:
            self.move(template, category=str(wish["category"]))
        elif "correct_category" in wish:
            self.announce(template, category=str(wish["correct_category"]))
        elif "quality" in wish:
            self.rate(template, quality=str(wish["quality"]))
        else:
            self.decide(template, event=str(wish.get("event", "APPROVED")), reason=str(wish.get("reason", "NONE")))

    def decide(self, template: Template, *, event: str, reason: str = "NONE") -> None:
        """The reviewers' word, told to the business. Only some events are states of the template."""
        template.status = {"REINSTATED": "APPROVED", "FLAGGED": template.status}.get(event, event)
        template.rejected_reason = reason
        self.world.keep(template)
        value = webhooks.template_status(template, event=event, reason=reason)
        self.courier.hand_over(self.world.wabas[template.waba_id], "message_template_status_update", value)

    def move(self, template: Template, *, category: str) -> None:
        """It is of another category than the business said."""
        before, template.category, template.correct_category = template.category, category, ""
        self._tell(template, "template_category_update", previous_category=before, new_category=category)

    def announce(self, template: Template, *, category: str) -> None:
        """It will be of another category tomorrow."""
        template.correct_category = category
        tomorrow = int(self.world.now() + DAY)
        told = {"new_category": template.category, "correct_category": category, "category_update_timestamp": tomorrow}
        self._tell(template, "template_category_update", **told)

    def rate(self, template: Template, *, quality: str) -> None:
        """What people think of it."""
        before, template.quality = template.quality, quality
        told = {"previous_quality_score": before, "new_quality_score": quality}
        self._tell(template, "message_template_quality_update", **told)

    def _tell(self, template: Template, field: str, **told: Any) -> None:
        self.world.keep(template)
        value = webhooks.about_template(template) | told
        self.courier.hand_over(self.world.wabas[template.waba_id], field, value)

    def _lay_before_reviewers(self, template: Template) -> None:
        if self.seconds is not None:
            # Not the courier's work, so nobody waiting for the post waits for reviewers.
            asyncio.get_running_loop().call_later(self.seconds, self._approve, template)

    def _approve(self, template: Template) -> None:
        if template.template_id in self.world.templates and template.status == "PENDING":
            self.decide(template, event="APPROVED")

    def _page(self, found: list[Body], request: Request) -> Body:
        size = max(1, min(int(request.query.get("limit", "25") or 25), 1000))
        first = _place(request.query.get("after", ""))
        page = found[first : first + size]
        told: Body = {"data": [self._picked(each, request) for each in page]}
        if page:
            told["paging"] = {"cursors": {"before": _cursor(first), "after": _cursor(first + len(page))}}
            if first + size < len(found):
                after = told["paging"]["cursors"]["after"]
                told["paging"]["next"] = f"https://graph.facebook.com{request.path}?after={after}"
        return told

    def _picked(self, shown: Body, request: Request) -> Body:
        if "fields" not in request.query:
            return shown
        names = request.query["fields"].replace(" ", "").split(",")
        return {name: shown[name] for name in names if name in shown} | {"id": shown["id"]}


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"after:{place}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().removeprefix("after:"))
    except ValueError:
        return 0
