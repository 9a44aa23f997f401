"""What Meta says about a number, kept for the pages that do not ask."""

from django.db import transaction
from django.utils import timezone

from nxtchat.whatsapp import notices
from nxtchat.whatsapp.answers import NumberDetails
from nxtchat.whatsapp.models import Number
from nxtchat.whatsapp.told import keep


def note(number: Number, told: NumberDetails) -> None:
    """Keep the name, status and quality that Meta just told us, if they are news; webhooks before it are older."""
    news = {"verified_name": told.name, "status": told.status, "quality": told.quality}
    if any(getattr(number, field) != value for field, value in news.items()):
        _keep(number, news)


@transaction.atomic
def _keep(number: Number, news: dict[str, str]) -> None:
    for field, value in news.items():
        setattr(number, field, value)
    row, now = Number.objects.select_for_update(no_key=True).filter(pk=number.pk).first(), timezone.now()
    if row is None:  # it is only being tried out
        return
    keep(row, at=now, **news)
    if news["quality"] in {"GREEN", "YELLOW"}:
        notices.is_over(account=number.account, number=number, code="quality_low", subject="quality", at=now)
