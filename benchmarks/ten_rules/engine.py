"""The ten heaviest rules: which they are, worked out by the engine, and the check of both sides.

`python -m benchmarks.ten_rules.heaviest` times every rule with the joins and sums that it reads. Of each policy the
heaviest counts. One that rests on a whole policy (thirty columns and more: `fee_help.help_of_year_fen` is the heaviest
of all, with the payments of the interest and pledge subsidies behind it) is passed over. After the first seven some
fifty lie within a tenth of one another; three that each work in another way stand for them.
"""

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from kejin.facts import GRAINS, FactSet, Grain
from kejin.money import RATE_SCALE
from kejin.policy import Ruleset
from kejin.policy.staging import columns_of

RULES = (
    "high_tech_enterprise.domestic_rd_met",
    "hkex_18c.years_at_15",
    "chinext.set_4_rd_share",
    "beijing_stock_exchange.set_3_rd_share",
    "star_market.rd_share_reached",
    "specialised_sme.giant_grew_over_one",
    "ip_pool_guangzhou.line_left_fen",
    "nanshan_ip_securitisation_subsidy.issue_large",
    "loan_interest_subsidy.rd_loans_within_declared",
    "nanshan_ip_pledge_subsidy.firm_payable_fen",
)
SHARES = (
    "high_tech_enterprise.domestic_rd_share_min",
    "hkex_18c.commercial_rd_share_min",
    "chinext.set4_rd_share_min",
    "beijing_stock_exchange.set3_rd_share_min",
    "star_market.rd_share_min",
    "specialised_sme.giant_growth_min",
    "nanshan_ip_pledge_subsidy.help_share",
)
AMOUNTS = (
    "ip_pool_guangzhou.borrower_line_max",
    "ip_pool_guangzhou.loan_part_max",
    "nanshan_ip_securitisation_subsidy.large_issue",
    "nanshan_ip_pledge_subsidy.firm_year_cap",
)


def answers(ruleset: Ruleset, facts: FactSet) -> Mapping[Grain, pl.DataFrame]:
    """The ten rules by the engine: the keys and a column for each rule, one frame per grain."""
    return columns_of(ruleset, facts, RULES)


def figures(ruleset: Ruleset) -> dict[str, Fraction]:
    """The figures in the rules, as the packs have them: shares and amounts in fen."""
    shares = {name: Fraction(_constant(ruleset, name), RATE_SCALE) for name in SHARES}
    return shares | {name: Fraction(_constant(ruleset, name)) for name in AMOUNTS}


def _constant(ruleset: Ruleset, name: str) -> int:
    value = ruleset.nodes[name].term.constant
    assert isinstance(value, int), f"{name} is not known"
    return value


def assert_same(
    found: Mapping[Grain, pl.DataFrame], expected: Mapping[Grain, pl.DataFrame]
) -> dict[str, int]:
    """Both sides hold the same values in every row of every rule; how many values of each are known."""
    known: dict[str, int] = {}
    assert found.keys() == expected.keys()
    for grain, theirs in expected.items():
        keys = list(GRAINS[grain].keys)
        names = [name for name in RULES if name in theirs.columns]
        mine = found[grain].select(*keys, *names).sort(keys)
        assert mine.equals(theirs.select(*keys, *names).sort(keys)), f"the rules of a {grain} differ"
        known |= {name: mine.height - mine[name].null_count() for name in names}
    assert known.keys() == set(RULES)
    return known
