"""Money is whole millionths of a currency; only what is shown is rounded."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.utils.formats import number_format

MICROS = 1_000_000
CENT = Decimal("0.01")


@dataclass(frozen=True, order=True)
class Money:
    micros: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """Exactly."""
        return Decimal(self.micros) / MICROS

    def __str__(self) -> str:
        """As a sum is said: to the cent."""
        rounded = self.amount.quantize(CENT, rounding=ROUND_HALF_EVEN)
        return f"{self.currency} {number_format(rounded, decimal_pos=2, use_l10n=True, force_grouping=True)}"

    @property
    def exact(self) -> str:
        """As a price is said: with every digit that the card has."""
        digits = f"{self.amount:f}"
        return f"{self.currency} {number_format(Decimal(digits.rstrip('0').rstrip('.') if '.' in digits else digits))}"
