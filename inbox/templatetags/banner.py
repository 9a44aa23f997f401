"""`{% standing_banner as banner %}`: for the frame around every page."""

from django import template

from inbox import banner

register = template.Library()


@register.simple_tag(takes_context=True)
def standing_banner(context: template.Context) -> banner.Banner | None:
    return banner.banner(context["request"].user)
