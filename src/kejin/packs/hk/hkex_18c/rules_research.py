"""Chapter 18C, rule 18C.04: R&D over total operating expenditure, in two years of three and over all three."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Grain,
    HongKongCents,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_least_so_many,
    back,
    latest,
    rule,
    share_at_least,
    share_of,
    total,
)

TIERS = "hkex-rules-18c#18C.04(2)"
YEARS = "hkex-rules-18c#18C.04(3)"

rd_window_fen = total("rd_expense_fen", "三年研发开支合计", "R&D of three years", years="window_years")
opex_window_fen = total(
    "total_operating_expenditure_fen",
    "三年总营运开支合计",
    "Operating expenditure of three years",
    years="window_years",
)
share_15_last = latest("year_at_15", "最近一年达15%", "15% in the latest year")
share_15_before = back("year_at_15", "前一年达15%", "15% in the year before", years="one_back")
share_15_first = back("year_at_15", "前两年达15%", "15% two years before", years="two_back")
share_30_last = latest("year_at_30", "最近一年达30%", "30% in the latest year")
share_30_before = back("year_at_30", "前一年达30%", "30% in the year before", years="one_back")
share_30_first = back("year_at_30", "前两年达30%", "30% two years before", years="two_back")
share_50_last = latest("year_at_50", "最近一年达50%", "50% in the latest year")
share_50_before = back("year_at_50", "前一年达50%", "50% in the year before", years="one_back")
share_50_first = back("year_at_50", "前两年达50%", "50% two years before", years="two_back")


@rule(
    "当年研发占比达到已商业化下限",
    "R&D share of a commercial company in the year",
    cites=TIERS,
    grain=Grain.FILING,
)
def year_at_15(
    rd_expense_fen: Fen, total_operating_expenditure_fen: Fen, commercial_rd_share_min: Share
) -> Check:
    """The year's R&D over operating expenditure reaches the floor of a commercial company."""
    return share_at_least(rd_expense_fen, total_operating_expenditure_fen, commercial_rd_share_min)


@rule("当年研发占比达到中档下限", "Middle R&D share in the year", cites=TIERS, grain=Grain.FILING)
def year_at_30(
    rd_expense_fen: Fen, total_operating_expenditure_fen: Fen, middle_rd_share_min: Share
) -> Check:
    """The year's R&D over operating expenditure reaches the floor of a pre-commercial company with some revenue."""
    return share_at_least(rd_expense_fen, total_operating_expenditure_fen, middle_rd_share_min)


@rule("当年研发占比达到高档下限", "High R&D share in the year", cites=TIERS, grain=Grain.FILING)
def year_at_50(rd_expense_fen: Fen, total_operating_expenditure_fen: Fen, early_rd_share_min: Share) -> Check:
    """The year's R&D over operating expenditure reaches the floor of a pre-commercial company with little revenue."""
    return share_at_least(rd_expense_fen, total_operating_expenditure_fen, early_rd_share_min)


@rule("三年合计研发占比达到已商业化下限", "R&D share of a commercial company in total", cites=YEARS)
def total_at_15(rd_window_fen: Fen, opex_window_fen: Fen, commercial_rd_share_min: Share) -> Check:
    """R&D of three years over operating expenditure of three years reaches the floor."""
    return share_at_least(rd_window_fen, opex_window_fen, commercial_rd_share_min)


@rule("三年合计研发占比达到中档下限", "Middle R&D share in total", cites=YEARS)
def total_at_30(rd_window_fen: Fen, opex_window_fen: Fen, middle_rd_share_min: Share) -> Check:
    """R&D of three years over operating expenditure of three years reaches the middle floor."""
    return share_at_least(rd_window_fen, opex_window_fen, middle_rd_share_min)


@rule("三年合计研发占比达到高档下限", "High R&D share in total", cites=YEARS)
def total_at_50(rd_window_fen: Fen, opex_window_fen: Fen, early_rd_share_min: Share) -> Check:
    """R&D of three years over operating expenditure of three years reaches the high floor."""
    return share_at_least(rd_window_fen, opex_window_fen, early_rd_share_min)


@rule("三年中两年达到已商业化下限", "Commercial share in two years of three", cites=YEARS)
def years_at_15(
    share_15_last: Condition, share_15_before: Condition, share_15_first: Condition, years_needed: Count
) -> Condition:
    """The floor is reached in so many of the three years."""
    return at_least_so_many(years_needed, share_15_last, share_15_before, share_15_first)


@rule("三年中两年达到中档下限", "Middle share in two years of three", cites=YEARS)
def years_at_30(
    share_30_last: Condition, share_30_before: Condition, share_30_first: Condition, years_needed: Count
) -> Condition:
    """The middle floor is reached in so many of the three years."""
    return at_least_so_many(years_needed, share_30_last, share_30_before, share_30_first)


@rule("三年中两年达到高档下限", "High share in two years of three", cites=YEARS)
def years_at_50(
    share_50_last: Condition, share_50_before: Condition, share_50_first: Condition, years_needed: Count
) -> Condition:
    """The high floor is reached in so many of the three years."""
    return at_least_so_many(years_needed, share_50_last, share_50_before, share_50_first)


@rule("收益达到中档", "Revenue of the middle tier", cites=TIERS)
def revenue_middle(specialist_revenue_latest: HongKongCents, middle_revenue_min: HongKongCents) -> Check:
    """The latest year's specialist technology revenue reaches the floor from which the middle share suffices."""
    return at_least(specialist_revenue_latest, middle_revenue_min)


@rule("已商业化公司研发占比", "R&D of a commercial company", cites=TIERS)
def commercial_rd(years_at_15: Condition, total_at_15: Condition) -> Condition:
    """In two years of three and over all three."""
    return all_of(years_at_15, total_at_15)


@rule("未商业化公司研发占比", "R&D of a pre-commercial company", cites=TIERS)
def pre_commercial_rd(
    revenue_middle: Condition,
    years_at_30: Condition,
    total_at_30: Condition,
    years_at_50: Condition,
    total_at_50: Condition,
) -> Condition:
    """The high share, which is enough for any revenue, or the middle one with the revenue that goes with it."""
    return any_of(all_of(years_at_50, total_at_50), all_of(revenue_middle, years_at_30, total_at_30))


@rule(
    "三年研发占比",
    "R&D share of three years",
    cites=YEARS,
    rounds=Rounded(Rounding.FLOOR, cites="kejin-conventions#shares"),
)
def rd_share(rd_window_fen: Fen, opex_window_fen: Fen) -> Quotient:
    """R&D of three years over operating expenditure of three years, for display."""
    return share_of(rd_window_fen, opex_window_fen)
