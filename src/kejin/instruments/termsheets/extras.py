"""The part of a firm's growth that a lender gets, as a terms file writes it; see `kejin.instruments.growth`."""

from typing import Annotated, Literal

from pydantic import Field

from kejin.instruments.growth import EquityGain, Extra, FutureBusiness, Outlook, ResultRate, Warrants
from kejin.instruments.termsheets.values import Amount, Factor, Share, Terms
from kejin.money import RATE_SCALE, Rate


def part(rate: Rate) -> float:
    """A rate as a number: models take floats."""
    return rate.ppb / RATE_SCALE


class ResultRateTerms(Terms):
    """利率与经营挂钩."""

    form: Literal["resultRate"]
    base: Share
    slope: Factor
    target: Share
    floor: Share
    cap: Share
    most: Amount | None = None

    def made(self) -> Extra:
        """The extra."""
        shares = {name: part(getattr(self, name)) for name in ("base", "target", "floor", "cap")}
        return ResultRate(slope=float(self.slope), most=self.most, **shares)


class FutureBusinessTerms(Terms):
    """约定未来业务."""

    form: Literal["futureBusiness"]
    revenue: Amount
    share: Share
    margin: Share
    first: int = 1
    last: int
    least: Amount = 0

    def made(self) -> Extra:
        """The extra."""
        return FutureBusiness(
            self.revenue, part(self.share), part(self.margin), self.first, self.last, self.least
        )


class EquityGainTerms(Terms):
    """股权增值分享."""

    form: Literal["equityGain"]
    value: Amount
    beyond: Amount
    share: Share
    years: Factor
    most: Amount | None = None

    def made(self) -> Extra:
        """The extra."""
        return EquityGain(self.value, self.beyond, part(self.share), float(self.years), self.most)


class WarrantTerms(Terms):
    """认股权."""

    form: Literal["warrants"]
    value: Amount
    shares: int
    count: int
    strike: Amount
    years: Factor

    def made(self) -> Extra:
        """The extra."""
        return Warrants(self.value, self.shares, self.count, self.strike, float(self.years))


ExtraTerms = Annotated[
    ResultRateTerms | FutureBusinessTerms | EquityGainTerms | WarrantTerms, Field(discriminator="form")
]


class OutlookTerms(Terms):
    """What is assumed to price the extra."""

    growth: Share = Rate(0)
    volatility: Share = Rate(0)
    equity_volatility: Share = Rate(0)
    discount: Share = Rate(0)
    risk_free: Share = Rate(0)
    default: Share = Rate(0)
    recovery: Share = Rate(0)

    def made(self) -> Outlook:
        """The assumptions as numbers."""
        return Outlook(
            part(self.growth),
            part(self.volatility),
            part(self.equity_volatility),
            part(self.discount),
            part(self.risk_free),
            part(self.default),
            part(self.recovery),
        )
