"""A marketer writes a template, submits it, changes it and takes it away; Meta's limits are told beforehand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from nxtchat.team.roles import Role
from nxtchat.whatsapp.client import GraphRefused, GraphUnknown
from templates_app import allowances, services, syncing
from templates_app.models import Draft, Event, Template
from tests.templates_app.designs import NAMED, PLAIN, SORTS


@pytest.fixture
def mara(agent_of):
    return agent_of("Mara Díaz", Role.MARKETER)


@pytest.fixture
def submitted(whatsapp, account, mara):
    """`submitted(design)`: a template that lies before the reviewers."""

    def submit(design=PLAIN) -> Template:
        return services.submit(services.begin(account=account, by=mara, design=design), by=mara)

    return submit


def reviewed(whatsapp, template: Template, **outcome) -> Template:
    whatsapp.ask("POST", "review", template_id=template.meta_id, **outcome)
    syncing.sync(template.account)
    template.refresh_from_db()
    return template


def what_stops(draft: Draft, design=None) -> list[str]:
    return [problem.where for problem in services.problems(draft, design) if problem.stops]


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_is_taken_and_comes_back_the_same(submitted, whatsapp, sort):
    template = reviewed(whatsapp, submitted(SORTS[sort]), event="APPROVED")
    assert (template.status, template.design) == ("APPROVED", SORTS[sort])


def test_what_the_rules_stop_never_leaves(whatsapp, account, mara):
    draft = services.begin(account=account, by=mara, design=replace(PLAIN, body=""))
    with pytest.raises(services.NotReady) as refused:
        services.submit(draft, by=mara)
    assert [problem.where for problem in refused.value.problems] == ["body"]
    assert whatsapp.log == []
    assert Draft.objects.get() == draft


def test_a_submitted_draft_is_a_template_and_its_timeline_begins(submitted, mara):
    template = submitted()
    assert (template.status, template.body) == ("PENDING", PLAIN.body)
    event = template.events.get()
    assert (event.what, event.by) == ("submitted", mara)
    assert not Draft.objects.exists()


def test_what_meta_refuses_stays_a_draft(whatsapp, account, mara):
    draft = services.begin(account=account, by=mara, design=PLAIN)
    whatsapp.misbehave(error={"code": 100, "on": "message_templates", "times": 1})
    with pytest.raises(GraphRefused):
        services.submit(draft, by=mara)
    assert services.submit(Draft.objects.get(), by=mara).status == "PENDING"


def test_an_answer_that_never_came_is_not_asked_for_twice(whatsapp, account, mara):
    draft = services.begin(account=account, by=mara, design=PLAIN)
    whatsapp.misbehave(reset_after={"on": "message_templates", "times": 1})
    with pytest.raises(GraphUnknown):
        services.submit(draft, by=mara)
    syncing.sync(account)
    assert Template.objects.get().name == PLAIN.name
    assert what_stops(draft) == ["name"]


def test_two_who_submit_at_once_submit_once(whatsapp, account, mara):
    draft = services.begin(account=account, by=mara, design=PLAIN)
    Draft.objects.update(sent_at=timezone.now())
    with pytest.raises(services.AlreadyOnItsWay):
        services.submit(draft, by=mara)
    Draft.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    assert services.submit(draft, by=mara)


def test_a_name_is_taken_in_one_language_only(submitted, account, mara):
    submitted()
    draft = services.begin(account=account, by=mara, design=PLAIN)
    assert what_stops(draft) == ["name"]
    assert what_stops(draft, replace(PLAIN, language="pt_BR")) == []


def test_a_rejected_one_is_mended_and_sent_again(submitted, whatsapp, mara):
    template = reviewed(whatsapp, submitted(), event="REJECTED", reason="INVALID_FORMAT")
    draft = services.change(template, by=mara)
    services.keep(draft, replace(draft.design, body="Your order is here.", samples={}, category="MARKETING"))
    again = services.submit(draft, by=mara)
    assert (again.pk, again.status, again.category, again.body) == (
        template.pk,
        "PENDING",
        "MARKETING",
        "Your order is here.",
    )
    assert reviewed(whatsapp, again, event="APPROVED").body == "Your order is here."


def test_an_approved_one_is_changed_once_a_day_and_keeps_its_category(submitted, whatsapp, mara):
    template = reviewed(whatsapp, submitted(), event="APPROVED")
    draft = services.change(template, by=mara)
    assert what_stops(draft) == []
    assert what_stops(draft, replace(draft.design, category="MARKETING")) == ["category"]
    assert what_stops(draft, NAMED) == ["named"]
    template = reviewed(whatsapp, services.submit(draft, by=mara), event="APPROVED")
    assert what_stops(services.change(template, by=mara)) == [""]


def test_the_tenth_change_of_a_month_is_the_last(submitted, whatsapp, mara):
    template = reviewed(whatsapp, submitted(), event="APPROVED")
    draft = services.change(template, by=mara)
    assert allowances.edits_left(template) == 10
    for days in range(2, 12):
        at = timezone.now() - timedelta(days=days)
        Event.objects.create(template=template, what=Event.What.EDITED, word="APPROVED", at=at)
    assert allowances.edits_left(template) == 0
    assert what_stops(draft) == [""]
    Event.objects.filter(what="edited").order_by("at").first().delete()
    assert what_stops(draft) == []


def test_one_in_review_cannot_be_changed(submitted, mara):
    assert what_stops(services.change(submitted(), by=mara)) == [""]


def test_an_hour_has_a_hundred_new_ones(submitted, account, mara):
    template = submitted()
    draft = services.begin(account=account, by=mara, design=replace(PLAIN, name="another_one"))
    Event.objects.bulk_create(Event(template=template, what=Event.What.SUBMITTED) for _each in range(98))
    assert what_stops(draft) == []
    Event.objects.create(template=template, what=Event.What.SUBMITTED)
    assert what_stops(draft) == [""]


def test_a_copy_is_like_it_but_for_its_name_or_its_language(submitted, mara):
    template = submitted()
    copy = services.duplicate(template, by=mara)
    assert (copy.name, copy.design.body) == ("order_ready_2", PLAIN.body)
    other = services.duplicate(template, by=mara, language="pt_BR")
    assert (other.name, other.language) == ("order_ready", "pt_BR")


def test_one_language_is_deleted_or_all(submitted, mara):
    first, second, third = (submitted(replace(PLAIN, language=code)) for code in ("en", "pt_BR", "es"))
    services.take_away(first, by=mara)
    assert set(Template.objects.exclude(status="DELETED")) == {second, third}
    services.take_away(second, by=mara, all_languages=True)
    assert not Template.objects.exclude(status="DELETED").exists()
    assert third.events.last().by == mara


def test_what_meta_will_not_delete_stays(submitted, whatsapp, mara):
    template = reviewed(whatsapp, submitted(), event="DISABLED")
    with pytest.raises(GraphRefused):
        services.take_away(template, by=mara)
    template.refresh_from_db()
    assert template.status == "DISABLED"


def test_a_paused_one_is_taken_up_again(submitted, whatsapp):
    template = reviewed(whatsapp, submitted(), event="PAUSED")
    services.unpause(template)
    syncing.sync(template.account)
    template.refresh_from_db()
    assert template.status == "APPROVED"
