"""Guangdong loan interest subsidy: does a loan earn it, and how much for the interest of the claimed period.

One row is a loan with one claim. `rules_firm.py` holds what the enterprise must be, `rules_limits.py` the cap of a
firm and the ceiling of a year. The year of the claim, not of signing, leads to the firm's and the programme's year.
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
    all_of,
    any_of,
    at_least,
    at_most,
    below,
    fails,
    holds,
    not_,
    one_of,
    only_if,
    parent,
    rule,
    running_total_of,
)

OBJECT = "gd-rules-2025#贴息对象"
PARENT = "gd-parent-2025#贷款贴息"
NEGATIVE = "gd-rules-2025#负面清单"

rd_ceiling_of_firm = parent(
    "rd_loans_within_declared",
    "企业研发贷款总额未超申报额",
    "The firm's R&D loans stay within the amount declared",
    of=Grain.FILING,
    to=Grain.LOAN,
    through=("enterprise_id", "loan_claim_year"),
)
running_principal_fen = running_total_of(
    "granted_principal_fen",
    "当年累计贴息贷款本金（按放款日）",
    "Subsidised principal so far in the year, by drawdown",
    of=Grain.LOAN,
    within=Grain.PROGRAMME_YEAR,
    by=("loan_drawn_on", "loan_id"),
    through=("programme_id", "loan_claim_year"),
)


@rule("放款不早于起始日", "Drawn on or after the first day", cites=OBJECT, grain=Grain.LOAN)
def drawn_since_start(loan_drawn_on: Day, drawn_from: Day) -> Check:
    """The bank paid the loan out on or after the first day."""
    return at_least(loan_drawn_on, drawn_from)


@rule("放款不晚于截止日", "Drawn on or before the last day", cites=OBJECT, grain=Grain.LOAN)
def drawn_by_end(loan_drawn_on: Day, drawn_until: Day) -> Check:
    """The bank paid the loan out on or before the last day."""
    return at_most(loan_drawn_on, drawn_until)


@rule("由经办银行发放", "Made by a bank of the scheme", cites="gd-rules-2025#第六条", grain=Grain.LOAN)
def bank_takes_part(loan_lender_in_scheme: Flag) -> Check:
    """The lender is one of the banks that handle the scheme."""
    return holds(loan_lender_in_scheme)


@rule("属可贴息用途", "Use earns the subsidy", cites="gdjr-reply-2025#答复", grain=Grain.LOAN)
def use_earns(loan_use: Choice, subsidised_uses: Choices) -> Check:
    """Plant, equipment, technical upgrade or R&D; pay of researchers is R&D, pay of other staff is not."""
    return one_of(loan_use, subsidised_uses)


@rule("未借新还旧或偿还其他债务", "Repays no other debt", cites=NEGATIVE, grain=Grain.LOAN)
def repays_no_debt(loan_refinances: Flag) -> Check:
    """The money repays no old loan, shareholder, other bank or other debt."""
    return fails(loan_refinances)


@rule("未购买土地或非生产性固定资产", "Buys no land", cites=NEGATIVE, grain=Grain.LOAN)
def buys_no_land(loan_buys_land: Flag) -> Check:
    """The money buys no land and no fixed assets that do not serve production."""
    return fails(loan_buys_land)


@rule("未用于金融投资", "No financial investment", cites=NEGATIVE, grain=Grain.LOAN)
def no_financial_investment(loan_invests_in_finance: Flag) -> Check:
    """The money goes into no financial investment."""
    return fails(loan_invests_in_finance)


@rule(
    "未用于个人房产用车、房地产或市政",
    "No homes, cars, property or city works",
    cites=NEGATIVE,
    grain=Grain.LOAN,
)
def no_property_use(loan_property_use: Flag) -> Check:
    """The money buys no home or private car and goes into no property development, renewal or municipal works."""
    return fails(loan_property_use)


@rule("未享受其他省级贴息", "No other provincial subsidy", cites=PARENT, grain=Grain.LOAN)
def one_provincial_subsidy(loan_other_provincial_subsidy: Flag) -> Check:
    """One loan takes one provincial interest subsidy."""
    return fails(loan_other_provincial_subsidy)


@rule("申报期在一年之内", "Within one year of the contract", cites=PARENT, grain=Grain.LOAN)
def within_one_year(loan_claim_to: Day, loan_subsidised_from: Day, subsidy_years: Count) -> Check:
    """The claimed period ends before the anniversary of the first subsidised day."""
    return below(loan_claim_to, loan_subsidised_from.plus_years(subsidy_years))


@rule("用于科技研发", "Used for R&D", cites="gd-guide-copy-2025#科技研发用途", grain=Grain.LOAN)
def used_for_rd(loan_use: Choice, rd_uses: Choices) -> Check:
    """The money was used for R&D."""
    return one_of(loan_use, rd_uses)


@rule("研发贷款本金", "Principal of an R&D loan", cites="gd-guide-copy-2025#科技研发用途", grain=Grain.LOAN)
def rd_principal_fen(used_for_rd: Condition, loan_principal_fen: Fen) -> Fen:
    """The loan's principal where it was used for R&D, else nothing."""
    return only_if(used_for_rd, loan_principal_fen)


