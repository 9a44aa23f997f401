"""What people do about each other's access."""

from collections.abc import Iterable

import structlog
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from nxtchat import audience
from nxtchat.team.models import Agent, ApiToken, SetUpLink, Team
from nxtchat.team.roles import CAPABILITIES, Role

log = structlog.get_logger(__name__)


class LinkGone(Exception):
    """The link was used, is too old, or never was one."""


class AlreadyHere(Exception):
    """Somebody with this e-mail address is in the team."""


class LastAdmin(Exception):
    """Nobody would be left to run the installation."""


class UnknownScope(Exception):
    """A scope that is no capability."""


def _one_at_a_time() -> None:
    """Who is an admin is decided by one transaction at a time, or two admins could demote each other at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('nxtchat.team'))")


def forget_expired() -> None:
    """Drop the sessions and links that open nothing any more."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    SetUpLink.objects.filter(expires_at__lt=timezone.now()).delete()


def make_set_up_link() -> str | None:
    """A token for the first admin; None when there is an admin already."""
    return None if Agent.has_active_admin() else SetUpLink.issue()


def invite(*, email: str, role: Role, by: Agent) -> str:
    """A token with which a new person, or one who left, comes in."""
    if Agent.objects.filter(email=email.lower(), is_active=True).exists():
        raise AlreadyHere
    token = _replace_link(email=email, role=role)
    log.info("team.invited", by=by.pk, role=role)
    return token


def renew_password(*, agent: Agent, by: Agent) -> str:
    """A token with which a person who forgot the password chooses a new one."""
    token = _replace_link(email=agent.email, role=Role(agent.role))
    log.info("team.password_link_made", agent=agent.pk, by=by.pk)
    return token


@transaction.atomic
def _replace_link(*, email: str, role: Role) -> str:
    SetUpLink.objects.filter(email=email.lower(), used_at=None).delete()
    return SetUpLink.issue(email=email, role=role)


def withdraw(*, link: SetUpLink, by: Agent) -> None:
    SetUpLink.objects.filter(pk=link.pk, used_at=None).delete()
    log.info("team.invitation_withdrawn", by=by.pk)


@transaction.atomic
def add_agent(*, email: str, name: str, role: Role, password: str) -> Agent:
    """Add a person from the command line."""
    _one_at_a_time()
    if Agent.objects.filter(email=email.lower()).exists():
        raise AlreadyHere
    agent = Agent.objects.create_user(email=email, name=name, role=role, password=password)
    log.info("team.added", agent=agent.pk, role=role)
    return agent


@transaction.atomic
def welcome(*, token: str, name: str, email: str, password: str) -> Agent:
    """Use the link up: the person it was made for comes in. Of two people with one link, one does."""
    _one_at_a_time()
    link = SetUpLink.find(token)
    if link is None:
        raise LinkGone
    known = Agent.objects.filter(email=(link.email or email).lower()).first()
    if known is None:
        agent = Agent.objects.create_user(email=link.email or email, name=name, role=Role(link.role), password=password)
    elif known.is_active and not link.email:
        raise AlreadyHere  # the first admin's link is not a way into a colleague's account
    else:
        agent = known
        agent.name, agent.role, agent.is_active = name, known.role if known.is_active else link.role, True
        agent.set_password(password)
        agent.save()
    SetUpLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    log.info("team.welcomed", agent=agent.pk, role=agent.role)
    return agent


@transaction.atomic
def change_role(*, agent: Agent, role: Role, by: Agent) -> None:
    _one_at_a_time()
    if role != Role.ADMIN:
        _keep_an_admin(without=agent)
    Agent.objects.filter(pk=agent.pk).update(role=role)
    SetUpLink.objects.filter(email=agent.email, used_at=None).update(role=role)
    audience.changed()
    log.info("team.role_changed", agent=agent.pk, role=role, by=by.pk)


@transaction.atomic
def deactivate(*, agent: Agent, by: Agent) -> None:
    """End the person's access at once: sessions, open pages, tokens and links. What they wrote stays theirs."""
    _one_at_a_time()
    _keep_an_admin(without=agent)
    agent.is_active = False
    agent.set_unusable_password()  # sessions are tied to the password, so they stay dead if the person returns
    agent.save(update_fields=["is_active", "password"])
    agent.api_tokens.all().delete()
    SetUpLink.objects.filter(email=agent.email, used_at=None).delete()
    audience.changed()
    log.info("team.deactivated", agent=agent.pk, by=by.pk)


def _keep_an_admin(*, without: Agent) -> None:
    if not Agent.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=without.pk).exists():
        raise LastAdmin


def create_team(*, name: str, by: Agent) -> Team:
    team = Team.objects.create(name=name)
    log.info("team.team_created", team=team.pk, by=by.pk)
    return team


@transaction.atomic
def set_members(*, team: Team, members: Iterable[Agent], by: Agent) -> None:
    team.members.set(members)
    audience.changed()
    log.info("team.members_set", team=team.pk, by=by.pk)


def set_preferences(*, agent: Agent, name: str, language: str, theme: str) -> None:
    agent.name, agent.language, agent.theme = name, language, theme
    agent.save(update_fields=["name", "language", "theme"])


def change_password(*, agent: Agent, password: str) -> None:
    agent.set_password(password)
    agent.save(update_fields=["password"])
    log.info("team.password_changed", agent=agent.pk)


def issue_token(*, agent: Agent, name: str, scopes: list[str]) -> str:
    """A token for a program of the agent's. It can do no more than the agent."""
    if unknown := set(scopes) - CAPABILITIES - {"all"}:
        raise UnknownScope(", ".join(sorted(unknown)))
    token = ApiToken.issue(agent=agent, name=name, scopes=scopes)
    log.info("team.token_issued", agent=agent.pk)
    return token


def revoke_token(*, token: ApiToken) -> None:
    log.info("team.token_revoked", agent=token.agent_id, token=token.pk)
    token.delete()
