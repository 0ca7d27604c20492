"""ChiNext: what the sets read from the accounts, and the listing decision.

`rules_sets.py` holds the four sets of the listing rules (2.1.2). Profit is the lower of net profit before and after
non-recurring items; profit and revenue are audited.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Grain,
    above,
    all_of,
    any_of,
    back,
    every,
    holds,
    latest,
    rule,
    smallest,
    total,
)

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Latest year's revenue")
revenue_before_fen = back(
    "revenue_fen", "期初年度营业收入", "Revenue at the start of the growth period", years="growth_intervals"
)
revenue_window_fen = total(
    "revenue_fen", "最近三年营业收入合计", "Revenue of three years", years="window_years"
)
rd_window_fen = total("rd_expense_fen", "最近三年研发投入合计", "R&D of three years", years="window_years")
profit_latest_fen = latest("profit_fen", "最近一年净利润", "Latest year's profit")
profit_two_years_fen = total("profit_fen", "最近两年净利润合计", "Profit of two years", years="profit_years")
profitable_both_years = every(
    "profitable_year", "最近两年净利润均为正", "Profit in both years", years="profit_years"
)
profitable_last_year = latest("profitable_year", "最近一年净利润为正", "Profit in the latest year")
audited_last_year = latest("audited_year", "最近一年经审计", "Latest year audited")
audited_both_years = every("audited_year", "最近两年均经审计", "Both years audited", years="profit_years")
audited_window = every("audited_year", "最近三年均经审计", "All three years audited", years="window_years")


@rule(
    "净利润（扣非前后孰低）", "Profit, the lower figure", cites="chinext-rules-2020#2.1.2", grain=Grain.FILING
)
def profit_fen(net_profit_fen: Fen, net_profit_ex_fen: Fen) -> Fen:
    """The year's profit: the lower of net profit before and after non-recurring items."""
    return smallest(net_profit_fen, net_profit_ex_fen)


@rule("净利润为正", "Net profit positive", cites="chinext-rules-2020#2.1.2（一）", grain=Grain.FILING)
def net_profit_positive(net_profit_fen: Fen, nothing_fen: Fen) -> Check:
    """The year's net profit is above zero."""
    return above(net_profit_fen, nothing_fen)


@rule(
    "扣非净利润为正",
    "Profit without non-recurring items positive",
    cites="chinext-rules-2020#2.1.2（一）",
    grain=Grain.FILING,
)
def recurring_profit_positive(net_profit_ex_fen: Fen, nothing_fen: Fen) -> Check:
    """The year's net profit without non-recurring items is above zero."""
    return above(net_profit_ex_fen, nothing_fen)


@rule("当年盈利", "Profitable year", cites="chinext-rules-2020#2.1.2（一）", grain=Grain.FILING)
def profitable_year(net_profit_positive: Condition, recurring_profit_positive: Condition) -> Condition:
    """Both figures are positive, so the lower one is. One loss settles it even where the other is unknown."""
    return all_of(net_profit_positive, recurring_profit_positive)


@rule("当年财务数据经审计", "Year audited", cites="chinext-rules-2020#2.1.2", grain=Grain.FILING)
def audited_year(accounts_audited: Flag) -> Check:
    """The year's accounts were audited."""
    return holds(accounts_audited)


@rule(
    "符合任一套标准",
    "Meets one of the sets",
    cites=("chinext-rules-2020#2.1.2", "chinext-rules-2024#2.1.2"),
    until="2026-04-23",
)
def listing(set_1: Condition, set_2: Condition, set_3: Condition) -> Condition:
    """At least one of the three sets. Figures met are not an approval."""
    return any_of(set_1, set_2, set_3)


@rule(
    "符合任一套标准",
    "Meets one of the sets",
    cites="chinext-rules-2026#2.1.2",
    leaf="listing",
    since="2026-04-24",
)
def listing_2026(set_1: Condition, set_2: Condition, set_3: Condition, set_4: Condition) -> Condition:
    """At least one of the four sets. Figures met are not an approval."""
    return any_of(set_1, set_2, set_3, set_4)
