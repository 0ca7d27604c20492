"""The single comparisons: by what the sector goes, and each figure against the lower limit of a class."""

from kejin.policy.dsl import Check, Choice, Choices, Count, Fen, at_least, below, latest, one_of, rule

ARTICLE = "sme-size-2011#四"
ANYHOW = "kejin-conventions#行业未知"

staff_latest = latest("staff_count", "从业人员", "Staff")
revenue_latest_fen = latest("revenue_fen", "营业收入", "Revenue")
assets_latest_fen = latest("total_assets_fen", "资产总额", "Total assets")


@rule("该行业按从业人员划型", "Sector goes by staff", cites=ARTICLE)
def by_staff(sme_sector: Choice, staff_sectors: Choices) -> Check:
    """Staff is one of the measures of the sector."""
    return one_of(sme_sector, staff_sectors)


@rule("该行业按营业收入划型", "Sector goes by revenue", cites=ARTICLE)
def by_revenue(sme_sector: Choice, revenue_sectors: Choices) -> Check:
    """Revenue is one of the measures of the sector."""
    return one_of(sme_sector, revenue_sectors)


@rule("该行业按资产总额划型", "Sector goes by total assets", cites=ARTICLE)
def by_assets(sme_sector: Choice, assets_sectors: Choices) -> Check:
    """Total assets are one of the measures of the sector."""
    return one_of(sme_sector, assets_sectors)


@rule("从业人员达到大型下限", "Staff reaches the limit of large", cites=ARTICLE)
def staff_reaches_large(staff_latest: Count, staff_large_floor: Count) -> Check:
    """Staff of the last full year reaches the lower limit of large in the sector."""
    return at_least(staff_latest, staff_large_floor)


@rule("营业收入达到大型下限", "Revenue reaches the limit of large", cites=ARTICLE)
def revenue_reaches_large(revenue_latest_fen: Fen, revenue_large_floor: Fen) -> Check:
    """Revenue of the last full year reaches the lower limit of large in the sector."""
    return at_least(revenue_latest_fen, revenue_large_floor)


@rule("资产总额达到大型下限", "Assets reach the limit of large", cites=ARTICLE)
def assets_reach_large(assets_latest_fen: Fen, assets_large_floor: Fen) -> Check:
    """Total assets at the last year end reach the lower limit of large in the sector."""
    return at_least(assets_latest_fen, assets_large_floor)


@rule("从业人员达到中型下限", "Staff reaches the limit of medium", cites=ARTICLE)
def staff_reaches_medium(staff_latest: Count, staff_medium_floor: Count) -> Check:
    """Staff of the last full year reaches the lower limit of medium in the sector."""
    return at_least(staff_latest, staff_medium_floor)


@rule("营业收入达到中型下限", "Revenue reaches the limit of medium", cites=ARTICLE)
def revenue_reaches_medium(revenue_latest_fen: Fen, revenue_medium_floor: Fen) -> Check:
    """Revenue of the last full year reaches the lower limit of medium in the sector."""
    return at_least(revenue_latest_fen, revenue_medium_floor)


@rule("资产总额达到中型下限", "Assets reach the limit of medium", cites=ARTICLE)
def assets_reach_medium(assets_latest_fen: Fen, assets_medium_floor: Fen) -> Check:
    """Total assets at the last year end reach the lower limit of medium in the sector."""
    return at_least(assets_latest_fen, assets_medium_floor)


@rule("从业人员达到小型下限", "Staff reaches the limit of small", cites=ARTICLE)
def staff_reaches_small(staff_latest: Count, staff_small_floor: Count) -> Check:
    """Staff of the last full year reaches the lower limit of small in the sector."""
    return at_least(staff_latest, staff_small_floor)


@rule("营业收入达到小型下限", "Revenue reaches the limit of small", cites=ARTICLE)
def revenue_reaches_small(revenue_latest_fen: Fen, revenue_small_floor: Fen) -> Check:
    """Revenue of the last full year reaches the lower limit of small in the sector."""
    return at_least(revenue_latest_fen, revenue_small_floor)


@rule("资产总额达到小型下限", "Assets reach the limit of small", cites=ARTICLE)
def assets_reach_small(assets_latest_fen: Fen, assets_small_floor: Fen) -> Check:
    """Total assets at the last year end reach the lower limit of small in the sector."""
    return at_least(assets_latest_fen, assets_small_floor)


@rule("从业人员低于各行业大型最低下限", "Staff below the lowest limit of large", cites=ANYHOW)
def staff_below_any_large(staff_latest: Count, any_sector_staff_large: Count) -> Check:
    """Staff lies below the limit of large in each sector that does not go by revenue."""
    return below(staff_latest, any_sector_staff_large)


@rule("营业收入低于各行业大型最低下限", "Revenue below the lowest limit of large", cites=ANYHOW)
def revenue_below_any_large(revenue_latest_fen: Fen, any_sector_revenue_large: Fen) -> Check:
    """Revenue lies below the limit of large in each sector that goes by revenue."""
    return below(revenue_latest_fen, any_sector_revenue_large)


@rule("从业人员低于各行业中型最低下限", "Staff below the lowest limit of medium", cites=ANYHOW)
def staff_below_any_medium(staff_latest: Count, any_sector_staff_medium: Count) -> Check:
    """Staff lies below the limit of medium in each sector that does not go by revenue."""
    return below(staff_latest, any_sector_staff_medium)


@rule("营业收入低于各行业中型最低下限", "Revenue below the lowest limit of medium", cites=ANYHOW)
def revenue_below_any_medium(revenue_latest_fen: Fen, any_sector_revenue_medium: Fen) -> Check:
    """Revenue lies below the limit of medium in each sector that goes by revenue."""
    return below(revenue_latest_fen, any_sector_revenue_medium)


@rule("从业人员低于各行业小型最低下限", "Staff below the lowest limit of small", cites=ANYHOW)
def staff_below_any_small(staff_latest: Count, any_sector_staff_small: Count) -> Check:
    """Staff lies below the limit of small in each sector that does not go by revenue."""
    return below(staff_latest, any_sector_staff_small)


@rule("营业收入低于各行业小型最低下限", "Revenue below the lowest limit of small", cites=ANYHOW)
def revenue_below_any_small(revenue_latest_fen: Fen, any_sector_revenue_small: Fen) -> Check:
    """Revenue lies below the limit of small in each sector that goes by revenue."""
    return below(revenue_latest_fen, any_sector_revenue_small)
