"""The documents of a terms file: a loan, a line, a share of revenue, a renewal, a loan that is serviced."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kejin.instruments.conventions import DayCount
from kejin.instruments.conventions.adjusting import BusinessDayConvention, EndOfMonth
from kejin.instruments.costs import Basis, Claim, Purpose
from kejin.instruments.loans.servicing import ChargeOffRule
from kejin.instruments.loans.terms import PrepaymentEffect
from kejin.instruments.termsheets.extras import ExtraTerms, OutlookTerms
from kejin.instruments.termsheets.servicing import EventTerms, OrderTerms, RecalculationTerms
from kejin.instruments.termsheets.values import Amount, Days, Every, Factor, Moved, Share, Terms, Working
from kejin.money import Currency, Rate


class OnDay(Terms):
    """An amount on a day."""

    day: date
    amount: Amount


class RateOnDay(Terms):
    """A rate from a day on, or a quote of a day."""

    day: date
    rate: Share


class Level(Terms):
    """等额本息."""

    form: Literal["equalInstalments"]
    next_principal_redemption_payment: Amount | None = None
    balloon: Amount = 0


class Linear(Terms):
    """等额本金."""

    form: Literal["equalPrincipal"]
    next_principal_redemption_payment: Amount | None = None
    balloon: Amount = 0


class Step(Terms):
    """From a payment day on, so many times the first instalment."""

    day: date
    times: Factor


class Stepped(Terms):
    """分段等额."""

    form: Literal["steppedInstalments"]
    steps: tuple[Step, ...] = Field(min_length=1)


class Planned(Terms):
    """自定义还本计划."""

    form: Literal["principalPlan"]
    parts: tuple[OnDay, ...] = Field(min_length=1)


class AtTheEnd(Terms):
    """到期还本."""

    form: Literal["bullet"]


RepaymentTerms = Annotated[Level | Linear | Stepped | Planned | AtTheEnd, Field(discriminator="form")]


class QuoteLinkTerms(Terms):
    """A rate by quotes, such as the loan prime rate (LPR)."""

    quotes: tuple[RateOnDay, ...] = Field(min_length=1)
    rate_spread: Share
    cycle_of_rate_reset: Every
    cycle_anchor_date_of_rate_reset: date
    life_floor: Share | None = None
    life_cap: Share | None = None


class ResultStep(Terms):
    """From a result on, so much is added to the rate."""

    result: Share
    adds: Share


class ResultOnDay(Terms):
    """A result, such as the growth of revenue; none where it is not known."""

    day: date
    result: Share | None


class ResultLinkTerms(Terms):
    """A rate by results, within bounds; the base is the nominal interest rate."""

    steps: tuple[ResultStep, ...] = Field(min_length=1)
    results: tuple[ResultOnDay, ...]
    life_floor: Share
    life_cap: Share


class FeeTerms(Terms):
    """On payout an amount or a share of it, or by the year on what is outstanding."""

    amount: Amount | None = None
    share: Share | None = None
    fee_rate: Share | None = None
    cycle_of_fee: Every | None = None


class PrepaymentTerms(Terms):
    """Repaid before its time."""

    day: date
    amount: Amount
    prepayment_effect: PrepaymentEffect = PrepaymentEffect.MATURITY


class ChargeTerms(Terms):
    """What somebody else charges on the amount: a guarantee fee or a premium by the year, a fee once."""

    rate: Share
    purpose: Literal[Purpose.FEE, Purpose.PREMIUM, Purpose.ONCE_FEE] = Purpose.FEE


class SubsidyTerms(Terms):
    """A subsidy; see `kejin.instruments.costs.Subsidy`."""

    name: str = Field(min_length=1)
    basis: Basis
    share: Share
    covered_amount_max: Amount | None = None
    yearly_cap: Amount | None = None
    years: int | None = Field(default=None, ge=1)
    claimed: Claim = Claim.BY_YEAR
    paid_after_days: int = Field(default=0, ge=0)


class Sheet(Terms):
    """What every contract may say: its name, its currency, what it costs besides, what is paid towards it."""

    contract_id: str = Field(default="", alias="contractID")
    currency: Currency = Currency.CNY
    charges: tuple[ChargeTerms, ...] = ()
    subsidies: tuple[SubsidyTerms, ...] = ()


class LoanBody(Terms):
    """The terms of a loan by their ACTUS names; see `kejin.instruments.loans.LoanTerms`."""

    notional_principal: Amount
    nominal_interest_rate: Share
    initial_exchange_date: date
    maturity_date: date | None = None
    months: int | None = Field(default=None, ge=1)
    repayment: RepaymentTerms
    day_count_convention: Days = DayCount.MONTHLY
    cycle_of_interest_payment: Every | None = None
    cycle_anchor_date_of_interest_payment: date | None = None
    cycle_of_principal_redemption: Every | None = None
    cycle_anchor_date_of_principal_redemption: date | None = None
    interest_only_payments: int = Field(default=0, ge=0)
    amortization_date: date | None = None
    capitalization_end_date: date | None = None
    interest_free_until: date | None = None
    payment_months: tuple[int, ...] = ()
    rate_resets: tuple[RateOnDay, ...] = ()
    quote_link: QuoteLinkTerms | None = None
    result_link: ResultLinkTerms | None = None
    draws: tuple[OnDay, ...] = ()
    prepayments: tuple[PrepaymentTerms, ...] = ()
    down_payment: Amount | None = None
    fees: tuple[FeeTerms, ...] = ()
    calendar: Working | None = None
    business_day_convention: Moved = BusinessDayConvention.NULL
    end_of_month_convention: EndOfMonth = EndOfMonth.SAME_DAY


class LoanSheet(Sheet, LoanBody):
    """A loan, and where it has one the part of growth that the lender gets, with what is assumed to price it."""

    contract_type: Literal["loan"]
    plain_rate: Share | None = None
    extra: ExtraTerms | None = None
    outlook: OutlookTerms | None = None


class MoveTerms(Terms):
    """Drawn or repaid on a day."""

    day: date
    draws: Amount | None = None
    repays: Amount | None = None


class LineSheet(Sheet):
    """A revolving line that is drawn and repaid at will."""

    contract_type: Literal["line"]
    limit: Amount
    nominal_interest_rate: Share
    initial_exchange_date: date
    maturity_date: date
    day_count_convention: Days = DayCount.A360
    cycle_of_interest_payment: Every
    commitment_fee: Share | None = None
    moves: tuple[MoveTerms, ...] = Field(min_length=1)
    calendar: Working | None = None
    business_day_convention: Moved = BusinessDayConvention.NULL
    end_of_month_convention: EndOfMonth = EndOfMonth.SAME_DAY


class RevenueSheet(Sheet):
    """A share of revenue until an agreed total is repaid: revenues by their days, or a year's spread evenly."""

    contract_type: Literal["revenueBased"]
    net_disbursement: Amount
    discount_fee: Amount
    share: Share
    initial_exchange_date: date
    revenues: tuple[OnDay, ...] = ()
    yearly_revenue: Amount | None = None
    days_of_year: int = Field(default=360, ge=1)


