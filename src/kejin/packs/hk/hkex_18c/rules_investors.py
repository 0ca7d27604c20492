"""Chapter 18C, rule 18C.05 and the guide: benchmarks of sophisticated independent investors (SIIs)."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    HongKongCents,
    Share,
    all_of,
    any_of,
    at_least,
    rule,
)

PATHFINDERS = "hkex-guide-18c#第26(i)段"
EVERYBODY = "hkex-guide-18c#第26(ii)段"


@rule("领航投资者投资时间达标", "Pathfinder investors early enough", cites=PATHFINDERS)
def pathfinder_time(pathfinder_investment_months: Count, pathfinder_months_min: Count) -> Check:
    """Two pathfinder investors came in so many months before the application and stayed."""
    return at_least(pathfinder_investment_months, pathfinder_months_min)


@rule("领航投资者合计持股达标", "Stake of all pathfinder investors reached", cites=PATHFINDERS)
def pathfinder_stake(pathfinder_total_share: Share, pathfinder_total_share_min: Share) -> Check:
    """All pathfinder investors together hold the share."""
    return at_least(pathfinder_total_share, pathfinder_total_share_min)


@rule("领航投资者合计投资额达标", "Amount of all pathfinder investors reached", cites=PATHFINDERS)
def pathfinder_amount(
    pathfinder_total_invested_hkd_cents: HongKongCents, pathfinder_total_amount_min: HongKongCents
) -> Check:
    """All pathfinder investors together invested the amount."""
    return at_least(pathfinder_total_invested_hkd_cents, pathfinder_total_amount_min)


@rule("第一名领航投资者持股达标", "Stake of the first pathfinder reached", cites=PATHFINDERS)
def first_stake(pathfinder_first_share: Share, pathfinder_each_share_min: Share) -> Check:
    """The first pathfinder investor holds the share asked of one."""
    return at_least(pathfinder_first_share, pathfinder_each_share_min)


@rule("第一名领航投资者投资额达标", "Amount of the first pathfinder reached", cites=PATHFINDERS)
def first_amount(
    pathfinder_first_invested_hkd_cents: HongKongCents, pathfinder_each_amount_min: HongKongCents
) -> Check:
    """The first pathfinder investor invested the amount asked of one."""
    return at_least(pathfinder_first_invested_hkd_cents, pathfinder_each_amount_min)


@rule("第二名领航投资者持股达标", "Stake of the second pathfinder reached", cites=PATHFINDERS)
def second_stake(pathfinder_second_share: Share, pathfinder_each_share_min: Share) -> Check:
    """The second pathfinder investor holds the share asked of one."""
    return at_least(pathfinder_second_share, pathfinder_each_share_min)


@rule("第二名领航投资者投资额达标", "Amount of the second pathfinder reached", cites=PATHFINDERS)
def second_amount(
    pathfinder_second_invested_hkd_cents: HongKongCents, pathfinder_each_amount_min: HongKongCents
) -> Check:
    """The second pathfinder investor invested the amount asked of one."""
    return at_least(pathfinder_second_invested_hkd_cents, pathfinder_each_amount_min)


@rule("领航资深独立投资者基准", "Benchmark of pathfinder investors", cites=PATHFINDERS)
def pathfinders(
    pathfinder_time: Condition,
    pathfinder_stake: Condition,
    pathfinder_amount: Condition,
    first_stake: Condition,
    first_amount: Condition,
    second_stake: Condition,
    second_amount: Condition,
) -> Condition:
    """Early enough; together and each of two by stake or by amount."""
    return all_of(
        pathfinder_time,
        any_of(pathfinder_stake, pathfinder_amount),
        any_of(first_stake, first_amount),
        any_of(second_stake, second_amount),
    )


@rule("全部投资者持股达到已商业化基准", "Stake of all investors of a commercial company", cites=EVERYBODY)
def commercial_sii(sii_total_share: Share, commercial_sii_share_min: Share) -> Check:
    """All sophisticated independent investors hold the share of a commercial company of that market value."""
    return at_least(sii_total_share, commercial_sii_share_min)


@rule("全部投资者持股达到未商业化基准", "Stake of all investors of a pre-commercial company", cites=EVERYBODY)
def pre_commercial_sii(sii_total_share: Share, pre_commercial_sii_share_min: Share) -> Check:
    """All sophisticated independent investors hold the share of a pre-commercial company of that market value."""
    return at_least(sii_total_share, pre_commercial_sii_share_min)