@rule(
    "研发贷款未超申报额",
    "R&D loans within the amount declared",
    cites="gd-guide-copy-2025#科技研发用途",
    grain=Grain.LOAN,
)
def rd_ceiling_respected(used_for_rd: Condition, rd_ceiling_of_firm: Condition) -> Condition:
    """Not an R&D loan, or the firm's R&D loans together stay within what it declared."""
    return any_of(not_(used_for_rd), rd_ceiling_of_firm)


@rule("不在负面清单", "Off the negative list", cites=NEGATIVE, grain=Grain.LOAN)
def off_the_negative_list(
    repays_no_debt: Condition,
    buys_no_land: Condition,
    no_financial_investment: Condition,
    no_property_use: Condition,
) -> Condition:
    """None of the uses that the rules shut out."""
    return all_of(repays_no_debt, buys_no_land, no_financial_investment, no_property_use)


@rule("可获贴息", "Earns the subsidy", cites=OBJECT, grain=Grain.LOAN)
def subsidised(
    drawn_since_start: Condition,
    drawn_by_end: Condition,
    bank_takes_part: Condition,
    firm_admitted: Condition,
    one_route: Condition,
    use_earns: Condition,
    off_the_negative_list: Condition,
    one_provincial_subsidy: Condition,
    within_one_year: Condition,
    rd_ceiling_respected: Condition,
) -> Condition:
    """Time, bank, firm, use, no second subsidy, one year, and the ceiling of R&D loans."""
    return all_of(
        drawn_since_start,
        drawn_by_end,
        bank_takes_part,
        firm_admitted,
        one_route,
        use_earns,
        off_the_negative_list,
        one_provincial_subsidy,
        within_one_year,
        rd_ceiling_respected,
    )


@rule(
    "贴息利率",
    "Subsidised rate",
    cites=PARENT,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#利率"),
)
def subsidised_rate(loan_rate: Share, subsidy_share: Share) -> Product:
    """The share of the loan's rate that the province pays."""
    return loan_rate * subsidy_share


@rule(
    "申报期应贴息额",
    "Subsidy of the claimed period",
    cites=PARENT,
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额"),
)
def interest_subsidy_fen(loan_interest_paid_fen: Fen, subsidy_share: Share) -> Product:
    """The share of the interest paid in the claimed period."""
    return loan_interest_paid_fen * subsidy_share


@rule("贴息额", "Subsidy", cites=PARENT, grain=Grain.LOAN)
def granted_subsidy_fen(subsidised: Condition, interest_subsidy_fen: Fen) -> Fen:
    """The subsidy where the loan earns it, else nothing; before the firm's cap."""
    return only_if(subsidised, interest_subsidy_fen)


@rule("贴息贷款本金", "Subsidised principal", cites=PARENT, grain=Grain.LOAN)
def granted_principal_fen(subsidised: Condition, loan_principal_fen: Fen) -> Fen:
    """The principal that counts towards the ceiling of the year."""
    return only_if(subsidised, loan_principal_fen)
