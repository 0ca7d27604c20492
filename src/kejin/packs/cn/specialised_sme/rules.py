"""What both tiers of the programme read: the years behind a figure, and the shares shown on a page.

The size of an SME is borrowed from the size standard. `rules_sme.py` holds the specialised SME, `rules_giant_2022.py`
and `rules_giant_2026.py` the little giant. A condition of one name has one formula and one clause until 2026-03-31 and
another from 2026-04-01.
"""

from kejin.policy.dsl import (
    Check,
    Count,
    Day,
    Fen,
    Flag,
    Quotient,
    Rounded,
    Rounding,
    at_least,
    back,
    fails,
    holds,
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


@rule(
    "已是专精特新中小企业", "Recognised specialised SME", cites=("gradient-2022#附件2", "gradient-2026#附件1")
)
def specialised_held(specialised_sme_recognised: Flag) -> Check:
    """A specialised SME in force."""
    return holds(specialised_sme_recognised)


@rule(
    "已是专精特新“小巨人”企业",
    "Recognised little giant",
    cites=("gradient-2022#附件3", "gradient-2026#附件2"),
)
def giant_held(little_giant_recognised: Flag) -> Check:
    """A little giant in force."""
    return holds(little_giant_recognised)
