"""A marketer prepares what will be sent one day."""

from campaigns.models import Campaign
from nxtchat.whatsapp.models import Account
from templates_app.models import Template


def prepare(client, template, number, name="Orders of May"):
    return client.post("/campaigns/", {"name": name, "template": template.pk, "number": number.pk})


def test_a_marketer_prepares_a_draft_and_sees_it_in_the_list(marketer, template, number):
    answer = prepare(marketer, template, number)
    assert answer["Location"] == f"/campaigns/{Campaign.objects.get().pk}/audience/"
    page = marketer.get("/campaigns/").text
    assert "Orders of May" in page
    assert "order_ready" in page


def test_the_page_says_plainly_that_nothing_is_sent(marketer, template, number):
    prepare(marketer, template, number)
    assert "Nothing has been sent." in marketer.get("/campaigns/").text


def test_a_template_that_is_not_approved_cannot_be_chosen(marketer, template, number):
    Template.objects.update(status="PAUSED")
    assert prepare(marketer, template, number).status_code == 422
    assert not Campaign.objects.exists()


def test_a_template_of_another_account_cannot_be_chosen(marketer, template, number):
    other = Account.objects.create(waba_id="2", app_id="2", app_secret="s", token="t", verify_token="v")
    Template.objects.update(account=other)
    assert prepare(marketer, template, number).status_code == 422
    assert not Campaign.objects.exists()


def test_a_draft_without_a_name_is_refused_and_keeps_what_was_chosen(marketer, template, number):
    answer = prepare(marketer, template, number, name=" ")
    assert answer.status_code == 422
    assert f'<option value="{template.pk}" selected>' in answer.text


def test_a_draft_is_deleted(marketer, template, number):
    prepare(marketer, template, number)
    marketer.post(f"/campaigns/{Campaign.objects.get().pk}/removal/")
    assert not Campaign.objects.exists()


def test_what_is_scheduled_cannot_be_deleted(marketer, campaign):
    Campaign.objects.update(state=Campaign.State.SCHEDULED)
    marketer.post(f"/campaigns/{campaign.pk}/removal/")
    assert Campaign.objects.get() == campaign


def test_an_agent_finds_no_campaigns(client, bruno, template, number):
    client.force_login(bruno)
    assert client.get("/campaigns/").status_code == 404
    assert prepare(client, template, number).status_code == 404
    assert not Campaign.objects.exists()


def test_a_marketer_of_another_team_neither_sees_nor_deletes_nor_uses_the_number(
    client, marketer, mara, chitra, template, number
):
    draft = Campaign.objects.create(name="Theirs", template=template, number=number, created_by=mara)
    assert "Theirs" not in marketer.get("/campaigns/").text
    assert marketer.post(f"/campaigns/{draft.pk}/removal/").status_code == 404
    assert prepare(marketer, template, number).status_code == 422
    assert Campaign.objects.get() == draft
