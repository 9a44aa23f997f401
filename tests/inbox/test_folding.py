"""What is said about a message later stands on the message: reactions, new words, that it is gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contacts.models import Contact
from inbox.models import Conversation, Message, Status
from tests.inbox.desk import address, ana_says, at_desk, shown, we_say, words

__all__ = ["ana_says", "at_desk", "we_say"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def later():
    """Each call a second later than the one before."""
    start = timezone.now() - timedelta(minutes=9)
    moments = iter(start + timedelta(seconds=n) for n in range(100))
    return lambda: next(moments)


@pytest.fixture
def about(ana_says, later):
    """`about("reaction", "👍", "w1")`: Ana says something about a message."""

    def say(kind, text, wamid, **facts):
        return ana_says(text, kind=kind, reply_to_wamid=wamid, at=later(), **facts)

    return say


@pytest.fixture
def looks(at_desk, bruno, conversation):
    """What Bruno reads of a message."""
    return lambda message: words(shown(at_desk(bruno).get(address(conversation)).text, message))


def test_a_reaction_stands_on_its_message_with_who_it_is_from(about, ana_says, we_say, looks, later, bruno):
    ours = we_say("It is on its way", by=bruno, wamid="w1", created_at=later())
    reaction = about("reaction", "👍", "w1")
    assert "👍 Ana Souza" in looks(ours)
    with pytest.raises(AssertionError):
        looks(reaction)


def test_the_last_reaction_of_each_side_counts_and_an_empty_one_takes_it_back(
    about, ana_says, we_say, looks, later, bruno, agent_of
):
    hers = ana_says("Thank you", wamid="w1", at=later())
    about("reaction", "👍", "w1")
    about("reaction", "🎉", "w1")
    we_say("🙏", kind="reaction", by=agent_of("Dora Nunes"), reply_to_wamid="w1", created_at=later())
    assert "👍" not in looks(hers)
    assert "🎉 Ana Souza 🙏 Dora Nunes" in looks(hers)
    we_say("❤", kind="reaction", by=bruno, reply_to_wamid="w1", created_at=later())
    assert "🙏" not in looks(hers) and "❤ You" in looks(hers)
    about("reaction", "", "w1")
    assert "🎉" not in looks(hers) and "❤ You" in looks(hers)


def test_a_reaction_to_something_unknown_is_a_line_of_its_own(about, ana_says, looks, later):
    assert "Ana Souza reacted 👍 to a message that is not here." in looks(about("reaction", "👍", "w-unknown"))
    assert "Ana Souza took back a reaction." in looks(about("reaction", "", "w-unknown"))


def test_a_reaction_of_ours_that_failed_stays_where_it_can_be_decided(ana_says, we_say, looks, later, bruno):
    hers = ana_says("Thank you", wamid="w1", at=later())
    failed = we_say(
        "🙏",
        kind="reaction",
        by=bruno,
        reply_to_wamid="w1",
        created_at=later(),
        status=Status.FAILED,
        error_code=131000,
    )
    assert "🙏" not in looks(hers)
    assert "Reaction 🙏 to “Thank you”" in looks(failed)
    assert "Try again" in looks(failed)


def test_an_edited_message_says_the_new_words_and_keeps_the_old_within_reach(about, ana_says, looks, later):
    message = ana_says("At ten", wamid="w1", at=later())
    for text in ("At eleven", "At noon"):
        payload = {"edit": {"original_message_id": "w1", "message": {"type": "text", "text": {"body": text}}}}
        about("edit", text, "w1", payload=payload)
    seen = looks(message)
    assert seen.index("At noon") < seen.index("Edited") < seen.index("At ten") < seen.index("At eleven")
    assert seen.count("At noon") == 1


def test_nobody_changes_or_deletes_what_the_other_side_said(about, we_say, looks, later, bruno):
    ours = we_say("The price is 10", by=bruno, wamid="w1", created_at=later())
    edit, revoke = about("edit", "The price is 1", "w1"), about("revoke", "", "w1")
    assert "The price is 10" in looks(ours) and "Edited" not in looks(ours)
    assert "Ana Souza changed a message that is not here to “The price is 1”." in looks(edit)
    assert "Ana Souza deleted a message that is not here." in looks(revoke)


def test_a_deleted_message_says_only_that(about, ana_says, we_say, looks, later, bruno):
    message = ana_says("My secret", wamid="w1", at=later(), payload={"referral": {"headline": "Fern"}})
    answer = we_say("Noted", by=bruno, reply_to_wamid="w1", created_at=later())
    about("edit", "My other secret", "w1")
    about("reaction", "👍", "w1")
    assert "other secret" in looks(answer)
    about("revoke", "", "w1")
    assert "The customer deleted this message." in looks(message)
    for hidden in ("secret", "👍", "Fern", "Edited"):
        assert hidden not in looks(message)
    assert "secret" not in looks(answer) and "Deleted message" in looks(answer)


def test_what_the_phone_app_changed_and_deleted_is_shown_too(we_say, looks, later):
    kept = we_say("At ten", origin="phone", wamid="w1", created_at=later())
    gone = we_say("Oops", origin="phone", wamid="w2", created_at=later())
    we_say("At noon", kind="edit", origin="phone", reply_to_wamid="w1", created_at=later())
    we_say("", kind="revoke", origin="phone", reply_to_wamid="w2", created_at=later())
    assert "At noon" in looks(kept)
    assert "deleted in the phone app" in looks(gone) and "Oops" not in looks(gone)


def test_live_a_reaction_brings_the_message_that_it_is_about(at_desk, bruno, conversation, about, ana_says, later):
    message = ana_says("Thank you", wamid="w1", at=later())
    reaction, unknown = about("reaction", "👍", "w1"), about("reaction", "👎", "w-unknown")
    ids = f"{reaction.pk},{unknown.pk}"
    part = at_desk(bruno).get(reverse("inbox:fragments"), {"messages": ids}).text
    assert "👍" in words(shown(part, message))
    assert f"message-{reaction.client_id}" not in part
    assert "👎" in words(shown(part, unknown))


def test_the_line_before_what_is_new_does_not_count_reactions(at_desk, bruno, conversation, about, ana_says, later):
    browser = at_desk(bruno)
    ana_says("Read already", wamid="w1", at=later())
    browser.get(address(conversation))
    about("reaction", "\N{THUMBS UP SIGN}", "w1")
    about("reaction", "\N{THUMBS UP SIGN}", "w-unknown")
    new = ana_says("And now?", at=later())
    Conversation.objects.filter(pk=conversation.pk).update(inbound_count=2)  # as receiving counts
    page = browser.get(address(conversation)).text
    assert page.index("Read already") < page.index('id="unread"') < page.index(f"message-{new.client_id}")


def test_in_a_group_everybody_has_a_name_and_a_reaction(about, ana_says, looks, later):
    eva, unnamed = Contact.objects.create(profile_name="Eva Luz"), Contact.objects.create()
    message = ana_says("Hello all", wamid="w1", at=later(), speaker=eva, payload={"group_id": "g"})
    other = ana_says(
        "And hello to you", at=later(), speaker=unnamed, payload={"group_id": "g", "from": "5511911111111"}
    )
    for emoji, who in (("👍", eva), ("🎉", unnamed), ("❤", eva)):
        about("reaction", emoji, "w1", speaker=who, payload={"group_id": "g", "from": "5511911111111"})
    assert "Eva Luz" in looks(message) and "+55 11 91111-1111" in looks(other)
    assert "🎉 +55 11 91111-1111 ❤ Eva Luz" in looks(message) and "👍" not in looks(message)


def test_what_is_about_another_conversation_stays_a_line_in_its_own(about, ana_says, looks, later, conversation):
    other = Conversation.objects.create(number=conversation.number, contact=Contact.objects.create(name="Eva Luz"))
    stranger = ana_says("Elsewhere", wamid="w1", at=later())
    Message.objects.filter(pk=stranger.pk).update(conversation=other)
    assert "Ana Souza reacted 👍 to “Elsewhere”" in looks(about("reaction", "👍", "w1"))
