"""A marketer prepares a campaign step by step. Prices are made up."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.drafting import audience
from campaigns.models import Campaign, Happening, Recipient
from campaigns.rates import services as rates
from contacts.models import Mark
from nxtchat.team.roles import Role
from templates_app.models import Template
from tests.campaigns.conftest import card
from tests.campaigns.people import group, person

FIRST_NAME = {"body_1-from": "first_name", "body_1-fallback": "you"}


@pytest.fixture
def url(campaign):
    return f"/campaigns/{campaign.pk}"


@pytest.fixture
def offer(template):
    Template.objects.update(category="MARKETING")
    return template


@pytest.fixture
def ana():
    return person("Ana Souza", "5511987654321", marketing=True)


@pytest.fixture
def friends(ana):
    """One whom nothing is against, and one for each reason."""
    return group(
        "Friends",
        ana,
        person("Bia", "5511987650002", marketing=False),
        person("Caio", "5511987650003"),
        person("Davi", "5511987650004", marketing=True, mark=Mark.Kind.BLOCKED),
        person("Eva", marketing=True),
        person("Fabio", "5511987650006", marketing=True, mark=Mark.Kind.RESTRICTED),
    )


def choose(client, url, *groups, to="message"):
    return client.post(f"{url}/audience/", {"groups": [one.pk for one in groups], "to": to})


def test_who_gets_it_and_who_does_not_and_why(marketer, campaign, offer, friends, url):
    assert choose(marketer, url, friends)["Location"] == f"{url}/message/"
    page = marketer.get(f"{url}/audience/count/").text
    assert "1 person gets it" in page
    assert "Of 5 in the audience." in page  # whose data may not be used is not even shown to her
    for rule, words in (
        ("opted_out", "Said stop"),
        ("no_consent", "Has not agreed"),
        ("blocked", "Blocked"),
        ("no_address", "Has no number that WhatsApp takes"),
    ):
        assert f'{url}/audience/left-out/{rule}/">{words}</a>: <span class="tabular">1</span>' in page


def test_each_reason_opens_its_people(marketer, campaign, offer, friends, url):
    choose(marketer, url, friends)
    page = marketer.get(f"{url}/audience/left-out/opted_out/").text
    assert "Bia" in page
    assert "Caio" not in page
    assert "Nobody." in marketer.get(f"{url}/audience/left-out/capped/").text


def test_a_message_about_an_order_needs_no_yes_but_hears_a_no(marketer, campaign, friends, mara, url):
    friends.members.add(person("Gil", "5511987650007", service=False))
    choose(marketer, url, friends)
    campaign.refresh_from_db()
    found = audience.counted(campaign)
    assert found.going == 3  # Ana, Bia and Caio
    assert {rule: count for rule, _words, count in found.left_out}["opted_out"] == 1


def test_whoever_is_in_two_groups_gets_it_once(marketer, campaign, ana, mara, url):
    choose(marketer, url, group("One", ana), group("Two", ana))
    campaign.refresh_from_db()
    assert audience.counted(campaign).people == 1


def test_who_had_enough_offers_lately_is_left_out(marketer, campaign, offer, ana, mara, url):
    choose(marketer, url, group("One", ana))
    before = Campaign.objects.create(
        name="Before", template=offer, number=campaign.number, created_by=mara, category="MARKETING"
    )
    now = timezone.now()
    had = {"state": Recipient.State.SENT, "due_at": now, "begun_at": now - timedelta(days=2)}
    Recipient.objects.create(campaign=before, contact=ana, **had)
    for most, going in ((2, 1), (1, 0)):
        Campaign.objects.filter(pk=campaign.pk).update(cap_messages=most)
        campaign.refresh_from_db()
        assert audience.counted(campaign).going == going


def test_counting_asks_the_same_however_many_there_are(
    marketer, campaign, offer, friends, url, django_assert_max_num_queries
):
    choose(marketer, url, friends)
    friends.members.add(*(person(f"P{n}", f"55119876510{n:02}", marketing=True) for n in range(30)))
    with django_assert_max_num_queries(14):
        marketer.get(f"{url}/audience/count/")


def test_what_goes_into_the_message_is_kept_and_read_for_the_longest_name(marketer, campaign, ana, url):
    choose(marketer, url, group("One", ana, person("Maximiliana Prado", "5511987650008"), person("", "5511987650009")))
    answer = marketer.post(f"{url}/message/", FIRST_NAME | {"to": "timing"})
    assert answer["Location"] == f"{url}/timing/"
    campaign.refresh_from_db()
    assert campaign.values == {"body_1": {"from": "first_name", "fallback": "you"}}
    page = marketer.get(f"{url}/message/faces/").text
    assert "Olá Maximiliana, seu pedido está pronto." in page
    assert "1 person gets the words that stand in" in page
    assert "Olá Ana" in marketer.get(f"{url}/message/faces/?face=1").text


def test_a_fallback_is_required_and_what_was_typed_is_kept(marketer, campaign, url):
    answer = marketer.post(f"{url}/message/", {"body_1-from": "first_name", "to": "timing"})
    assert answer.status_code == 422
    assert "for those of whom it is not known" in answer.text
    campaign.refresh_from_db()
    assert campaign.values["body_1"]["from"] == "first_name"
    assert marketer.post(f"{url}/message/", {"body_1-from": "first_name", "to": "audience"})["Location"].endswith(
        "/audience/"
    )


def test_another_template_keeps_what_still_fits(marketer, campaign, template, url):
    marketer.post(f"{url}/message/", FIRST_NAME)
    body = {"type": "BODY", "text": "Oi {{1}}, chegou {{2}}."}
    other = Template.objects.create(
        account=template.account, meta_id="2", name="arrived", language="pt_BR", category="UTILITY",
        status="APPROVED", components=[body],
    )  # fmt: skip
    marketer.post(f"{url}/message/template/", {"template": other.pk})
    campaign.refresh_from_db()
    assert campaign.template == other
    assert set(campaign.values) == {"body_1"}


def test_a_time_is_kept_by_the_clock_that_was_named(marketer, campaign, url):
    day = (timezone.now() + timedelta(days=30)).date()
    said = {"starts_at": f"{day}T15:00", "zone": "America/Sao_Paulo", "repeats": "", "cap_days": 7}
    said |= {"held_back": "give_up", "stop_percent": 5, "hold_out": 0, "quiet_from": "21:00", "quiet_until": "08:00"}
    assert marketer.post(f"{url}/timing/", said)["Location"] == f"{url}/trial/"
    campaign.refresh_from_db()
    assert campaign.starts_at == datetime(day.year, day.month, day.day, 15, tzinfo=ZoneInfo("America/Sao_Paulo"))
    assert f'value="{day}T15:00"' in marketer.get(f"{url}/timing/").text
    for wrong in (
        {"quiet_until": ""},
        {"starts_at": "2020-01-01T10:00"},
        {"finish_by": "2020-01-01T10:00"},
        {"per_second": 1_000},
        {"starts_at": "", "repeats": "daily"},
    ):
        assert marketer.post(f"{url}/timing/", said | wrong).status_code == 422, wrong


def test_what_it_costs_stands_beside_when_it_goes(marketer, campaign, mara, ana, url):
    choose(marketer, url, group("One", ana, person("Uma", "59898000000", country="UY")))
    page = marketer.get(f"{url}/timing/estimate/").text
    assert "No price is known for that day" in page
    assert "Brazil" in page
    rates.bring(card(), starts_on=date(2020, 1, 1), by=mara)
    page = marketer.get(f"{url}/timing/estimate/").text
    assert "About USD 0.06" in page
    assert "Rest of Latin America" in page


def test_a_yes_starts_it_and_keeps_what_it_would_cost(marketer, campaign, mara, ana, url):
    rates.bring(card(), starts_on=date(2020, 1, 1), by=mara)
    choose(marketer, url, group("One", ana))
    marketer.post(f"{url}/message/", FIRST_NAME)
    assert "WhatsApp asks for about USD 0.02" in marketer.get(f"{url}/confirmation/").text
    assert marketer.post(f"{url}/confirmation/")["Location"] == f"{url}/"
    campaign.refresh_from_db()
    assert campaign.state != Campaign.State.DRAFT
    assert campaign.confirmed_by == mara
    assert (campaign.category, campaign.estimate["people"], campaign.estimate["high"]) == ("UTILITY", 1, 20_000)
    assert Happening.objects.filter(campaign=campaign, kind=Happening.Kind.STARTED, by=mara).exists()
    choose(marketer, url)  # too late
    campaign.refresh_from_db()
    assert campaign.audience


def test_with_a_time_it_waits_for_it_and_can_be_taken_back(marketer, campaign, mara, ana, url):
    at = timezone.now() + timedelta(days=2)
    Campaign.objects.update(starts_at=at)
    choose(marketer, url, group("One", ana))
    marketer.post(f"{url}/message/", FIRST_NAME)
    marketer.post(f"{url}/confirmation/")
    campaign.refresh_from_db()
    assert (campaign.state, campaign.starts_at) == (Campaign.State.SCHEDULED, at)
    marketer.post(f"{url}/moves/unschedule/")
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT


@pytest.mark.parametrize("lacking", ["audience", "message", "template"])
def test_nothing_starts_while_something_is_missing(marketer, campaign, ana, url, lacking):
    if lacking != "audience":
        choose(marketer, url, group("One", ana))
    Campaign.objects.update(values={})
    if lacking != "message":
        marketer.post(f"{url}/message/", FIRST_NAME)
    if lacking == "template":
        Template.objects.update(status="PAUSED")
    assert marketer.post(f"{url}/confirmation/").status_code == 422
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT


def test_for_more_than_a_thousand_the_number_is_typed_and_a_test_read(
    marketer, client, campaign, ana, url, monkeypatch, ada
):
    monkeypatch.setattr("campaigns.drafting.confirming.TYPED_ABOVE", 0)
    monkeypatch.setattr("campaigns.drafting.trying.READ_ABOVE", 0)
    choose(marketer, url, group("One", ana))
    marketer.post(f"{url}/message/", FIRST_NAME)
    assert "is not that of the people" in marketer.post(f"{url}/confirmation/", {"count": 2}).text
    said = {"count": 1, "accepts_no_test": "on"}
    assert "send a test first" in marketer.post(f"{url}/confirmation/", said).text  # only an admin may do without
    client.force_login(ada)
    client.post(f"{url}/confirmation/", said)
    campaign.refresh_from_db()
    assert campaign.state != Campaign.State.DRAFT
    assert Happening.objects.filter(kind=Happening.Kind.TEST_WAIVED, by=ada).exists()


def test_a_second_person_has_to_agree_where_that_was_asked_for(marketer, client, campaign, ana, url, mara, agent_of):
    Campaign.objects.update(needs_second=True)
    choose(marketer, url, group("One", ana))
    marketer.post(f"{url}/message/", FIRST_NAME)
    marketer.post(f"{url}/confirmation/")
    assert marketer.post(f"{url}/confirmation/").status_code == 422  # not oneself
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.DRAFT
    client.force_login(agent_of("Otto Berg", Role.MARKETER))
    client.post(f"{url}/confirmation/")
    campaign.refresh_from_db()
    assert campaign.state != Campaign.State.DRAFT
    assert campaign.seconded_by.name == "Otto Berg"


def test_whatever_is_changed_after_a_yes_needs_another(marketer, campaign, ana, url):
    Campaign.objects.update(needs_second=True)
    choose(marketer, url, group("One", ana))
    marketer.post(f"{url}/message/", FIRST_NAME)
    marketer.post(f"{url}/confirmation/")
    marketer.post(f"{url}/message/", FIRST_NAME | {"body_1-fallback": "friend"})
    campaign.refresh_from_db()
    assert campaign.confirmed_by is None


def test_a_marketer_of_another_team_sees_no_step(client, marketer, chitra, campaign, url):
    for step in ("audience", "message", "timing", "trial", "confirmation", "audience/count", "timing/estimate"):
        assert marketer.get(f"{url}/{step}/").status_code == 404
