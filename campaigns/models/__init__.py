"""One template, many people; and what Meta asks for it."""

from campaigns.models.campaign import Campaign
from campaigns.models.rates import Category, Rate, RateTable

__all__ = ["Campaign", "Category", "Rate", "RateTable"]
