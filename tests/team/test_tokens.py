"""A program acts for an agent, and never for more than that."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from nxtchat.team import services
from nxtchat.team.models import ApiToken
from nxtchat.team.tokens import BearerToken


def who(header: str):
    request = APIRequestFactory().get("/api/v1/numbers/", headers={"Authorization": header})
    return BearerToken().authenticate(request)


@pytest.fixture
def token(bruno):
    return services.issue_token(agent=bruno, name="Shop", scopes=["all"])


def test_a_token_speaks_for_its_agent(bruno, token):
    agent, auth = who(f"Bearer {token}")
    assert agent == bruno
    assert auth == ApiToken.objects.get()


@pytest.mark.parametrize("header", ["Bearer nxt_wrong", "Bearer ", "Bearer é", "bearer x y"])
def test_a_wrong_token_speaks_for_nobody(token, header):
    with pytest.raises(AuthenticationFailed):
        who(header)


def test_without_a_token_nobody_speaks(token):
    assert who("") is None
    assert who("Basic YTpi") is None


def test_the_database_does_not_know_the_token(token):
    assert token not in repr(vars(ApiToken.objects.get()))


def test_a_token_dies_with_its_agents_access(ada, bruno, token):
    services.deactivate(agent=bruno, by=ada)
    with pytest.raises(AuthenticationFailed):
        who(f"Bearer {token}")


def test_a_revoked_token_is_dead(token):
    services.revoke_token(token=ApiToken.objects.get())
    with pytest.raises(AuthenticationFailed):
        who(f"Bearer {token}")


def test_scopes_narrow_what_the_agent_may_do(bruno):
    services.issue_token(agent=bruno, name="Reader", scopes=["conversations.read", "team.manage"])
    auth = ApiToken.objects.get()
    assert auth.may("conversations.read")
    assert not auth.may("conversations.reply")  # bruno may, the token may not
    assert not auth.may("team.manage")  # the token names it, but bruno may not


def test_all_means_all_that_the_agent_may(bruno, token):
    auth = ApiToken.objects.get()
    assert auth.may("conversations.reply")
    assert not auth.may("team.manage")


def test_an_invented_scope_is_refused(bruno):
    with pytest.raises(services.UnknownScope):
        services.issue_token(agent=bruno, name="Shop", scopes=["everything"])


def test_the_use_is_noted_at_most_each_minute(token):
    start = timezone.now()
    seen = []
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(3):
            who(f"Bearer {token}")
            seen.append(ApiToken.objects.get().last_used_at)
            clock.shift(timedelta(seconds=40))
    assert seen == [start, start, start + timedelta(seconds=80)]
