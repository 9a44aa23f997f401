"""Whoever answers sees what limits writing to somebody: in the list, before they write, and beside the thread."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts import consent
from contacts.consent import marks
from contacts.models import Mark
from inbox import blocking
from nxtchat.team.roles import Role
from templates_app.models import Template
from tests.inbox.desk import address, at_desk, words

__all__ = ["at_desk"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana(contact, bruno):
    class Ana:
        def says(self, is_given, *purposes):
            now = timezone.now()
            consent.record(
                [
                    consent.Said(contact=contact.pk, purpose=purpose, is_given=is_given, at=now, source="word")
                    for purpose in purposes
                ]
            )

        def is_marked(self, kind):
            marks.put(contact=contact, kind=kind, reason="so it is", by=bruno)

    return Ana()


LIMITS = {
    "Wants no offers": lambda ana: ana.says(False, "marketing"),
    "Wants no messages": lambda ana: ana.says(False, "marketing", "service"),
    "Wants offers only": lambda ana: (ana.says(True, "marketing"), ana.says(False, "service")),
    "Perhaps under 18": lambda ana: ana.is_marked(Mark.Kind.MINOR),
    "Blocked": lambda ana: ana.is_marked(Mark.Kind.BLOCKED),
}


def parts(page):
    """The row, what stands above the composer, and the panel beside the thread."""
    row = page.split('id="row-')[1].split("</li>")[0]
    above = page.split('id="limits"')[1].split('id="composer-problem"')[0]
    panel = page.split('id="contact"')[1].split("</aside>")[0]
    return row, above, panel


@pytest.mark.parametrize("short", LIMITS)
def test_it_is_said_in_words_in_the_list_before_one_writes_and_beside_the_thread(
    at_desk, bruno, conversation, ana, short
):
    before = at_desk(bruno).get(address(conversation)).text
    assert all(one not in part for part in parts(before) for one in LIMITS)
    LIMITS[short](ana)
    row, above, panel = parts(at_desk(bruno).get(address(conversation)).text)
    assert f'<span class="badge">{short}</span>' in row and short in row.split('aria-label="')[1].split('"')[0]
    assert short.split()[0].lower() in words(above).lower()
    assert short in panel


def test_what_is_still_allowed_is_said_with_it(at_desk, bruno, conversation, ana):
    ana.says(False, "marketing")
    assert "You may answer them" in at_desk(bruno).get(address(conversation)).text


def test_a_live_update_brings_it(at_desk, bruno, conversation, ana):
    ana.says(False, "marketing")
    fragments = at_desk(bruno).get(reverse("inbox:fragments") + f"?c={conversation.pk}&rows={conversation.pk}").text
    assert all(
        "Wants no offers" in part for part in (fragments.split('id="items"')[0], fragments.split('id="limits"')[1])
    )


@pytest.fixture
def form(at_desk, bruno, conversation, number):
    """The form of a template of this category."""

    def show(category):
        template = Template.objects.create(
            account=number.account, meta_id=category, name=category.lower(), language="en", category=category,
            status="APPROVED", components=[{"type": "BODY", "text": "Hello"}],
        )  # fmt: skip
        address = reverse("inbox:saying", args=[conversation.pk, "template"])
        return at_desk(bruno).get(f"{address}?template={template.pk}").text

    return show


def test_a_template_that_is_refused_says_why_and_what_helps_before_it_is_filled_in(form, ana):
    ana.says(False, "marketing")
    page = form("MARKETING")
    assert "wants no offers or news" in page and "START PROMOTIONS" in page and "Note what they said" in page
    assert '<button class="button button--primary" type="submit" disabled>' in page


def test_whoever_writes_unasked_is_reminded_of_it(form, ana):
    assert "Nobody noted that this person agreed" in form("UTILITY")
    assert "Nobody noted" not in form("AUTHENTICATION")
    Template.objects.all().delete()
    ana.says(True, "service")
    assert "Nobody noted" not in form("UTILITY")


def block(desk, conversation, **said):
    return desk.post(reverse("inbox:blocking", args=[conversation.pk]), {"reason": "Threatens us"} | said)


def test_an_agent_blocks_and_unblocks_from_the_conversation(at_desk, bruno, conversation, contact, whatsapp):
    whatsapp.adopt(conversation.number)
    desk = at_desk(bruno)
    assert "Nothing can be sent to them any more" in desk.get(reverse("inbox:blocking", args=[conversation.pk])).text
    assert block(desk, conversation).status_code == 302
    for block_id in blocking.due():
        blocking.tell(block_id)
    page = desk.get(address(conversation)).text
    assert page.count("Also blocked at WhatsApp") == 2  # where one would write, and beside the thread
    assert "They can write to you again" in desk.get(reverse("inbox:blocking", args=[conversation.pk])).text
    assert block(desk, conversation, lift="1", reason="Said sorry").status_code == 302
    assert "Still blocked at WhatsApp" in desk.get(address(conversation)).text
    kept = contact.marks.get()
    assert (kept.reason, kept.lifted_because) == ("Threatens us", "Said sorry")


def test_who_blocks_says_why(at_desk, bruno, conversation, contact):
    assert block(at_desk(bruno), conversation, reason=" ").status_code == 422
    assert not contact.marks.exists()


def test_a_script_is_told_that_it_is_done(at_desk, bruno, conversation, contact):
    path = reverse("inbox:blocking", args=[conversation.pk])
    assert at_desk(bruno).post(path, {"reason": "Spam"}, headers={"HX-Request": "true"}).status_code == 201
    assert contact.marks.exists()


def test_who_only_looks_on_or_is_of_another_team_does_not_block(at_desk, agent_of, chitra, conversation, contact):
    for agent in (agent_of("Vera", Role.VIEWER), chitra):
        assert block(at_desk(agent), conversation).status_code == 404
    assert not contact.marks.exists()
