"""What Meta says about a number, kept for the pages that do not ask."""

from nxtchat.whatsapp.answers import NumberDetails
from nxtchat.whatsapp.models import Number


def note(number: Number, told: NumberDetails) -> None:
    """Keep the name, status and quality that Meta just told us, if they are news."""
    news = {"verified_name": told.name, "status": told.status, "quality": told.quality}
    if any(getattr(number, field) != value for field, value in news.items()):
        Number.objects.filter(pk=number.pk).update(**news)
        for field, value in news.items():
            setattr(number, field, value)