class BridgeTerms(Terms):
    """Money borrowed for some days to repay before being lent to again."""

    daily_rate: Share
    days: int = Field(ge=1)


class RenewalSheet(Sheet):
    """A loan and the one that renews it without its principal being repaid; with a bridge, what it spares."""

    contract_type: Literal["renewal"]
    old: LoanBody
    new: LoanBody
    bridge: BridgeTerms | None = None


class ServicedSheet(Sheet):
    """A loan in instalments and everything that happened to it; see `kejin.instruments.loans.servicing.Agreement`."""

    contract_type: Literal["servicedLoan"]
    nominal_interest_rate: Share
    instalments: int = Field(ge=1, le=1200)
    cycle: Every
    month_end: Literal["LAST_DAY", "FIRST_OF_NEXT"] = "LAST_DAY"
    days_in_year: Literal["360", "364", "365", "ACTUAL"] = "360"
    days_in_month: Literal["30", "ACTUAL"] = "ACTUAL"
    interest_by_period: bool = False
    interest_method: Literal["DECLINING_BALANCE", "FLAT"] = "DECLINING_BALANCE"
    form: Literal["PROGRESSIVE", "CUMULATIVE", "PRINCIPAL"] = "PROGRESSIVE"
    principal_shares: tuple[int, ...] = ()
    principal_grace: int = Field(default=0, ge=0)
    interest_grace: int = Field(default=0, ge=0)
    down_payment_share: Share = Rate(0)
    instalment_multiple: Amount = 1
    recalculation: RecalculationTerms | None = None
    charge_off: ChargeOffRule = ChargeOffRule.NONE
    order: OrderTerms = OrderTerms()
    as_of: date | None = None
    events: tuple[EventTerms, ...] = Field(min_length=1)


AnySheet = Annotated[
    LoanSheet | LineSheet | RevenueSheet | RenewalSheet | ServicedSheet, Field(discriminator="contract_type")
]
