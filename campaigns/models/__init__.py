"""One template, many people: what is to be sent, to whom, what became of it, and what Meta asks for it."""

from campaigns.models.campaign import Campaign, Happening, Trial, Variant
from campaigns.models.rates import Category, Rate, RateTable
from campaigns.models.recipient import Listed, Recipient, Tally

__all__ = [
    "Campaign",
    "Category",
    "Happening",
    "Listed",
    "Rate",
    "RateTable",
    "Recipient",
    "Tally",
    "Trial",
    "Variant",
]
