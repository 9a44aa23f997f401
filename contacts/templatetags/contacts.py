"""Words and addresses for the pages about contacts."""

from django import template

from contacts.actions import choices
from contacts.filters import Filter
from contacts.models import Action

register = template.Library()


@register.filter
def action_words(action: Action) -> str:
    return choices.in_words(action)


@register.simple_tag
def sorted_by(wanted: Filter, sort: str) -> str:
    return wanted.but(sort=sort).query


@register.simple_tag
def matched(wanted: Filter, match: str) -> str:
    return wanted.but(match=match).query
