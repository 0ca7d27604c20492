"""What is assumed about a firm: how its revenue and its value move, whether it survives, what money is worth."""

import math
from dataclasses import dataclass

from kejin.errors import TermsError


@dataclass(frozen=True, slots=True)
class Outlook:
    """Assumptions; every rate is per year, as a number (0.03 is 3 %).

    Revenue and the value of the firm move as geometric Brownian motions. Values are not predictions: they hold for
    these assumptions and are shown with them.

    Attributes:
        growth: Expected growth of revenue: next year's expected revenue is (1 + growth) times this year's.
        volatility: Standard deviation of the logarithm of yearly growth.
        equity_volatility: The same of the value of the firm's equity.
        discount: At what rate the lender's money is discounted.
        risk_free: At what rate a riskless investment grows, for what is priced as an option.
        default: Probability of default in a year, the same every year.
        recovery: The part of what is owed that comes back then.
    """

    growth: float
    volatility: float
    equity_volatility: float
    discount: float
    risk_free: float
    default: float = 0.0
    recovery: float = 0.0

    def __post_init__(self) -> None:
        limits = (
            ("growth", -1.0, None),
            ("volatility", 0.0, None),
            ("equity_volatility", 0.0, None),
            ("discount", -1.0, None),
            ("risk_free", -1.0, None),
            ("default", 0.0, 1.0),
            ("recovery", 0.0, 1.0),
        )
        for name, least, most in limits:
            value = getattr(self, name)
            closed = least == 0.0
            low = value < least or (not closed and value == least)
            if low or (most is not None and value > most):
                expected = f"{'at least' if closed else 'more than'} {least:g}" + (
                    f", at most {most:g}" if most else ""
                )
                raise TermsError("an assumption cannot be", expected=expected, found=value, where=name)

    def discounted(self, years: float) -> float:
        """What one unit that the lender gets after so many years is worth, if the firm has survived until then."""
        return self.survival(years) * math.pow(1 + self.discount, -years)

    def survival(self, years: float) -> float:
        """The probability that the firm has not defaulted."""
        return math.pow(1 - self.default, years)


@dataclass(frozen=True, slots=True)
class Value:
    """A fair value in minor units.

    Attributes:
        amount: The value.
        error: The standard error where it was simulated; 0 where there is a formula.
        method: "formula" or "simulation".
    """

    amount: float
    error: float = 0.0
    method: str = "formula"
