"""Who is here, who was invited, and how they are grouped."""

from django.db.models import F, QuerySet

from nxtchat.team.models import Agent, ApiToken, SetUpLink, Team


def people() -> QuerySet[Agent]:
    """Those who may sign in come first."""
    return Agent.objects.order_by("-is_active", "name", "pk").prefetch_related("teams")


def invitations() -> QuerySet[SetUpLink]:
    """The links that people were sent and did not use yet."""
    return SetUpLink.usable().exclude(email="").order_by("-created_at")


def teams() -> QuerySet[Team]:
    return Team.objects.order_by("name", "pk").prefetch_related("members")


def tokens(agent: Agent) -> QuerySet[ApiToken]:
    return agent.api_tokens.order_by(F("last_used_at").desc(nulls_last=True), "-created_at")
