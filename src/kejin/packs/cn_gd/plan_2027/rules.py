"""The plan's goals for the end of 2027, as far as they can be told from declared figures.

Growth is compared within one row: one area, one authority, one day. `rules_nation.py` sets the figures beside the
nation's; the other parts check them against what was published of the province, of its area without Shenzhen, of
Shenzhen and of the number of enterprises: what a calibrated synthetic province has to meet.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Grain,
    Share,
    above,
    all_of,
    at_least,
    at_most,
    rule,
)

GOALS = "gd-plan-2025#一、总体目标"


@rule(
    "科技贷款增速高于各项贷款",
    "Technology loans grow faster than all loans",
    cites=GOALS,
    grain=Grain.PROGRAMME_YEAR,
)
def tech_loans_outpace(programme_tech_loans_growth: Share, programme_all_loans_growth: Share) -> Check:
    """Growth of technology loans lies above that of all loans, of one area, authority and day."""
    return above(programme_tech_loans_growth, programme_all_loans_growth)


@rule(
    "科技型企业贷款增速高于各项贷款",
    "Loans to technology enterprises grow faster than all loans",
    cites=GOALS,
    grain=Grain.PROGRAMME_YEAR,
)
def tech_firm_loans_outpace(
    programme_tech_firm_loans_growth: Share, programme_all_loans_growth: Share
) -> Check:
    """Growth of loans to technology enterprises lies above that of all loans."""
    return above(programme_tech_firm_loans_growth, programme_all_loans_growth)


@rule(
    "科技相关产业贷款增速高于各项贷款",
    "Loans to technology industries grow faster than all loans",
    cites=GOALS,
    grain=Grain.PROGRAMME_YEAR,
)
def tech_industry_loans_outpace(
    programme_tech_industry_loans_growth: Share, programme_all_loans_growth: Share
) -> Check:
    """Growth of loans to technology industries lies above that of all loans."""
    return above(programme_tech_industry_loans_growth, programme_all_loans_growth)


@rule("余额位居全国前列", "Balance among the national leaders", cites=GOALS, grain=Grain.PROGRAMME_YEAR)
def among_leaders(programme_tech_loans_rank: Count, leading_rank: Count) -> Check:
    """The rank is within what counts as leading, which nobody has said."""
    return at_most(programme_tech_loans_rank, leading_rank)


@rule("知识产权质押融资持续增长", "IP-pledge finance keeps growing", cites=GOALS, grain=Grain.PROGRAMME_YEAR)
def ip_pledge_grows(programme_ip_pledge_growth: Share, no_growth: Share) -> Check:
    """The balance of IP-pledge loans grew over the year."""
    return above(programme_ip_pledge_growth, no_growth)


@rule(
    "科技支行服务质效达到目标",
    "Technology branches reach the target",
    cites=GOALS,
    grain=Grain.PROGRAMME_YEAR,
)
def branches_better(programme_tech_branch_loans_fen: Fen, branch_loans_target: Fen) -> Check:
    """The branches' loans reach the target, which the plan leaves in words."""
    return at_least(programme_tech_branch_loans_fen, branch_loans_target)


@rule(
    "共保体服务能力达到目标", "The insurance pool reaches the target", cites=GOALS, grain=Grain.PROGRAMME_YEAR
)
def pool_capacity_up(programme_insurance_pool_capacity_fen: Fen, pool_capacity_target: Fen) -> Check:
    """The pool's capacity reaches the target, which the plan leaves in words."""
    return at_least(programme_insurance_pool_capacity_fen, pool_capacity_target)


@rule("2027年目标全部实现", "All goals of 2027 met", cites=GOALS, grain=Grain.PROGRAMME_YEAR)
def goals_met(
    tech_firm_loans_outpace: Condition,
    tech_industry_loans_outpace: Condition,
    among_leaders: Condition,
    ip_pledge_grows: Condition,
    branches_better: Condition,
    pool_capacity_up: Condition,
) -> Condition:
    """Both parts outpace all loans, lead the nation, and IP pledges, branches and the pool are where they should be."""
    return all_of(
        tech_firm_loans_outpace,
        tech_industry_loans_outpace,
        among_leaders,
        ip_pledge_grows,
        branches_better,
        pool_capacity_up,
    )
