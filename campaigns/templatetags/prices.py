"""Markets and prices, as they are said."""

from django import template

from campaigns.models import Rate
from campaigns.rates import markets
from campaigns.rates.money import Money

register = template.Library()


@register.filter
def market_name(market: str) -> str:
    return markets.name(market)


@register.filter
def price(rate: Rate, currency: str) -> str:
    return Money(rate.micros, currency).exact


@register.filter
def micros(value: int, currency: str) -> str:
    """A price, with every digit that the card has."""
    return Money(value, currency).exact


@register.filter
def total(value: int, currency: str) -> str:
    """A sum, to the cent."""
    return str(Money(value, currency))
