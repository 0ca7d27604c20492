"""A small policy that strains every part of the engine."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Days,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    above,
    all_of,
    any_of,
    at_least,
    at_least_so_many,
    at_most,
    back,
    every,
    fails,
    growth_at_least,
    highest,
    holds,
    latest,
    lowest,
    not_,
    one_of,
    parent,
    rule,
    running_total_of,
    share_at_least,
    share_at_most,
    smallest,
    some,
    tally_of,
    total,
    total_of,
)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest revenue")
revenue_window_fen = total(
    "revenue_fen", "近三年营业收入", "Revenue over the window", years="window", since_founding=True
)
rd_window_fen = total(
    "rd_expense_fen", "近三年研发费用", "R&D over the window", years="window", since_founding=True
)
staff_latest = latest("staff_count", "职工总数", "Staff")
tech_staff_latest = latest("tech_staff_count", "科技人员", "Technical staff")
loss_in_year_fen = total_of(
    "loan_principal_loss_fen",
    "机构年度损失",
    "Losses of the bank-year",
    of=Grain.LOAN,
    to=Grain.INSTITUTION_YEAR,
)
bank_year_open = parent(
    "pool_open",
    "机构年度未触发止损",
    "Bank-year below the stop line",
    of=Grain.INSTITUTION_YEAR,
    to=Grain.LOAN,
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


running_principal_fen = running_total_of(
    "loan_principal_fen",
    "累计贷款本金",
    "Principal so far",
    of=Grain.LOAN,
    within=Grain.PROGRAMME_YEAR,
    by=("loan_signed_on", "loan_id"),
)
revenue_before_fen = back(
    "revenue_fen", "两年前营业收入", "Revenue two years before", years="growth_intervals"
)
profit_lowest_fen = lowest("net_profit_fen", "最低净利润", "Lowest profit", years="window")
profit_highest_fen = highest("net_profit_fen", "最高净利润", "Highest profit", years="window")
always_profitable = every("profitable_year", "每年盈利", "Profitable each year", years="window")
once_profitable = some("profitable_year", "曾经盈利", "Profitable once", years="window")
clean_loans = tally_of(
    "not_twice", "未重复补偿的贷款数", "Loans not compensated twice", of=Grain.LOAN, to=Grain.ENTERPRISE
)


@rule("在年度规模内", "Within the room", cites="sample-law#12", grain=Grain.LOAN)
def in_room(running_principal_fen: Fen, ceiling_fen: Fen) -> Check:
    """The programme's principal up to and including this loan stays within the ceiling."""
    return at_most(running_principal_fen, ceiling_fen)


@rule("达到未知下限", "Reaches the floor", cites="sample-law#11")
def reaches_unknown(revenue_latest_fen: Fen, unknown_floor: Fen) -> Check:
    """Revenue reaches a floor that nobody has seen."""
    return at_least(revenue_latest_fen, unknown_floor)


@rule("当年盈利", "Profitable in the year", cites="sample-law#14", grain=Grain.FILING)
def profitable_year(net_profit_fen: Fen, nothing_fen: Fen) -> Check:
    """The year's net profit is above nothing."""
    return above(net_profit_fen, nothing_fen)


@rule("增长达标", "Growth reached", cites="sample-law#13")
def grew(
    revenue_latest_fen: Fen, revenue_before_fen: Fen, growth_floor: Share, growth_intervals: Count
) -> Check:
    """Compound growth over the intervals reaches the floor."""
    return growth_at_least(revenue_latest_fen, revenue_before_fen, growth_floor, intervals=growth_intervals)


@rule("位于适用城市", "In a city of the scheme", cites="sample-law#15")
def in_city(city_code: Choice, cities: Choices) -> Check:
    """The enterprise sits in a city of the scheme."""
    return one_of(city_code, cities)


@rule("盈利波动可控", "Profit spread held", cites="sample-law#14")
def spread_held(profit_lowest_fen: Fen, profit_highest_fen: Fen) -> Check:
    """The lowest profit is not above the highest (holds wherever both are known)."""
    return at_most(profit_lowest_fen, profit_highest_fen)


@rule("有一笔未重复补偿的贷款", "Has a loan not compensated twice", cites="sample-law#9")
def has_clean_loan(clean_loans: Count, one: Count) -> Check:
    """At least one loan was not compensated elsewhere."""
    return at_least(clean_loans, one)


@rule("团队精干", "Small team", cites="sample-law#17")
def small_team(staff_latest: Count, staff_max: Count) -> Check:
    """Staff of the latest year stays within the limit."""
    return at_most(staff_latest, staff_max)


@rule("稳健", "Steady", cites="sample-law#14")
def steady(
    two: Count,
    grew: Condition,
    in_city: Condition,
    always_profitable: Condition,
    once_profitable: Condition,
    certified: Condition,
    spread_held: Condition,
    has_clean_loan: Condition,
    small_team: Condition,
) -> Condition:
    """Two of the tests, and not certified unless profitable once."""
    return all_of(
        at_least_so_many(two, grew, in_city, always_profitable),
        any_of(not_(certified), once_profitable),
        any_of(spread_held, has_clean_loan, small_team),
    )


@rule(
    "费用",
    "Cost",
    cites="sample-law#16",
    rounds=Rounded(Rounding.DOWN, cites="sample-law#16"),
    until="2025-12-31",
)
def cost_share_fen(revenue_latest_fen: Fen, rd_window_fen: Fen, cost_share: Share) -> Product:
    """Half of the smaller of revenue and R&D (formula until the end of 2025)."""
    return smallest(revenue_latest_fen, rd_window_fen) * cost_share


@rule(
    "费用",
    "Cost",
    cites="sample-law#16",
    leaf="cost_share_fen",
    since="2026-01-01",
    rounds=Rounded(Rounding.DOWN, cites="sample-law#16"),
)
def cost_share_fen_2026(revenue_latest_fen: Fen, cost_share: Share) -> Product:
    """Half of revenue (formula from 2026 on)."""
    return revenue_latest_fen * cost_share
