"""What an address names, for those who may see it: @may has asked already, here it only has to be there."""

from django.http import Http404

from templates_app import queries
from templates_app.models import Draft, Template


def template(pk: int) -> Template:
    """One that Meta still has."""
    return _or_404(queries.templates().filter(pk=pk).first())


def draft(pk: int) -> Draft:
    return _or_404(queries.drafts().filter(pk=pk).first())


def _or_404[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found
