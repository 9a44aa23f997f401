"""What Meta must approve before we may open a conversation with it."""

from templates_app.models.draft import Draft
from templates_app.models.event import Event
from templates_app.models.look import Look
from templates_app.models.template import Template

__all__ = ["Draft", "Event", "Look", "Template"]
