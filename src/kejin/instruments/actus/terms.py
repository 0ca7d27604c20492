"""The terms of a maturity contract in groups, typed; attributes are ACTUS terms in Python's spelling."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from kejin.errors import TermsError
from kejin.instruments.actus.reading import Terms, pairs_of
from kejin.instruments.conventions import Cycle, DateRules, DayCount

ROLES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "RPA": 1, "RPL": -1, "CLO": 1, "CNO": 1, "COL": 1, "LG": 1, "ST": -1, "BUY": 1, "SEL": -1, "RFL": 1, "PFL": -1,
        "RF": 1, "PF": -1,
    }
)  # fmt: skip
"""Contract role sign convention: +1 for a claim, −1 for an obligation."""


@dataclass(frozen=True, slots=True)
class Basics:
    """What every contract has.

    Attributes:
        kind: contractType.
        identity: contractID.
        sign: +1 or −1 by contractRole.
        status_date: The time from which the contract is looked at.
        currency: ISO 4217 code.
        dates: How dates are moved.
        day_count: How days are counted; None for contracts without interest.
    """

    kind: str
    identity: str
    sign: int
    status_date: datetime
    currency: str
    dates: DateRules
    day_count: DayCount | None

    @classmethod
    def of(cls, terms: Terms) -> "Basics":
        """The group, from a contract's terms."""
        role = terms.needed("contractRole", terms.text("contractRole"))
        if role not in ROLES:
            raise TermsError(
                "unknown contract role",
                expected=", ".join(ROLES),
                found=role,
                where=f"{terms.where}: contractRole",
            )
        count = terms.text("dayCountConvention")
        return cls(
            terms.needed("contractType", terms.text("contractType")),
            terms.text("contractID") or terms.text("contractIdentifier") or "",
            ROLES[role],
            terms.needed("statusDate", terms.time("statusDate")),
            terms.text("currency") or "",
            terms.dates(),
            DayCount.of(count) if count is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an array schedule: from an anchor, by a cycle, so much each time.

    Attributes:
        anchor: Its first date.
        cycle: How often; None for once.
        payment: Principal each time, or a rate.
        marker: INC or DEC for principal, FIX or VAR for rates.
    """

    anchor: date
    cycle: Cycle | None
    payment: float
    marker: str


@dataclass(frozen=True, slots=True)
class Principal:
    """What is lent and how it comes back."""

    notional_principal: float
    premium_discount: float
    initial_exchange_date: datetime
    maturity_date: datetime | None
    amortization_date: datetime | None
    next_payment: float | None
    anchor: date | None
    cycle: Cycle | None
    segments: tuple[Segment, ...]

    @classmethod
    def of(cls, terms: Terms) -> "Principal":
        """The group, from a contract's terms."""
        names = (
            "CycleAnchorDateOfPrincipalRedemption",
            "CycleOfPrincipalRedemption",
            "NextPrincipalRedemptionPayment",
        )
        return cls(
            terms.needed("notionalPrincipal", terms.number("notionalPrincipal")),
            terms.number("premiumDiscountAtIED") or 0.0,
            terms.needed("initialExchangeDate", terms.time("initialExchangeDate")),
            terms.time("maturityDate"),
            terms.time("amortizationDate"),
            terms.number("nextPrincipalRedemptionPayment"),
            terms.day("cycleAnchorDateOfPrincipalRedemption"),
            terms.cycle("cycleOfPrincipalRedemption"),
            segments_of(terms, (*names, "IncreaseDecrease")),
        )


@dataclass(frozen=True, slots=True)
class Interest:
    """How interest is counted and paid."""

    rate: float | None
    accrued: float | None
    anchor: date | None
    cycle: Cycle | None
    segments: tuple[Segment, ...]
    capitalization_end: date | None
    base: str
    base_amount: float | None
    base_anchor: date | None
    base_cycle: Cycle | None

    @classmethod
    def of(cls, terms: Terms) -> "Interest":
        """The group, from a contract's terms."""
        return cls(
            terms.number("nominalInterestRate"),
            terms.number("accruedInterest"),
            terms.day("cycleAnchorDateOfInterestPayment"),
            terms.cycle("cycleOfInterestPayment"),
            segments_of(terms, ("CycleAnchorDateOfInterestPayment", "CycleOfInterestPayment", "", "")),
            terms.day("capitalizationEndDate"),
            terms.text("interestCalculationBase") or "NT",
            terms.number("interestCalculationBaseAmount"),
            terms.day("cycleAnchorDateOfInterestCalculationBase"),
            terms.cycle("cycleOfInterestCalculationBase"),
        )


@dataclass(frozen=True, slots=True)
class RateReset:
    """When and to what the rate is reset."""

    anchor: date | None
    cycle: Cycle | None
    segments: tuple[Segment, ...]
    next_rate: float | None
    market_object: str | None
    spread: float
    multiplier: float
    life: tuple[float, float]
    period: tuple[float, float]

    @classmethod
    def of(cls, terms: Terms) -> "RateReset":
        """The group, from a contract's terms."""
        return cls(
            terms.day("cycleAnchorDateOfRateReset"),
            terms.cycle("cycleOfRateReset"),
            segments_of(terms, ("CycleAnchorDateOfRateReset", "CycleOfRateReset", "Rate", "FixedVariable")),
            terms.number("nextResetRate"),
            terms.text("marketObjectCodeOfRateReset"),
            terms.number("rateSpread") or 0.0,
            _or(terms.number("rateMultiplier"), 1.0),
            (_or(terms.number("lifeFloor"), -math.inf), _or(terms.number("lifeCap"), math.inf)),
            (_or(terms.number("periodFloor"), -math.inf), _or(terms.number("periodCap"), math.inf)),
        )

    def rate(self, observed: float, before: float, *, spread: float | None = None) -> float:
        """The new rate: observed times multiplier plus spread, within the bounds of one step and of the whole life."""
        target = observed * self.multiplier + (self.spread if spread is None else spread)
        step = min(max(target - before, self.period[0]), self.period[1])
        return min(max(before + step, self.life[0]), self.life[1])


@dataclass(frozen=True, slots=True)
class Trade:
    """Buying and selling the contract on the way."""

    purchase_date: datetime | None
    price_at_purchase: float
    termination_date: datetime | None
    price_at_termination: float

    @classmethod
    def of(cls, terms: Terms) -> "Trade":
        """The group, from a contract's terms."""
        return cls(
            terms.time("purchaseDate"),
            terms.number("priceAtPurchaseDate") or 0.0,
            terms.time("terminationDate"),
            terms.number("priceAtTerminationDate") or 0.0,
        )


@dataclass(frozen=True, slots=True)
class Fees:
    """What the contract costs beside interest; basis A is an amount each time, N a yearly rate on the notional."""

    rate: float
    basis: str
    anchor: date | None
    cycle: Cycle | None
    accrued: float

    @classmethod
    def of(cls, terms: Terms) -> "Fees":
        """The group, from a contract's terms."""
        return cls(
            terms.number("feeRate") or 0.0,
            terms.text("feeBasis") or "N",
            terms.day("cycleAnchorDateOfFee"),
            terms.cycle("cycleOfFee"),
            terms.number("feeAccrued") or 0.0,
        )


@dataclass(frozen=True, slots=True)
class Scaling:
    """Which payments follow an index (three places: I for interest, N for notional, M)."""

    effect: str
    anchor: date | None
    cycle: Cycle | None
    market_object: str | None
    index_at_status_date: float
    index_at_deal: float | None

    @classmethod
    def of(cls, terms: Terms) -> "Scaling":
        """The group, from a contract's terms."""
        at_status = terms.number("scalingIndexAtStatusDate")
        deal = terms.number("scalingIndexAtContractDealDate")
        return cls(
            terms.text("scalingEffect") or "000",
            terms.day("cycleAnchorDateOfScalingIndex"),
            terms.cycle("cycleOfScalingIndex"),
            terms.text("marketObjectCodeOfScalingIndex"),
            _or(at_status, 1.0),
            deal,
        )


@dataclass(frozen=True, slots=True)
class Prepayment:
    """Paying back early, and what it costs: a fixed amount (A), a rate on the notional (N) or the rate's loss (I)."""

    effect: str
    anchor: date | None
    cycle: Cycle | None
    market_object: str | None
    penalty: str
    penalty_rate: float

    @classmethod
    def of(cls, terms: Terms) -> "Prepayment":
        """The group, from a contract's terms."""
        return cls(
            terms.text("prepaymentEffect") or "N",
            terms.day("cycleAnchorDateOfOptionality"),
            terms.cycle("cycleOfOptionality"),
            terms.text("objectCodeOfPrepaymentModel"),
            terms.text("penaltyType") or "O",
            terms.number("penaltyRate") or 0.0,
        )


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """All groups of one maturity contract."""

    basics: Basics
    principal: Principal
    interest: Interest
    reset: RateReset
    trade: Trade
    fees: Fees
    scaling: Scaling
    prepayment: Prepayment
    notice: Cycle | None

    @classmethod
    def of(cls, terms: Terms) -> "ContractTerms":
        """The groups, from a contract's terms.

        Raises:
            TermsError: A term is missing or cannot be read.
        """
        return cls(
            Basics.of(terms),
            Principal.of(terms),
            Interest.of(terms),
            RateReset.of(terms),
            Trade.of(terms),
            Fees.of(terms),
            Scaling.of(terms),
            Prepayment.of(terms),
            terms.cycle("xDayNotice"),
        )


def segments_of(terms: Terms, names: tuple[str, str, str, str]) -> tuple[Segment, ...]:
    """The stretches of an array schedule, by the names of anchor, cycle, payment and marker without "array"."""
    full = [f"array{name}" if name else "" for name in names]
    made = []
    for anchor, cycle, payment, marker in pairs_of(full, terms):
        made.append(
            Segment(
                terms.needed(full[0], anchor.day(full[0])),
                cycle.cycle(full[1]),
                payment.number(full[2]) or 0.0,
                marker.text(full[3]) or "",
            )
        )
    return tuple(made)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
