"""A small policy that strains every part of the engine."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Day,
    Days,
    Fen,
    Count,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    latest,
    parent,
    rule,
    share_at_least,
    share_at_most,
    total,
    total_of,
)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest revenue")
revenue_window_fen = total("revenue_fen", "近三年营业收入", "Revenue over the window", years="window", since_founding=True)
rd_window_fen = total("rd_expense_fen", "近三年研发费用", "R&D over the window", years="window", since_founding=True)
staff_latest = latest("staff_count", "职工总数", "Staff")
tech_staff_latest = latest("tech_staff_count", "科技人员", "Technical staff")
loss_in_year_fen = total_of(
    "loan_principal_loss_fen", "机构年度损失", "Losses of the bank-year", of=Grain.LOAN, to=Grain.INSTITUTION_YEAR
)
bank_year_open = parent(
    "pool_open", "机构年度未触发止损", "Bank-year below the stop line", of=Grain.INSTITUTION_YEAR, to=Grain.LOAN
)


@rule("注册满一年", "Registered for a year", cites="sample-law#1")
def registered(facts_as_of: Day, founded_on: Day, min_days: Days) -> Check:
    """Registered for so many days."""
    return at_least(facts_as_of - founded_on, min_days)


@rule("研发占比达标", "R&D share reached", cites="sample-law#5")
def rd_share(rd_window_fen: Fen, revenue_window_fen: Fen, rd_floor: Share) -> Check:
    """R&D over revenue reaches the floor of the revenue tier."""
    return share_at_least(rd_window_fen, revenue_window_fen, rd_floor)


@rule("科技人员占比达标", "Technical staff share reached", cites="sample-law#4")
def tech_staff(tech_staff_latest: Count, staff_latest: Count, staff_share: Share) -> Check:
    """Technical staff over staff reaches the floor."""
    return share_at_least(tech_staff_latest, staff_latest, staff_share)


@rule("拥有知识产权", "Owns the right", cites="sample-law#2")
def owns(owns_core_ip: Flag) -> Check:
    """Owns the core right."""
    return holds(owns_core_ip)


@rule("已获高企证书", "Holds the certificate", cites="sample-law#2")
def certified(hte_certified: Flag) -> Check:
    """Holds the certificate."""
    return holds(hte_certified)


@rule("符合条件", "Qualifies", cites="sample-law#1")
def qualifies(
    registered: Condition, rd_share: Condition, tech_staff: Condition, owns: Condition, certified: Condition
) -> Condition:
    """All tests; the right or the certificate."""
    return all_of(registered, rd_share, tech_staff, any_of(owns, certified))


@rule("未触发止损", "Below the stop line", cites="sample-law#10", grain=Grain.INSTITUTION_YEAR)
def pool_open(loss_in_year_fen: Fen, institution_enrolled_principal_fen: Fen, stop_share: Share) -> Check:
    """The bank-year's losses stay within the share of the principal enrolled."""
    return share_at_most(loss_in_year_fen, institution_enrolled_principal_fen, stop_share)


@rule("未重复享受", "Not compensated elsewhere", cites="sample-law#9", grain=Grain.LOAN)
def not_twice(loan_compensated_elsewhere: Flag) -> Check:
    """No second compensation."""
    return fails(loan_compensated_elsewhere)


@rule("获得补偿", "Covered", cites="sample-law#9", grain=Grain.LOAN)
def covered(not_twice: Condition, bank_year_open: Condition) -> Condition:
    """Not compensated elsewhere and the bank-year open."""
    return all_of(not_twice, bank_year_open)


@rule(
    "补偿金额",
    "Compensation",
    cites="sample-law#9",
    grain=Grain.LOAN,
    rounds=Rounded(Rounding.HALF_UP, cites="sample-law#9"),
)
def compensation_fen(loan_principal_loss_fen: Fen, coverage: Share) -> Product:
    """Loss times coverage."""
    return loan_principal_loss_fen * coverage
