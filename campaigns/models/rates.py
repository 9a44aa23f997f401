"""Meta's rate card, as somebody brought it. No price is known here by itself."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What Meta has prices for."""

    MARKETING = "marketing", _("Marketing")
    UTILITY = "utility", _("Utility")
    AUTHENTICATION = "authentication", _("Authentication")
    INTERNATIONAL = "authentication_international", _("Authentication-international")
    SERVICE = "service", _("Service")


class RateTable(models.Model):
    """The prices in one currency, from one day until the next table of that currency begins."""

    currency = models.CharField(_("currency"), max_length=3)
    starts_on = models.DateField(_("holds from"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "currency"]
        constraints = [models.UniqueConstraint("currency", "starts_on", name="one_rate_table_of_a_day")]

    def __str__(self) -> str:
        return f"{self.currency} {self.starts_on:%Y-%m-%d}"

    @property
    def holds(self) -> bool:
        return self == RateTable.at(timezone.localdate(), currency=self.currency)

    @classmethod
    def at(cls, day: date, *, currency: str) -> "RateTable | None":
        """The table that holds on that day."""
        return cls.objects.filter(currency=currency, starts_on__lte=day).order_by("-starts_on").first()


class Rate(models.Model):
    """What one delivered message costs in one market; from the so-manieth of a month, where a volume tier begins."""

    table = models.ForeignKey(RateTable, on_delete=models.CASCADE, related_name="rates", db_index=False)
    market = models.CharField(max_length=80)  # in the card's own words
    category = models.CharField(max_length=30, choices=Category)
    after = models.PositiveBigIntegerField(default=0)  # so many messages of the month cost less or more; 0: list price
    micros = models.PositiveBigIntegerField()  # millionths of the currency

    class Meta:
        ordering = ["market", "category", "after"]
        constraints = [
            models.UniqueConstraint("table", "market", "category", "after", name="one_rate"),
            models.CheckConstraint(
                condition=Q(after=0) | Q(category__in=[Category.UTILITY, Category.AUTHENTICATION]),
                name="only_these_have_volume_tiers",
            ),
        ]
