"""How a secret is shown: not."""

from django import template

register = template.Library()


@register.filter
def masked(secret: str) -> str:
    """Enough to tell two secrets apart; of a short one nothing."""
    return f"••••{secret[-4:]}" if len(secret) >= 16 else "••••"
