"""Size classes: article 4 of 工信部联企业〔2011〕300号, read from the largest class down.

A class needs all the lower limits that its sector goes by; an enterprise that misses one falls to the next class.
"Below either upper limit is an SME" is the same thing said the other way: it misses a lower limit of "large".

A measure by which the sector does not go must not leave the answer open when its figure is missing. So "reaches the
limit" is asked as "the sector does not go by this, or the figure reaches it": with the sector known, the first half
settles it. `rules_limits.py` holds the single comparisons.
"""

from kejin.policy.dsl import Condition, all_of, any_of, not_, rule

ARTICLE = "sme-size-2011#四"
LADDER = ("sme-size-2011#四", "statistics-2017#说明1")


@rule("达到大型企业各项下限", "Reaches all limits of large", cites=LADDER)
def reaches_large(
    by_staff: Condition,
    by_revenue: Condition,
    by_assets: Condition,
    staff_reaches_large: Condition,
    revenue_reaches_large: Condition,
    assets_reach_large: Condition,
) -> Condition:
    """Every measure of its sector reaches the limit up to which enterprises are SMEs."""
    return all_of(
        any_of(not_(by_staff), staff_reaches_large),
        any_of(not_(by_revenue), revenue_reaches_large),
        any_of(not_(by_assets), assets_reach_large),
    )


@rule("达到中型企业各项下限", "Reaches all limits of medium", cites=LADDER)
def reaches_medium(
    by_staff: Condition,
    by_revenue: Condition,
    by_assets: Condition,
    staff_reaches_medium: Condition,
    revenue_reaches_medium: Condition,
    assets_reach_medium: Condition,
) -> Condition:
    """Every measure of its sector reaches the lower limit of medium."""
    return all_of(
        any_of(not_(by_staff), staff_reaches_medium),
        any_of(not_(by_revenue), revenue_reaches_medium),
        any_of(not_(by_assets), assets_reach_medium),
    )


@rule("达到小型企业各项下限", "Reaches all limits of small", cites=LADDER)
def reaches_small(
    by_staff: Condition,
    by_revenue: Condition,
    by_assets: Condition,
    staff_reaches_small: Condition,
    revenue_reaches_small: Condition,
    assets_reach_small: Condition,
) -> Condition:
    """Every measure of its sector reaches the lower limit of small."""
    return all_of(
        any_of(not_(by_staff), staff_reaches_small),
        any_of(not_(by_revenue), revenue_reaches_small),
        any_of(not_(by_assets), assets_reach_small),
    )


@rule("不论何行业均不到大型", "Below large in any sector", cites="kejin-conventions#行业未知")
def below_large_anyhow(staff_below_any_large: Condition, revenue_below_any_large: Condition) -> Condition:
    """Below the lowest limits of large: one of them applies whatever the sector is."""
    return all_of(staff_below_any_large, revenue_below_any_large)


@rule("不论何行业均不到中型", "Below medium in any sector", cites="kejin-conventions#行业未知")
def below_medium_anyhow(staff_below_any_medium: Condition, revenue_below_any_medium: Condition) -> Condition:
    """Below the lowest limits of medium: one of them applies whatever the sector is."""
    return all_of(staff_below_any_medium, revenue_below_any_medium)


@rule("不论何行业均不到小型", "Below small in any sector", cites="kejin-conventions#行业未知")
def below_small_anyhow(staff_below_any_small: Condition, revenue_below_any_small: Condition) -> Condition:
    """Below the lowest limits of small: one of them applies whatever the sector is."""
    return all_of(staff_below_any_small, revenue_below_any_small)


@rule("属中小微企业", "Micro, small or medium", cites=ARTICLE)
def is_sme(reaches_large: Condition, below_large_anyhow: Condition) -> Condition:
    """It does not reach all limits of large."""
    return any_of(not_(reaches_large), below_large_anyhow)


@rule("属小微企业", "Small or micro", cites=ARTICLE)
def small_or_micro(reaches_medium: Condition, below_medium_anyhow: Condition) -> Condition:
    """It does not reach all limits of medium."""
    return any_of(not_(reaches_medium), below_medium_anyhow)


@rule("属微型企业", "Micro", cites=ARTICLE)
def micro(reaches_small: Condition, below_small_anyhow: Condition) -> Condition:
    """It misses a lower limit of small: either will do."""
    return any_of(not_(reaches_small), below_small_anyhow)


@rule("属小型企业", "Small", cites=ARTICLE)
def small(small_or_micro: Condition, micro: Condition) -> Condition:
    """Small or micro, and not micro."""
    return all_of(small_or_micro, not_(micro))


@rule("属中型企业", "Medium", cites=ARTICLE)
def medium(is_sme: Condition, small_or_micro: Condition) -> Condition:
    """An SME that is neither small nor micro."""
    return all_of(is_sme, not_(small_or_micro))


@rule("属大型企业", "Large", cites=LADDER)
def large(is_sme: Condition) -> Condition:
    """No SME."""
    return not_(is_sme)
