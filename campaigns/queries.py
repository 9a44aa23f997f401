"""Finding campaigns."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from templates_app.above import Use
from templates_app.models import Template


def uses(template: Template) -> Iterator[Use]:
    """The campaigns that would send this template."""
    for name in Campaign.objects.filter(template=template).order_by("name").values_list("name", flat=True)[:50]:
        yield Use(_("Campaign: %(name)s") % {"name": name}, reverse("campaigns:campaigns"))
