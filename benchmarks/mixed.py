"""A mixed portfolio: every form of repayment from its terms to its cash flows, beside QuantLib bond by bond."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import QuantLib

from benchmarks.figures import Figure, Section
from benchmarks.sizes import Sizes
from benchmarks.timing import in_turns
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import (
    Bullet,
    Draw,
    EqualInstalments,
    EqualPrincipal,
    LoanTerms,
    Prepayment,
    PrincipalPlan,
    RateReset,
    Repayment,
    Schedule,
    SteppedInstalments,
    UpfrontFee,
    YearlyFee,
    schedule_of_columns,
)
from kejin.instruments.running import RoundingPolicy
from kejin.money import Currency, Money, Rate

SEED = 20261125
OTHERS = 50
START, END = date(2026, 1, 20), date(2029, 1, 20)
EXACT, UNROUNDED, QUANTLIB = "Kejin: whole fen", "Kejin: unrounded", "QuantLib: bond by bond"
LEAST = 5_000_000
Columns = Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]


def yuan(amount: int) -> Money:
    """An amount of renminbi."""
    return Money(amount * 100, Currency.CNY)


def loan(repayment: Repayment, **changed: Any) -> LoanTerms:
    """Three years by the month, with some terms changed."""
    terms: dict[str, Any] = {
        "notional_principal": Money(LEAST, Currency.CNY),
        "nominal_interest_rate": Rate.parse("3.45%"),
        "initial_exchange_date": START,
        "maturity_date": END,
        "day_count_convention": DayCount.MONTHLY,
        "cycle_of_interest_payment": Cycle.parse("P1M"),
    }
    return LoanTerms(repayment=repayment, **(terms | changed))


def forms() -> dict[str, LoanTerms]:
    """Every form by its name; those of the first part bear one rate on what is paid out once, as a bond does."""
    steps = SteppedInstalments(((date(2027, 1, 20), Fraction(2)), (date(2028, 1, 20), Fraction(3))))
    plan = PrincipalPlan(((date(2027, 1, 20), LEAST // 10), (date(2028, 1, 20), LEAST // 5)))
    later = (Draw(date(2026, 7, 20), yuan(10_000)), Draw(date(2027, 1, 20), yuan(20_000)))
    lower = (
        RateReset(date(2027, 1, 20), Rate.parse("3.05%")),
        RateReset(date(2028, 1, 20), Rate.parse("2.95%")),
    )
    fees = (UpfrontFee(share=Rate.parse("0.5%")), YearlyFee(Rate.parse("0.8%"), Cycle.parse("P3M")))
    early = (Prepayment(date(2027, 6, 20), yuan(5_000)),)
    return {
        "equal instalments": loan(EqualInstalments()),
        "equal principal": loan(EqualPrincipal()),
        "bullet": loan(Bullet()),
        "interest first": loan(EqualInstalments()).after_interest_only(12),
        "steps": loan(steps),
        "balloon": loan(EqualInstalments(), amortization_date=date(2032, 1, 20)),
        "seasonal": loan(EqualPrincipal(), payment_months=frozenset({9, 10, 11})),
        "plan": loan(plan),
        "capitalised": loan(EqualPrincipal(), capitalization_end_date=date(2026, 10, 20),
                            cycle_anchor_date_of_principal_redemption=date(2026, 11, 20)),
        "rate resets": loan(EqualInstalments(), rate_resets=lower),
        "draws": loan(EqualPrincipal(), draws=later).after_interest_only(12),
        "fees": loan(EqualPrincipal(), fees=fees),
        "actual days": loan(EqualPrincipal(), day_count_convention=DayCount.A360),
        "prepaid": loan(EqualInstalments(), prepayments=early),
    }  # fmt: skip


AS_BONDS = (
    "equal instalments",
    "equal principal",
    "bullet",
    "interest first",
    "steps",
    "balloon",
    "seasonal",
    "plan",
)


def measure(sizes: Sizes) -> list[Section]:
    """Times from terms and columns of amounts and rates to every cash flow, the plan of each form compiled anew."""
    named = forms()
    each = max(sizes.loans // len(named), 20)
    random = np.random.default_rng(SEED)
    columns = {
        name: (random.integers(LEAST, 10**9, each), random.integers(300, 800, each) * 100_000)
        for name in named
    }
    made: dict[str, dict[str, Schedule]] = {}

    def worked(name: str, policy: RoundingPolicy) -> dict[str, Schedule]:
        made[name] = {form: _run(terms, columns[form], policy) for form, terms in named.items()}
        return made[name]

    timings = in_turns(
        {
            EXACT: lambda: worked(EXACT, RoundingPolicy.PER_EVENT),
            UNROUNDED: lambda: worked(UNROUNDED, RoundingPolicy.NONE),
        },
        repetitions=sizes.repetitions,
    )
    interest: dict[str, float] = {}
    timings |= in_turns(
        {QUANTLIB: lambda: interest.update(_by_quantlib(made[EXACT], columns))}, repetitions=1, warm_up=0
    )
    _compared(made[EXACT], interest)
    flows = sum(one.result.balance.size for one in made[EXACT].values())
    theirs = sum(_others(made[EXACT][form]) * len(made[EXACT][form].plan.days) for form in AS_BONDS)
    per = {name: timings[name].middle / flows * 1e9 for name in (EXACT, UNROUNDED)}
    per[QUANTLIB] = timings[QUANTLIB].middle / theirs * 1e9
    figures = [
        Figure(EXACT, timings[EXACT], detail={"nanoseconds_per_cash_flow": round(per[EXACT], 2)}),
        Figure(UNROUNDED, timings[UNROUNDED], EXACT, timings[UNROUNDED].over(timings[EXACT])),
        Figure(QUANTLIB, timings[QUANTLIB]),
    ]
    about = (
        f"{each * len(named):,} loans of {len(named)} forms ({', '.join(named)}), {flows:,} rows of cash flows: the "
        "plan of each form is compiled from its terms, then run over columns of amount and rate. QuantLib builds "
        f"amortising bonds of {theirs:,} cash flows of the forms that bear one rate, from the balances that Kejin "
        "found, and reads their coupons; the interest is compared."
    )
    remarks = [f"{name}: {nanoseconds:,.1f} ns a cash flow." for name, nanoseconds in per.items()]
    return [
        Section(f"A mixed portfolio of {each * len(named):,} loans", about, tuple(figures), tuple(remarks))
    ]


def _run(
    terms: LoanTerms, columns: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], policy: RoundingPolicy
) -> Schedule:
    principal, rates = columns
    return schedule_of_columns(terms, principal=principal, rates=rates, policy=policy)


def _others(one: Schedule) -> int:
    return min(OTHERS, int(one.result.balance.shape[1]))


def _by_quantlib(made: Mapping[str, Schedule], columns: Columns) -> dict[str, float]:
    """The interest of the first loans of each form as bonds whose notionals are the balances."""
    count = QuantLib.Thirty360(QuantLib.Thirty360.BondBasis)
    month, calendar, moved = QuantLib.Period(1, QuantLib.Months), QuantLib.NullCalendar(), QuantLib.Unadjusted
    first, last = (QuantLib.Date(day.day, day.month, day.year) for day in (START, END))
    dates = QuantLib.Schedule(
        first, last, month, calendar, moved, moved, QuantLib.DateGeneration.Forward, False
    )
    found = {}
    for form in AS_BONDS:
        one, total = made[form], 0.0
        for place in range(_others(one)):
            notionals = one.result.balance[:-1, place].astype(float).tolist()
            rate = float(columns[form][1][place]) / 1e9
            bond = QuantLib.AmortizingFixedRateBond(0, notionals, dates, [rate], count)
            coupons = (QuantLib.as_coupon(flow) for flow in bond.cashflows())
            total += sum(coupon.amount() for coupon in coupons if coupon is not None)
        found[form] = total
    return found


def _compared(made: Mapping[str, Schedule], interest: Mapping[str, float]) -> None:
    for form, theirs in interest.items():
        ours = made[form].result.interest[:, : _others(made[form])]
        # Each of our amounts is rounded to a fen.
        assert abs(float(ours.sum()) - theirs) <= ours.size, form
