"""Private-investment guarantee plan: may a loan enter, what the national fund bears of a loss, and at what fee.

The shares of the other parties were not read; what the national fund does not bear stands together as the rest.
`rules_firm.py` holds what the enterprise must be, `rules_limits.py` the payout rate and the size of the plan.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    at_least,
    holds,
    one_of,
    only_if,
    parent,
    rule,
    smallest_share,
)

USE = "zaker-2026#支持对象"
SHARE = "zaker-2026#分险比例"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#上限金额")

borrower_in_plan = parent(
    "supported_firm", "借款人属支持对象", "Borrower supported", of=Grain.ENTERPRISE, to=Grain.LOAN
)
borrower_line_kept = parent(
    "line_kept", "借款人担保额度未超上限", "Borrower within the line", of=Grain.ENTERPRISE, to=Grain.LOAN
)


@rule("用途在支持范围", "Use in the plan", cites=USE, grain=Grain.LOAN)
def use_supported(loan_investment_use: Choice, plan_uses: Choices) -> Check:
    """The money goes into one of the uses that the plan lists."""
    return one_of(loan_investment_use, plan_uses)


@rule("属中长期贷款", "Medium or long-term", cites=(USE, "bank-guide-2026#准入"), grain=Grain.LOAN)
def medium_or_long(loan_due_on: Day, loan_drawn_on: Day, medium_term_years: Count) -> Check:
    """The loan falls due more than so many years after drawdown."""
    return above(loan_due_on, loan_drawn_on.plus_years(medium_term_years))


@rule("属担保贷款", "Guaranteed loan", cites="plan-2026#一、总体要求", grain=Grain.LOAN)
def has_guarantee(loan_security: Choice, guarantee_securities: Choices) -> Check:
    """A guarantor stands behind the loan."""
    return one_of(loan_security, guarantee_securities)


@rule(
    "担保机构属政府性体系", "Guarantor of the public system", cites="plan-2026#一、总体要求", grain=Grain.LOAN
)
def guarantor_in_system(loan_guarantor_in_system: Flag) -> Check:
    """The guarantor works with the national fund and the provincial re-guarantor."""
    return holds(loan_guarantor_in_system)


@rule("计划印发后签订", "Signed since the plan", cites="zaker-2026#印发", grain=Grain.LOAN)
def signed_since_plan(loan_signed_on: Day, plan_from: Day) -> Check:
    """The contract was signed on or after the day of the plan: it is a newly made loan."""
    return at_least(loan_signed_on, plan_from)


@rule("可纳入专项担保计划", "May enter the plan", cites=USE, grain=Grain.LOAN)
def in_plan(
    borrower_in_plan: Condition,
    borrower_line_kept: Condition,
    use_supported: Condition,
    medium_or_long: Condition,
    has_guarantee: Condition,
    guarantor_in_system: Condition,
    signed_since_plan: Condition,
) -> Condition:
    """A supported borrower within its line, a listed use, a term beyond a year, a guarantor of the system."""
    return all_of(
        borrower_in_plan,
        borrower_line_kept,
        use_supported,
        medium_or_long,
        has_guarantee,
        guarantor_in_system,
        signed_since_plan,
    )


@rule(
    "国家融资担保基金份额（上限）",
    "Share of the national fund, at its maximum",
    cites=SHARE,
    grain=Grain.LOAN,
)
def national_share(national_share_max: Share) -> Share:
    """The highest share that the fund may bear."""
    return smallest_share(national_share_max)


@rule("国家份额金额", "National part of the loss", cites=SHARE, grain=Grain.LOAN, rounds=DOWN)
def national_part_fen(loan_principal_loss_fen: Fen, national_share: Share) -> Product:
    """The loss times the national share."""
    return loan_principal_loss_fen * national_share


@rule("国家融资担保基金承担", "Borne by the national fund", cites=SHARE, grain=Grain.LOAN)
def national_fen(in_plan: Condition, national_part_fen: Fen) -> Fen:
    """What the national fund bears of the loss."""
    return only_if(in_plan, national_part_fen)


@rule("其他各方承担", "Borne by the others", cites=SHARE, grain=Grain.LOAN)
def rest_fen(loan_principal_loss_fen: Fen, national_fen: Fen) -> Fen:
    """What is left with bank, province and locality together."""
    return loan_principal_loss_fen - national_fen


@rule(
    "减半后的再担保费率",
    "Re-guarantee fee after the cut",
    cites="zaker-2026#再担保费",
    grain=Grain.LOAN,
    rounds=DOWN,
)
def halved_fee(loan_reguarantee_fee_rate: Share, fee_factor: Share) -> Product:
    """The fee that applied before, times the part that is charged."""
    return loan_reguarantee_fee_rate * fee_factor
