"""Two people at the same moment; threads with a database connection each."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nxtchat.team import services
from nxtchat.team.models import Agent, SetUpLink
from nxtchat.team.roles import Role
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds):
    """Do them at once; returns what each gave back, or the exception it raised."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def comes_in(token, name):
    return lambda: services.welcome(token=token, name=name, email=f"{name}@example.org", password=PASSWORD)


def test_of_two_people_with_one_link_one_comes_in():
    token = SetUpLink.issue()
    results = together(comes_in(token, "ada"), comes_in(token, "eve"))
    assert sorted(type(result).__name__ for result in results) == ["Agent", "LinkGone"]
    assert Agent.objects.count() == 1


def test_of_two_first_admins_with_two_links_one_comes_in():
    results = together(comes_in(SetUpLink.issue(), "ada"), comes_in(SetUpLink.issue(), "eve"))
    assert sorted(type(result).__name__ for result in results) == ["Agent", "LinkGone"]


def test_two_admins_cannot_demote_each_other():
    def admin(name):
        return Agent.objects.create_user(email=f"{name}@example.org", name=name, role=Role.ADMIN, password=PASSWORD)

    ada, femi = admin("ada"), admin("femi")
    results = together(
        lambda: services.deactivate(agent=femi, by=ada),
        lambda: services.change_role(agent=ada, role=Role.VIEWER, by=femi),
    )
    assert [result for result in results if isinstance(result, services.LastAdmin)]
    assert Agent.objects.filter(role=Role.ADMIN, is_active=True).count() == 1
