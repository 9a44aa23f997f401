"""Campaigns by program."""

import pytest

from campaigns.models import Campaign, Recipient
from nxtchat.team.roles import Role
from tests.campaigns.conftest import template  # noqa: F401  (a fixture)
from tests.campaigns.crowd import people

pytestmark = pytest.mark.django_db
VALUES = {"body_1": {"from": "first_name", "fallback": "você"}}


@pytest.fixture
def api(program, agent_of):
    return program(agent_of("Mara Díaz", Role.MARKETER))


def test_a_program_prepares_names_people_starts_and_reads_the_report(api, number, template):  # noqa: F811
    asked = {"name": "May", "template": template.pk, "number": number.pk, "values": VALUES, "per_second": 5}
    made = api.post("/api/v1/campaigns/", asked)
    assert made.status_code == 201, made.content
    url = f"/api/v1/campaigns/{made.json()['id']}/"
    assert api.post(f"{url}start/", {}).json()["code"] == "no_audience"
    ids = [one.pk for one in people(3)]
    named = api.post(f"{url}recipients/", {"contacts": [*ids, ids[0], 999_999_999]}).json()
    assert named == {"added": 3, "unknown": [999_999_999]}
    assert api.post(f"{url}start/", {}).json()["state"] == "running"
    assert api.post(f"{url}pause/", {}).json()["state"] == "paused"
    assert api.post(f"{url}pause/", {}).status_code == 409
    assert api.post(f"{url}resume/", {}).json()["state"] == "running"
    campaign = Campaign.objects.get()
    for one in ids:
        Recipient.objects.create(campaign=campaign, contact_id=one, due_at=campaign.created_at)
    assert api.post(f"{url}cancel/", {}).json()["states"] == {"cancelled": 3}
    listed = api.get(f"{url}recipients/?state=cancelled").json()["results"]
    assert {one["contact"] for one in listed} == set(ids)
    assert api.get(f"{url}report/").json()["people"] == 3
    assert api.get("/api/v1/campaigns/").json()["results"][0]["state"] == "cancelled"


def test_what_does_not_fit_is_told_before_anything_starts(api, number, template):  # noqa: F811
    asked = {"name": "May", "template": template.pk, "number": number.pk, "values": {}}
    url = f"/api/v1/campaigns/{api.post('/api/v1/campaigns/', asked).json()['id']}/"
    api.post(f"{url}recipients/", {"contacts": [one.pk for one in people(1)]})
    assert api.post(f"{url}start/", {}).json()["code"] == "unfilled"
    assert api.post("/api/v1/campaigns/", asked | {"number": 999}).status_code == 400
    assert api.delete(url).status_code == 204 and not Campaign.objects.exists()
