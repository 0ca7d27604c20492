"""What both tiers of the programme read: the years behind a figure, the size of an SME, the shares shown on a page.

`rules_sme.py` holds the specialised SME, `rules_giant_2022.py` and `rules_giant_2026.py` the little giant. A condition
of one name has one formula and one clause until 2026-03-31 and another from 2026-04-01.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    any_of,
    at_least,
    back,
    below,
    fails,
    latest,
    rule,
    share_of,
    total,
)

FLOORED = Rounded(Rounding.FLOOR, cites="kejin-conventions#shares")

revenue_latest_fen = latest("revenue_fen", "上年度营业收入", "Revenue of last year")
revenue_before_fen = back("revenue_fen", "前一年度营业收入", "Revenue of the year before", years="one_year")
revenue_first_fen = back("revenue_fen", "前两年度营业收入", "Revenue two years before", years="two_years")
main_latest_fen = latest(
    "main_business_revenue_fen", "上年度主营业务收入", "Main business revenue of last year"
)
main_before_fen = back(
    "main_business_revenue_fen", "前一年度主营业务收入", "Main revenue of the year before", years="one_year"
)
main_first_fen = back(
    "main_business_revenue_fen", "前两年度主营业务收入", "Main revenue two years before", years="two_years"
)
rd_latest_fen = latest("rd_expense_fen", "上年度研发费用", "R&D expense of last year")
rd_before_fen = back("rd_expense_fen", "前一年度研发费用", "R&D expense of the year before", years="one_year")
rd_two_years_fen = total(
    "rd_expense_fen", "近两年研发费用合计", "R&D expense of two years", years="two_years"
)
assets_latest_fen = latest("total_assets_fen", "上年末资产总额", "Total assets at last year end")
liabilities_latest_fen = latest("total_liabilities_fen", "上年末负债总额", "Liabilities at last year end")
staff_latest = latest("staff_count", "职工总数", "Staff")
rd_staff_latest = latest("rd_staff_count", "研发人员数", "R&D staff")


@rule("从业人员低于划型上限", "Staff below the size limit", cites="sme-size-2011#表")
def staff_below_limit(staff_latest: Count, sme_staff_limit: Count) -> Check:
    """Staff lies below the limit of the sector."""
    return below(staff_latest, sme_staff_limit)


@rule("营业收入低于划型上限", "Revenue below the size limit", cites="sme-size-2011#表")
def revenue_below_limit(revenue_latest_fen: Fen, sme_revenue_limit: Fen) -> Check:
    """Revenue lies below the limit of the sector."""
    return below(revenue_latest_fen, sme_revenue_limit)


@rule("资产总额低于划型上限", "Assets below the size limit", cites="sme-size-2011#表")
def assets_below_limit(assets_latest_fen: Fen, sme_assets_limit: Fen) -> Check:
    """Total assets lie below the limit of the sector."""
    return below(assets_latest_fen, sme_assets_limit)


@rule("属于中小企业", "Is an SME by size", cites="sme-size-2011#表")
def sme_by_size(
    staff_below_limit: Condition, revenue_below_limit: Condition, assets_below_limit: Condition
) -> Condition:
    """Below one of the limits that its sector goes by."""
    return any_of(staff_below_limit, revenue_below_limit, assets_below_limit)


@rule(
    "近三年国家级科技奖励前三",
    "National award within three years",
    cites="gradient-2022#附件3(新)",
    until="2026-03-31",
)
def award_recent(national_science_award_top3_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """A national science award within the last three years, among the first three of the awarded."""
    return at_least(national_science_award_top3_on.plus_years(award_years), facts_as_of)


@rule(
    "近三年国家级科技奖励前三",
    "National award within three years",
    cites="gradient-2026#附件2(四)",
    leaf="award_recent",
    since="2026-04-01",
)
def award_recent_2026(national_science_award_top3_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """A national science award within the last three years, among the first three: waives the class I rights."""
    return at_least(national_science_award_top3_on.plus_years(award_years), facts_as_of)


@rule(
    "近三年“创客中国”全国500强",
    "Maker in China top 500",
    cites=("gradient-2022#附件2(四)4", "gradient-2022#附件3(新)"),
)
def contest_recent(maker_china_top500_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """In the enterprise group of the national top 500 of the Maker in China contest within the last three years."""
    return at_least(maker_china_top500_on.plus_years(award_years), facts_as_of)


@rule("未列入异常或失信名单", "On no list of irregular or dishonest firms", cites="gradient-2026#申报条件")
def not_listed_dishonest(on_dishonest_list: Flag) -> Check:
    """Neither irregular in its operations nor gravely dishonest when applying (2026 version only)."""
    return fails(on_dishonest_list)


@rule(
    "近三年无重大事故、违法或数据造假", "No serious incident in three years", cites="gradient-2026#申报条件"
)
def no_incident(serious_incident_three_years: Flag) -> Check:
    """No grave event in safety, quality or environment and no falsified data in three years (2026 version only)."""
    return fails(serious_incident_three_years)


@rule("上年度研发费用占比", "R&D share of last year", cites="kejin-conventions#shares", rounds=FLOORED)
def rd_share_latest(rd_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """R&D over revenue of last year, for display."""
    return share_of(rd_latest_fen, revenue_latest_fen)


@rule(
    "前一年度研发费用占比", "R&D share of the year before", cites="kejin-conventions#shares", rounds=FLOORED
)
def rd_share_before(rd_before_fen: Fen, revenue_before_fen: Fen) -> Quotient:
    """R&D over revenue of the year before, for display."""
    return share_of(rd_before_fen, revenue_before_fen)


@rule("主营业务收入占比", "Main business share", cites="kejin-conventions#shares", rounds=FLOORED)
def main_share(main_latest_fen: Fen, revenue_latest_fen: Fen) -> Quotient:
    """Main business revenue over revenue, for display."""
    return share_of(main_latest_fen, revenue_latest_fen)


@rule("资产负债率", "Debt ratio", cites="kejin-conventions#shares", rounds=FLOORED)
def debt_share(liabilities_latest_fen: Fen, assets_latest_fen: Fen) -> Quotient:
    """Liabilities over assets at last year end, for display."""
    return share_of(liabilities_latest_fen, assets_latest_fen)
