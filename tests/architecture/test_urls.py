"""Nobody opens a door that is not theirs: every URL, every method, every role."""

import pytest
from django.test import Client
from django.urls import resolve
from django.views.decorators.http import require_safe

from nxtchat.guard import ANYONE_SIGNED_IN, anyone_signed_in, may
from nxtchat.team.models import ApiToken
from nxtchat.team.roles import CAPABILITIES, GRANTS, Role
from tests.architecture.doors import METHODS, Door, doors
from tests.architecture.house import none_of

# What strangers may open. Whoever adds a line here says why.
PUBLIC = {
    "up/": "machines ask whether we are alive",
    "ready/": "machines ask whether we can serve; names the part that failed, nothing else",
    "metrics": "refuses by itself all but this machine and who knows the token",
    "sign-in/": "the way in",
    "sign-out/": "leads to the way in",
    "welcome/<str:token>/": "the token is the key",
    "webhooks/whatsapp/": "Meta; answers only who knows the verify token",
    "privacy/": "customers have no account here",
    "api/schema/": "describes the API, holds no data",
    "api/docs/": "the same, to read",
}
SHUT = {401, 403, 404, 405}


def open_to_a_stranger(door: Door, browser: Client) -> list[str]:
    if door.route in PUBLIC:
        return []
    found = []
    for method in METHODS:
        answer = browser.generic(method, door.url)
        shown_the_way_in = answer.status_code == 302 and answer.url.startswith("/sign-in/")
        if answer.status_code not in SHUT and not shown_the_way_in:
            found.append(f"{method} {door.url} answers a stranger with {answer.status_code}")
    return found


def test_every_example_leads_to_its_own_view():
    none_of(f"{door.url} is not {door.route}" for door in doors() if resolve(door.url).func is not door.view)
    assert len(doors()) > 20


def test_a_stranger_is_turned_away_everywhere(db):
    browser = Client()
    none_of(problem for door in doors() for problem in open_to_a_stranger(door, browser))


def test_every_view_says_who_may_open_it():
    none_of(
        f"{door.route}: guard it with @may(…) or @anyone_signed_in, or add it to PUBLIC and say why"
        for door in doors()
        if door.api is None and door.route not in PUBLIC and not door.capability
    )
    none_of(f"{door.route}: there is no {door.capability}" for door in doors() if not _is_known(door))
    none_of(
        f"{door.route} is open to strangers, but not in PUBLIC"
        for door in doors()
        if door.api is None and door.lets_strangers_in and door.route not in PUBLIC
    )


def _is_known(door: Door) -> bool:
    return door.capability in {None, ANYONE_SIGNED_IN} or door.capability in CAPABILITIES


@pytest.mark.parametrize("role", Role)
def test_without_the_capability_there_is_nothing(agent_of, role):
    browser = Client()
    browser.force_login(agent_of("Somebody", role))
    none_of(
        f"{method} {door.url} answers a {role} with {answer.status_code}"
        for door in doors()
        if door.capability and door.capability != ANYONE_SIGNED_IN and door.capability not in GRANTS[role]
        for method in METHODS
        if (answer := browser.generic(method, door.url)).status_code not in {404, 405}
    )


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_first_room(agent_of, role):
    browser = Client()
    browser.force_login(agent_of("Somebody", role))
    assert browser.get("/", follow=True).status_code == 200


def test_a_token_without_scopes_opens_nothing(ada):
    token = ApiToken.issue(agent=ada, name="Nothing", scopes=[])
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    none_of(
        f"{method} {door.url} answers a token without scopes with {answer.status_code}"
        for door in doors()
        if door.api is not None and door.route not in PUBLIC
        for method in METHODS
        if (answer := browser.generic(method, door.url)).status_code not in SHUT
    )


def test_a_deactivated_agent_is_a_stranger(ada, bruno):
    from nxtchat.team import services

    browser = Client()
    browser.force_login(bruno)
    services.deactivate(agent=bruno, by=ada)
    none_of(problem for door in doors() for problem in open_to_a_stranger(door, browser))


def test_the_guard_itself(rf, ada, bruno):
    from django.http import Http404, HttpResponse

    @may("team.manage")
    @require_safe
    def page(request):
        return HttpResponse("here")

    request = rf.get("/")
    request.user = ada
    assert page(request).content == b"here"
    request.user = bruno
    with pytest.raises(Http404):
        page(request)
    assert page.capability == "team.manage"
    assert anyone_signed_in(lambda request: None).capability == ANYONE_SIGNED_IN


def test_the_walk_itself(db):
    from django.contrib.auth.decorators import login_not_required
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    class Leaky:
        urlpatterns = [path("leak/<int:pk>/", login_not_required(lambda request, pk: HttpResponse("secret")))]

    [leak] = (door for door in _doors_of(Leaky) if door.route.startswith("leak/"))
    with override_settings(ROOT_URLCONF=Leaky):
        assert leak.url == "/leak/1/" and leak.lets_strangers_in and leak.capability is None
        assert open_to_a_stranger(leak, Client())


def _doors_of(urlconf):
    from tests.architecture.doors import _walk

    return list(_walk(urlconf.urlpatterns, "", "/"))
