"""The people who answer."""

import secrets
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nxtchat.crypto import keyed_hash
from nxtchat.team.roles import GRANTS, Role


class AgentManager(BaseUserManager["Agent"]):
    def create_user(self, *, email: str, name: str, role: Role, password: str | None = None) -> "Agent":
        agent = self.model(email=self.normalize_email(email).lower(), name=name, role=role)
        agent.set_password(password)
        agent.save()
        return agent

    def get_by_natural_key(self, email: str | None) -> "Agent":
        return self.get(email=(email or "").lower())


class Agent(AbstractBaseUser):
    """Somebody who signs in; the role says what they may do."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices={"light": _("Light"), "dark": _("Dark")})
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]
    objects = AgentManager()

    def __str__(self) -> str:
        return self.name

    def may(self, capability: str) -> bool:
        return self.is_active and capability in GRANTS[Role(self.role)]

    @classmethod
    def has_active_admin(cls) -> bool:
        return cls.objects.filter(role=Role.ADMIN, is_active=True).exists()

    @property
    def initials(self) -> str:
        words = [[letter for letter in word if letter.isalpha()] for word in self.name.split()]
        return "".join(word[0] for word in words if word)[:2].upper()


class Team(models.Model):
    """A group of agents that numbers can be given to."""

    name = models.CharField(max_length=80, unique=True)
    members = models.ManyToManyField(Agent, related_name="teams", blank=True)

    def __str__(self) -> str:
        return self.name


class SetUpLink(models.Model):
    """The one-time way in for the first admin, or for a person who was invited. Only a hash of it is kept."""

    LIFETIME = timedelta(hours=24)

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)  # empty: the first admin, who tells it
    role = models.CharField(max_length=12, choices=Role, default=Role.ADMIN)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @classmethod
    def issue(cls, *, email: str = "", role: Role = Role.ADMIN) -> str:
        """Make a link and return its token; it cannot be shown again."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(
            token_hash=keyed_hash("set-up-link", token),
            email=email.lower(),
            role=role,
            expires_at=timezone.now() + cls.LIFETIME,
        )
        return token

    @classmethod
    def usable(cls) -> "models.QuerySet[SetUpLink]":
        """The links that still open. Those for the first admin close as soon as there is one."""
        links = cls.objects.filter(used_at=None, expires_at__gt=timezone.now())
        return links.exclude(email="") if Agent.has_active_admin() else links

    @classmethod
    def find(cls, token: str) -> "SetUpLink | None":
        return cls.usable().filter(token_hash=keyed_hash("set-up-link", token)).first()


class ApiToken(models.Model):
    """Lets a program act for an agent, within the named scopes. Only a hash of it is kept."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # capabilities, or ["all"]
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    def may(self, capability: str) -> bool:
        """What the agent may do, narrowed to the scopes of this token."""
        return self.agent.may(capability) and ("all" in self.scopes or capability in self.scopes)

    @classmethod
    def issue(cls, *, agent: Agent, name: str, scopes: list[str]) -> str:
        """Make a token and return it; it cannot be shown again."""
        token = f"nxt_{secrets.token_urlsafe(32)}"
        cls.objects.create(agent=agent, name=name, scopes=scopes, token_hash=keyed_hash("api-token", token))
        return token
