"""Draw the cash flows of every form of repayment: one loan of three million yuan at 3.45 % over two years.

python examples/repayment_forms.py [FILE]     writes docs/images/repayment-forms.svg, or FILE
"""

import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from kejin.cli.contract_picture import picture
from kejin.instruments.conventions import Cycle, DayCount
from kejin.instruments.loans import (
    Bullet,
    Draw,
    EqualInstalments,
    EqualPrincipal,
    LineTerms,
    LoanTerms,
    Move,
    PrincipalPlan,
    RateReset,
    Repayment,
    Schedule,
    SteppedInstalments,
    UpfrontFee,
    YearlyFee,
    line_schedule,
    schedule,
)
from kejin.money import Currency, Money, Rate

START, END = date(2026, 1, 20), date(2028, 1, 20)


def loan(repayment: Repayment, **changed: Any) -> LoanTerms:
    """The loan of this page, with some terms changed."""
    terms: dict[str, Any] = {
        "notional_principal": Money.parse("3000000", Currency.CNY),
        "nominal_interest_rate": Rate.parse("3.45%"),
        "initial_exchange_date": START,
        "maturity_date": END,
        "day_count_convention": DayCount.MONTHLY,
        "cycle_of_interest_payment": Cycle.parse("P1M"),
    }
    return LoanTerms(repayment=repayment, **(terms | changed))


def panels() -> list[tuple[str, Schedule]]:
    """A title and a schedule for every form."""
    quarter, million = Cycle.parse("P3M"), Money.parse("1000000", Currency.CNY)
    steps = SteppedInstalments(((date(2026, 9, 20), Fraction(2)), (date(2027, 5, 20), Fraction(3))))
    plan = PrincipalPlan(((date(2026, 10, 20), 50_000_000), (date(2027, 4, 20), 100_000_000)))
    reset = (RateReset(date(2027, 1, 20), Rate.parse("3.05%")),)
    later = {"draws": (Draw(date(2026, 6, 20), million), Draw(date(2026, 12, 20), million))}
    fees = (UpfrontFee(share=Rate.parse("1%")), YearlyFee(Rate.parse("1%"), quarter))
    moves = [
        Move(date(2026, 3, 1), 200_000_000),
        Move(date(2026, 9, 1), -150_000_000),
        Move(date(2027, 3, 1), 100_000_000),
    ]
    line = LineTerms(
        limit=Money.parse("3000000", Currency.CNY), nominal_interest_rate=Rate.parse("3.45%"),
        initial_exchange_date=START, maturity_date=END, day_count_convention=DayCount.A360,
        cycle_of_interest_payment=quarter, commitment_fee=Rate.parse("0.3%"),
    )  # fmt: skip
    loans = {
        "等额本息 Equal instalments": loan(EqualInstalments()),
        "等额本金 Equal principal": loan(EqualPrincipal()),
        "按季付息到期还本 Bullet": loan(Bullet(), cycle_of_interest_payment=quarter),
        "先息后本 Interest first": loan(EqualInstalments()).after_interest_only(12),
        "分段等额 Stepped instalments": loan(steps),
        "气球贷 Balloon": loan(EqualInstalments(balloon=150_000_000)),
        "季节性还款 Seasonal": loan(EqualPrincipal(), payment_months=frozenset({9, 10, 11})),
        "自定义还本计划 Custom plan": loan(plan, cycle_of_interest_payment=quarter),
        "利息转本金 Capitalised interest": loan(EqualPrincipal(), capitalization_end_date=date(2026, 10, 20),
                                          cycle_anchor_date_of_principal_redemption=date(2026, 11, 20)),
        "利率重定价 Rate reset": loan(EqualInstalments(), rate_resets=reset),
        "分次提款 Drawn in parts": loan(EqualPrincipal(), notional_principal=million, **later).after_interest_only(12),
        "担保费 With fees": loan(EqualPrincipal(), fees=fees),
    }  # fmt: skip
    made = [(title, schedule(terms)) for title, terms in loans.items()]
    return [*made, ("循环额度 Revolving line", line_schedule(line, moves))]


def main(arguments: list[str]) -> None:
    """Write the picture."""
    usual = Path(__file__).parents[1] / "docs" / "images" / "repayment-forms.svg"
    path = Path(arguments[0]) if arguments else usual
    path.write_text(picture(panels()), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
