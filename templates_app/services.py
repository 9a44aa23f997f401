"""What marketers do with templates."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nxtchat.team.models import Agent
from nxtchat.whatsapp.client import GraphUnknown
from nxtchat.whatsapp.models import Account
from nxtchat.whatsapp.template_desk import TemplateDesk
from templates_app import allowances, history, nudging, rules
from templates_app.design import Design, without_nul
from templates_app.models import Draft, Event, Template
from templates_app.rules import Problem
from templates_app.syncing import GONE

Json = dict[str, Any]
PATIENCE = timedelta(minutes=2)  # a submission that takes longer has died


class NotReady(Exception):
    """There are problems that Meta would refuse it for."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("not ready")


class AlreadyOnItsWay(Exception):
    """Somebody is submitting it at this moment, or writing another change to it."""


def begin(*, account: Account, by: Agent, design: Design | None = None) -> Draft:
    """A new one, empty or like another."""
    draft = Draft(account=account, author=by)
    draft.take(design or Design(language="en", category="UTILITY"))
    draft.save()
    return draft


def duplicate(template: Template, *, by: Agent, language: str = "") -> Draft:
    """The same again under another name, or in another language under the same."""
    design = template.design
    changed = replace(design, language=language) if language else replace(design, name=f"{design.name}_2"[-512:])
    return begin(account=template.account, by=by, design=changed)


def change(template: Template, *, by: Agent) -> Draft:
    """Work on what is to replace it; whoever began that already is gone on from."""
    draft = Draft(account=template.account, template=template, author=by)
    draft.take(template.design)
    return Draft.objects.get_or_create(
        template=template,
        defaults={
            field: getattr(draft, field) for field in ("account", "name", "language", "content", "author", "changed_at")
        },
    )[0]


def propose(*, account: Account, asked: Json, by: Agent, template: Template | None = None) -> Draft:
    """A draft in Meta's own words, which stay. Raises AlreadyOnItsWay where somebody writes a change already.

    `template`: the one that it is to replace; what is not asked for stays as it is.
    """
    content = template.as_asked if template else {}
    draft = Draft(account=account, template=template, author=by, content=without_nul({**content, **asked}))
    draft.name, draft.language = draft.design.name[:600], draft.design.language[:20]
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise AlreadyOnItsWay from error
    return draft


def keep(draft: Draft, design: Design) -> None:
    """Save what was written, whatever it is worth."""
    if draft.template:
        design = replace(design, name=draft.template.name, language=draft.template.language)
    draft.take(design)
    draft.save(update_fields=["content", "name", "language", "changed_at"])


def problems(draft: Draft, design: Design | None = None) -> list[Problem]:
    """What the rules say, and what the account's other templates and Meta's allowances say."""
    design = design or draft.design
    found = [*rules.check(design), *_taken(draft, design), *allowances.problems(draft, design)]
    return sorted(found, key=lambda problem: not problem.stops)


def submit(draft: Draft, *, by: Agent) -> Template:
    """Lay it before Meta's reviewers. Raises NotReady, AlreadyOnItsWay, or what Meta said."""
    if stops := [problem for problem in problems(draft) if problem.stops]:
        raise NotReady(stops)
    waits = Q(sent_at=None) | Q(sent_at__lt=timezone.now() - PATIENCE)
    if not Draft.objects.filter(waits, pk=draft.pk).update(sent_at=timezone.now()):
        raise AlreadyOnItsWay
    try:
        return _change(draft, by=by) if draft.template else _create(draft, by=by)
    except GraphUnknown:
        nudging.look_on_commit(draft.account)  # perhaps it was taken
        raise
    finally:
        Draft.objects.filter(pk=draft.pk).update(sent_at=None)


def take_away(template: Template, *, by: Agent, all_languages: bool = False) -> None:
    """At Meta too. An approved name rests there for a month."""
    desk = TemplateDesk(template.account)
    if all_languages:
        desk.delete_all_languages(template.name)
    else:
        desk.delete_one(template.name, meta_id=template.meta_id)
    mine = Template.objects.filter(account=template.account, name=template.name).exclude(status=GONE)
    with transaction.atomic():
        for row in mine if all_languages else mine.filter(pk=template.pk):
            _moved(row, GONE, by=by)


def drop(draft: Draft) -> None:
    draft.delete()


def unpause(template: Template) -> None:
    TemplateDesk(template.account).unpause(template.meta_id)
    nudging.look_on_commit(template.account)


def _create(draft: Draft, *, by: Agent) -> Template:
    design = draft.design
    created = TemplateDesk(draft.account).create(draft.content)
    facts = _facts(draft) | {"meta_id": created.meta_id, "status": created.status}
    facts |= {"category": created.category or design.category, "quality": "", "correct_category": "", "told_at": {}}
    key: Json = {"account": draft.account, "name": design.name, "language": design.language}
    with transaction.atomic():
        before = Template.objects.select_for_update(no_key=True).filter(**key).first()  # one that was deleted
        template, _is_new = Template.objects.update_or_create(**key, defaults=facts)
        _note(Event.What.SUBMITTED, created.status, before, template, by=by)
        draft.delete()
    nudging.look_on_commit(draft.account)
    return template


def _change(draft: Draft, *, by: Agent) -> Template:
    design, template = draft.design, draft.template
    assert template is not None
    asked = {key: value for key, value in draft.content.items() if key in allowances.CHANGEABLE}
    facts = _facts(draft) | {"status": "PENDING", "category": design.category}
    if template.status == "APPROVED":  # it keeps the category that it has, which may be another since we looked
        asked.pop("category", None)
        del facts["category"]
    TemplateDesk(draft.account).edit(template.meta_id, **asked)
    with transaction.atomic():
        before = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        Template.objects.filter(pk=template.pk).update(**facts)
        template.refresh_from_db()
        _note(Event.What.EDITED, before.status, before, template, by=by)
        draft.delete()
    nudging.look_on_commit(draft.account)
    return template


def _note(what: Event.What, word: str, before: Template | None, now: Template, *, by: Agent) -> None:
    """What somebody did here; and that it serves another purpose from now on, if so."""
    found = history.differences(before, now) if before else ()
    moved = [event for event in found if event.what == Event.What.CATEGORY]
    history.write([Event(template=now, what=what, word=word, by=by), *moved])


def _facts(draft: Draft) -> Json:
    design = draft.design
    return {
        "components": draft.content.get("components") or [],
        "is_named": design.named,
        "seconds_to_live": design.seconds_to_live,
        "rejected_reason": "",
        "advice": "",
        "synced_at": timezone.now(),
    }


def _taken(draft: Draft, design: Design) -> Iterable[Problem]:
    same = Template.objects.filter(account=draft.account, name=design.name, language=design.language)
    if draft.template is None and design.name and same.exclude(status=GONE).exists():
        why = _("There is a template of this name in this language.")
        yield Problem("name", why, _("Choose another name, or edit that one."))


def _moved(template: Template, status: str, *, by: Agent) -> None:
    Template.objects.filter(pk=template.pk).update(status=status)
    history.write([history.of_status(template, status, by=by)])
