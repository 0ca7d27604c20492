"""Guangdong's angel subsidy of 2023-24: the tier by the investee's age, the amount, the manager's floor and cap."""

from kejin.policy.dsl import (
    Check,
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
    at_most,
    holds,
    largest,
    not_,
    only_if,
    parent,
    rule,
    smallest,
    total_of,
)

FIRST, SECOND, THIRD = "call-2023#1", "call-2023#2", "call-2023#3"
BASE = "call-2023#实际投资额"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")

investee_founded_on = parent(
    "founded_on", "被投企业成立日期", "Investee founded on", of=Grain.ENTERPRISE, to=Grain.INVESTMENT
)
investee_startup = parent(
    "is_startup", "被投企业属初创科技型企业", "Investee a start-up", of=Grain.ENTERPRISE, to=Grain.INVESTMENT
)
granted_of_fund_fen = total_of(
    "granted_fen", "各笔后补助合计", "Subsidy of all investments", of=Grain.INVESTMENT, to=Grain.FUND
)


@rule("属初创科技型企业", "Start-up technology firm", cites=FIRST)
def is_startup(startup_tech_firm: Flag) -> Check:
    """A start-up technology firm in the sense of the call, as stated."""
    return holds(startup_tech_firm)


@rule("接受投资不早于设立", "Invested after founding", cites=FIRST, grain=Grain.INVESTMENT)
def after_founding(investment_paid_on: Day, investee_founded_on: Day) -> Check:
    """The money came on or after the day of founding."""
    return at_least(investment_paid_on, investee_founded_on)


@rule("设立不超过第一档年数", "Within the first tier", cites=FIRST, grain=Grain.INVESTMENT)
def within_first(investment_paid_on: Day, investee_founded_on: Day, first_years: Count) -> Check:
    """The money came on or before the second anniversary of founding."""
    return at_most(investment_paid_on, investee_founded_on.plus_years(first_years))


@rule("设立不超过第二档年数", "Within the second tier", cites=SECOND, grain=Grain.INVESTMENT)
def within_second(investment_paid_on: Day, investee_founded_on: Day, second_years: Count) -> Check:
    """The money came on or before the fourth anniversary of founding."""
    return at_most(investment_paid_on, investee_founded_on.plus_years(second_years))


@rule("设立不超过第三档年数", "Within the third tier", cites=THIRD, grain=Grain.INVESTMENT)
def within_third(investment_paid_on: Day, investee_founded_on: Day, third_years: Count) -> Check:
    """The money came on or before the fifth anniversary of founding."""
    return at_most(investment_paid_on, investee_founded_on.plus_years(third_years))


@rule("可获后补助", "Earns the subsidy", cites=(FIRST, SECOND, THIRD), grain=Grain.INVESTMENT)
def supported(investee_startup: Condition, after_founding: Condition, within_third: Condition) -> Condition:
    """A start-up of at most five years."""
    return all_of(investee_startup, after_founding, within_third)


@rule("计补的投资额", "Investment that counts", cites=BASE, grain=Grain.INVESTMENT)
def base_fen(investment_cash_fen: Fen, investment_public_money_fen: Fen, nothing_fen: Fen) -> Fen:
    """Cash for new equity without the part of public money."""
    return largest(investment_cash_fen - investment_public_money_fen, nothing_fen)


@rule("第一档金额", "Amount of the first tier", cites=FIRST, grain=Grain.INVESTMENT, rounds=MONEY)
def first_amount_fen(base_fen: Fen, first_share: Share) -> Product:
    """The investment times the share of the first tier."""
    return base_fen * first_share


@rule("第二档金额", "Amount of the second tier", cites=SECOND, grain=Grain.INVESTMENT, rounds=MONEY)
def second_amount_fen(base_fen: Fen, second_share: Share) -> Product:
    """The investment times the share of the second tier."""
    return base_fen * second_share


@rule("第三档金额", "Amount of the third tier", cites=THIRD, grain=Grain.INVESTMENT, rounds=MONEY)
def third_amount_fen(base_fen: Fen, third_share: Share) -> Product:
    """The investment times the share of the third tier."""
    return base_fen * third_share


@rule("属第二档", "In the second tier", cites=SECOND, grain=Grain.INVESTMENT)
def in_second(within_first: Condition, within_second: Condition) -> Condition:
    """Past the first tier and within the second."""
    return all_of(not_(within_first), within_second)


@rule("属第三档", "In the third tier", cites=THIRD, grain=Grain.INVESTMENT)
def in_third(within_second: Condition, within_third: Condition) -> Condition:
    """Past the second tier and within the third."""
    return all_of(not_(within_second), within_third)


@rule("按档次的补助", "Subsidy by tier", cites=(FIRST, SECOND, THIRD), grain=Grain.INVESTMENT)
def by_tier_fen(
    within_first: Condition,
    first_amount_fen: Fen,
    in_second: Condition,
    second_amount_fen: Fen,
    in_third: Condition,
    third_amount_fen: Fen,
) -> Fen:
    """The amount of the one tier that the investee's age falls into."""
    return (
        only_if(within_first, first_amount_fen)
        + only_if(in_second, second_amount_fen)
        + only_if(in_third, third_amount_fen)
    )


@rule("后补助额", "Subsidy", cites=(FIRST, SECOND, THIRD), grain=Grain.INVESTMENT)
def granted_fen(supported: Condition, by_tier_fen: Fen) -> Fen:
    """The subsidy where the investment earns it; before the manager's floor and cap."""
    return only_if(supported, by_tier_fen)


@rule(
    "超过不予补助的金额",
    "Above the amount at which nothing is paid",
    cites="call-2023#下限",
    grain=Grain.FUND,
)
def worth_paying(granted_of_fund_fen: Fen, least_paid: Fen) -> Check:
    """The subsidy of all investments passes the amount at which nothing is paid."""
    return above(granted_of_fund_fen, least_paid)


@rule("限内后补助", "Subsidy within the cap", cites="call-2023#上限", grain=Grain.FUND)
def capped_fen(granted_of_fund_fen: Fen, manager_cap: Fen) -> Fen:
    """The subsidy of all investments, at most the cap of a manager."""
    return smallest(granted_of_fund_fen, manager_cap)


@rule("可拨付后补助", "Payable", cites="call-2023#上限", grain=Grain.FUND)
def payable_fen(worth_paying: Condition, capped_fen: Fen) -> Fen:
    """What is paid, nothing where the sum is too small."""
    return only_if(worth_paying, capped_fen)


@rule("申报未截止", "Claims still open", cites="call-2023#申报期限")
def claims_open(facts_as_of: Day, claims_until: Day) -> Check:
    """The day as of which facts count is not past the last day of claims."""
    return at_most(facts_as_of, claims_until)


@rule("企业设立不超过第三档年数", "Firm within the third tier", cites=THIRD)
def young_enough(facts_as_of: Day, founded_on: Day, third_years: Count) -> Check:
    """Money received on the day as of which facts count would not come too late."""
    return at_most(facts_as_of, founded_on.plus_years(third_years))


@rule("企业侧条件", "The investee's side", cites=FIRST)
def firm(is_startup: Condition, young_enough: Condition, claims_open: Condition) -> Condition:
    """A start-up young enough, while claims are open."""
    return all_of(is_startup, young_enough, claims_open)
