"""Who is in the team, for those who may manage it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nxtchat.guard import SignedIn, may
from nxtchat.team import queries, services
from nxtchat.team.forms import InviteForm, MembersForm, RoleForm, TeamForm
from nxtchat.team.models import Agent, Team


@dataclass(frozen=True)
class Person:
    agent: Agent
    form: RoleForm


@dataclass(frozen=True)
class Group:
    team: Team
    form: MembersForm


@may("team.manage")
@require_safe
def team(request: SignedIn) -> HttpResponse:
    return _page(request)


@may("team.manage")
@require_POST
def invitations(request: SignedIn) -> HttpResponse:
    """Make a link for somebody. It is shown in this answer and never again."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, invite_form=form, status=422)
    try:
        token = services.invite(by=request.user, **form.cleaned_data)
    except services.AlreadyHere:
        form.add_error("email", _("Somebody with this e-mail is in the team already."))
        return _page(request, invite_form=form, status=409)
    return _page(request, link=_link(token), link_for=form.cleaned_data["email"], status=201)


@may("team.manage")
@require_POST
def withdrawal(request: SignedIn, link_id: int) -> HttpResponse:
    services.withdraw(link=get_object_or_404(queries.invitations(), pk=link_id), by=request.user)
    messages.success(request, _("The invitation does not open any more."))
    return redirect("team:team")


@may("team.manage")
@require_POST
def password_link(request: SignedIn, agent_id: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=agent_id, is_active=True)
    token = services.renew_password(agent=agent, by=request.user)
    return _page(request, link=_link(token), link_for=agent.email, status=201)


@may("team.manage")
@require_POST
def role(request: SignedIn, agent_id: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=agent_id, is_active=True)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=_("There is no such role."), status=422)
    try:
        services.change_role(agent=agent, role=form.cleaned_data["role"], by=request.user)
    except services.LastAdmin:
        return _page(request, problem=_last_admin(agent), status=409)
    messages.success(request, _("The role of %(name)s was changed.") % {"name": agent.name})
    return redirect("team:team")


@may("team.manage")
@require_POST
def deactivation(request: SignedIn, agent_id: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=agent_id, is_active=True)
    try:
        services.deactivate(agent=agent, by=request.user)
    except services.LastAdmin:
        return _page(request, problem=_last_admin(agent), status=409)
    messages.success(request, _("%(name)s has no access any more.") % {"name": agent.name})
    return redirect("team:team")


@may("team.manage")
@require_POST
def teams(request: SignedIn) -> HttpResponse:
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _page(request, team_form=form, status=422)
    services.create_team(name=form.cleaned_data["name"], by=request.user)
    return redirect("team:team")


@may("team.manage")
@require_POST
def members(request: SignedIn, team_id: int) -> HttpResponse:
    group = get_object_or_404(Team, pk=team_id)
    form = MembersForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=_("One of these people is not here any more."), status=422)
    services.set_members(team=group, members=form.cleaned_data["members"], by=request.user)
    messages.success(request, _("The members of %(name)s were saved.") % {"name": group.name})
    return redirect("team:team")


def _page(request: SignedIn, *, status: int = 200, **shown: Any) -> HttpResponse:
    people = [
        Person(agent=agent, form=RoleForm(initial={"role": agent.role}, auto_id=f"person-{agent.pk}-%s"))
        for agent in queries.people()
    ]
    groups = [
        Group(team=team, form=MembersForm(initial={"members": team.members.all()}, auto_id=f"team-{team.pk}-%s"))
        for team in queries.teams()
    ]
    context = {
        "people": people,
        "groups": groups,
        "invitations": queries.invitations(),
        "invite_form": InviteForm(auto_id="invite-%s"),
        "team_form": TeamForm(auto_id="new-team-%s"),
    }
    return render(request, "team/team.html", context | shown, status=status)


def _link(token: str) -> str:
    return settings.PUBLIC_URL + reverse("team:welcome", args=[token])


def _last_admin(agent: Agent) -> str:
    return _("%(name)s is the last admin. Make somebody else an admin first.") % {"name": agent.name}
