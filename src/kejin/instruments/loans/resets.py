"""Where the rates of later days come from: a quoted rate plus a spread (LPR), or results within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kejin.errors import ObservationError, TermsError
from kejin.instruments.conventions import Cycle, cycle_dates
from kejin.instruments.loans.terms import RateReset
from kejin.money import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLink:
    """A rate tied to a quoted one, such as the loan prime rate 贷款市场报价利率 (LPR); ACTUS rate reset terms.

    Attributes:
        rate_spread: What is added to the quote; negative for less (加点, 减点).
        cycle_of_rate_reset: How often the rate is reset.
        cycle_anchor_date_of_rate_reset: The first reset.
        life_floor: The rate is never below.
        life_cap: The rate is never above.
    """

    rate_spread: Rate
    cycle_of_rate_reset: Cycle
    cycle_anchor_date_of_rate_reset: date
    life_floor: Rate | None = None
    life_cap: Rate | None = None

    def resets(self, quotes: Sequence[tuple[date, Rate]], *, until: date) -> tuple[RateReset, ...]:
        """The resets before a day, each by the last quote of its day or before.

        A reset later than the last quote takes that quote: what a schedule shows until a newer one is known.

        Raises:
            ObservationError: There is no quote by the first reset.
        """
        found = []
        for day in cycle_dates(self.cycle_anchor_date_of_rate_reset, self.cycle_of_rate_reset, until)[:-1]:
            known = [rate for when, rate in sorted(quotes, key=lambda quote: quote[0]) if when <= day]
            if not known:
                raise ObservationError(
                    "a quoted rate is missing",
                    expected=f"a quote of {day} or before",
                    where="cycleOfRateReset",
                )
            rate = known[-1].ppb + self.rate_spread.ppb
            found.append(RateReset(day, bounded(Rate(rate), self.life_floor, self.life_cap)))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLink:
    """A rate tied to the borrower's results within bounds (利率与经营成果挂钩).

    Attributes:
        base: The rate without any adjustment.
        steps: From which result on, such as revenue growth, how much is added to the base; ascending by result.
            Below the first nothing is added.
        life_floor: The rate is never below.
        life_cap: The rate is never above.
    """

    base: Rate
    steps: tuple[tuple[Rate, Rate], ...]
    life_floor: Rate
    life_cap: Rate

    def __post_init__(self) -> None:
        results = [result.ppb for result, _ in self.steps]
        if results != sorted(set(results)):
            raise TermsError("a term breaks a rule", expected="results in ascending order", where="steps")
        if self.life_floor > self.life_cap:
            raise TermsError(
                "a term breaks a rule", expected=f"at most the lifeCap {self.life_cap}", found=self.life_floor,
                where="lifeFloor",
            )  # fmt: skip

    def rate(self, result: Rate | None) -> Rate:
        """The rate after a result; a result that is not known changes nothing."""
        added = 0
        if result is not None:
            added = next((points.ppb for least, points in reversed(self.steps) if result >= least), 0)
        return bounded(Rate(self.base.ppb + added), self.life_floor, self.life_cap)

    def resets(self, results: Sequence[tuple[date, Rate | None]]) -> tuple[RateReset, ...]:
        """The resets on the days on which results are known."""
        return tuple(RateReset(day, self.rate(result)) for day, result in results)


def bounded(rate: Rate, floor: Rate | None, cap: Rate | None) -> Rate:
    """The rate within its bounds."""
    if floor is not None and rate < floor:
        return floor
    if cap is not None and rate > cap:
        return cap
    return rate
