"""What a lender gets beside a lower rate: the three forms of a growth-sharing loan 成长分享贷, and warrants 认股权."""

from dataclasses import dataclass

from kejin.errors import TermsError


@dataclass(frozen=True, slots=True)
class ResultRate:
    """First form: a rate tied to results. Each year's rate is `base + slope x (growth - target)`, within bounds.

    Attributes:
        base: The rate at the target.
        slope: Points of the rate for a point of growth of the year's revenue.
        target: Growth at which the rate is `base`.
        floor: The lowest rate.
        cap: The highest rate.
        most: The most interest above `floor` over all years, in minor units; None for no such limit.
    """

    base: float
    slope: float
    target: float
    floor: float
    cap: float
    most: int | None = None

    def __post_init__(self) -> None:
        _ordered("slope", 0.0, self.slope)
        _ordered("cap", self.floor, self.cap)


@dataclass(frozen=True, slots=True)
class FutureBusiness:
    """Second form: business to come. The firm keeps deposits (or settles) in proportion to its revenue for some years.

    Attributes:
        revenue: Revenue of the last year, in minor units.
        share: Average deposits as a part of the year's revenue.
        margin: What the lender earns on them in a year.
        first: The first year that counts.
        last: The last year that counts.
        least: Revenue from which a year counts, in minor units.
    """

    revenue: int
    share: float
    margin: float
    first: int = 1
    last: int = 1
    least: int = 0

    def __post_init__(self) -> None:
        _ordered("revenue", 1, self.revenue)
        _ordered("first", 1, self.first)
        _ordered("last", self.first, self.last)


@dataclass(frozen=True, slots=True)
class EquityGain:
    """Third form: a share of what the equity gains beyond a value, once, after some years.

    Attributes:
        value: The value of the equity today, in minor units.
        beyond: The value from which the gain is shared.
        share: The lender's part of it.
        years: When it is settled.
        most: The most that is paid, in minor units; None for no limit.
    """

    value: int
    beyond: int
    share: float
    years: float
    most: int | None = None

    def __post_init__(self) -> None:
        _ordered("value", 1, self.value)
        _ordered("beyond", 1, self.beyond)
        _ordered("share", 0.0, self.share)


@dataclass(frozen=True, slots=True)
class Warrants:
    """Rights to buy new shares.

    Attributes:
        value: The value of the equity today, in minor units.
        shares: Shares outstanding.
        count: New shares that can be bought.
        strike: What each costs, in minor units.
        years: Until when.
    """

    value: int
    shares: int
    count: int
    strike: float
    years: float

    def __post_init__(self) -> None:
        _ordered("value", 1, self.value)
        _ordered("shares", 1, self.shares)
        _ordered("count", 1, self.count)

    @property
    def dilution(self) -> float:
        """The part of the firm that belongs to the holder once all is exercised."""
        return self.count / (self.shares + self.count)


Extra = ResultRate | FutureBusiness | EquityGain | Warrants


def dilution_of_equity(amount: int, value: int) -> float:
    """The part of the firm that new shares for this amount would take, at this value before the money."""
    return amount / (value + amount)


def _ordered(name: str, least: float, value: float) -> None:
    if value < least:
        raise TermsError("a term is out of order", expected=f"at least {least:g}", found=value, where=name)
