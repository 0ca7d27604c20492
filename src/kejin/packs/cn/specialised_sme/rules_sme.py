"""Specialised SME: annex 2 of 工信部企业〔2022〕63号 and, from 2026-04-01, annex 1 of 工信部企业〔2026〕2号."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Points,
    Share,
    all_of,
    any_of,
    at_least,
    holds,
    rule,
    share_at_least,
    share_at_most,
)


@rule("从事细分市场年限", "Years in the niche", cites="gradient-2022#附件2(一)", until="2026-03-31")
def sme_niche_long_enough(years_in_niche: Count, sme_niche_years_min: Count) -> Check:
    """At least two years in its niche market."""
    return at_least(years_in_niche, sme_niche_years_min)


@rule(
    "从事细分市场年限",
    "Years in the niche",
    cites="gradient-2026#附件1",
    leaf="sme_niche_long_enough",
    since="2026-04-01",
)
def sme_niche_long_enough_2026(years_in_niche: Count, sme_niche_years_min: Count) -> Check:
    """At least three years in its niche market by the end of last year."""
    return at_least(years_in_niche, sme_niche_years_min)


@rule("上年度营业收入达标", "Revenue reached", cites="gradient-2022#附件2(三)", until="2026-03-31")
def sme_revenue_reached(revenue_latest_fen: Fen, sme_revenue_min: Fen) -> Check:
    """Revenue of last year."""
    return at_least(revenue_latest_fen, sme_revenue_min)


@rule(
    "上年度营业收入达标",
    "Revenue reached",
    cites="gradient-2026#附件1",
    leaf="sme_revenue_reached",
    since="2026-04-01",
)
def sme_revenue_reached_2026(revenue_latest_fen: Fen, sme_revenue_min: Fen) -> Check:
    """Revenue of last year."""
    return at_least(revenue_latest_fen, sme_revenue_min)


@rule("近两年新增股权融资达标", "Equity raised", cites="gradient-2022#附件2(三)", until="2026-03-31")
def sme_equity_reached(equity_raised_2y_fen: Fen, sme_equity_min: Fen) -> Check:
    """New equity of qualified institutions paid in within two years."""
    return at_least(equity_raised_2y_fen, sme_equity_min)


@rule(
    "近两年新增股权融资达标",
    "Equity raised",
    cites="gradient-2026#附件1",
    leaf="sme_equity_reached",
    since="2026-04-01",
)
def sme_equity_reached_2026(equity_raised_2y_fen: Fen, sme_equity_min: Fen) -> Check:
    """New equity of qualified institutions paid in within two years."""
    return at_least(equity_raised_2y_fen, sme_equity_min)


@rule(
    "营业收入或股权融资达标",
    "Revenue or equity reached",
    cites=("gradient-2022#附件2(三)", "gradient-2026#附件1"),
)
def sme_size_reached(sme_revenue_reached: Condition, sme_equity_reached: Condition) -> Condition:
    """Enough revenue, or else enough new equity."""
    return any_of(sme_revenue_reached, sme_equity_reached)


@rule(
    "上年度研发费用达标",
    "R&D expense of last year reached",
    cites="gradient-2022#附件2(二)",
    until="2026-03-31",
)
def sme_rd_latest_reached(rd_latest_fen: Fen, sme_rd_min: Fen) -> Check:
    """R&D expense of last year."""
    return at_least(rd_latest_fen, sme_rd_min)


@rule(
    "上年度研发费用达标",
    "R&D expense of last year reached",
    cites="gradient-2026#附件1",
    leaf="sme_rd_latest_reached",
    since="2026-04-01",
)
def sme_rd_latest_reached_2026(rd_latest_fen: Fen, sme_rd_min: Fen) -> Check:
    """R&D expense of last year, the first of two years."""
    return at_least(rd_latest_fen, sme_rd_min)


@rule(
    "上年度研发费用占比达标",
    "R&D share of last year reached",
    cites="gradient-2022#附件2(二)",
    until="2026-03-31",
)
def sme_rd_share_latest_met(rd_latest_fen: Fen, revenue_latest_fen: Fen, sme_rd_share_min: Share) -> Check:
    """R&D over revenue of last year."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, sme_rd_share_min)


@rule(
    "上年度研发费用占比达标",
    "R&D share of last year reached",
    cites="gradient-2026#附件1",
    leaf="sme_rd_share_latest_met",
    since="2026-04-01",
)
def sme_rd_share_latest_met_2026(
    rd_latest_fen: Fen, revenue_latest_fen: Fen, sme_rd_share_min: Share
) -> Check:
    """R&D over revenue of last year, the first of two years."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, sme_rd_share_min)


@rule("前一年度研发费用达标", "R&D expense of the year before reached", cites="gradient-2026#附件1")
def sme_rd_before_reached(rd_before_fen: Fen, sme_rd_min: Fen) -> Check:
    """R&D expense of the year before last, the second of two years (2026 version only)."""
    return at_least(rd_before_fen, sme_rd_min)


@rule("前一年度研发费用占比达标", "R&D share of the year before reached", cites="gradient-2026#附件1")
def sme_rd_share_before_met(rd_before_fen: Fen, revenue_before_fen: Fen, sme_rd_share_min: Share) -> Check:
    """R&D over revenue of the year before last (2026 version only)."""
    return share_at_least(rd_before_fen, revenue_before_fen, sme_rd_share_min)


@rule("近三年省级科技奖励前三", "Provincial award within three years", cites="gradient-2022#附件2(四)1")
def provincial_award_recent(
    provincial_science_award_top3_on: Day, award_years: Count, facts_as_of: Day
) -> Check:
    """A provincial science award within three years, among the first three of the awarded."""
    return at_least(provincial_science_award_top3_on.plus_years(award_years), facts_as_of)


@rule(
    "近三年国家级科技奖励前五",
    "National award within three years, first five",
    cites="gradient-2022#附件2(四)1",
)
def national_award_recent(national_science_award_top5_on: Day, award_years: Count, facts_as_of: Day) -> Check:
    """A national science award within three years, among the first five of the awarded."""
    return at_least(national_science_award_top5_on.plus_years(award_years), facts_as_of)


@rule("近两年研发费用均值达标", "Mean R&D of two years reached", cites="gradient-2022#附件2(四)2")
def rd_mean_reached(rd_two_years_fen: Fen, fast_rd_mean_min: Fen) -> Check:
    """The mean of two years reaches the minimum: their sum reaches it twice."""
    return at_least(rd_two_years_fen, fast_rd_mean_min + fast_rd_mean_min)


@rule(
    "近两年新增股权融资达到直通线", "Equity raised reaches the fast track", cites="gradient-2022#附件2(四)3"
)
def fast_equity_reached(equity_raised_2y_fen: Fen, fast_equity_min: Fen) -> Check:
    """New equity of qualified institutions paid in within two years."""
    return at_least(equity_raised_2y_fen, fast_equity_min)


@rule("符合直通条件之一", "One of the fast tracks", cites="gradient-2022#附件2(四)")
def fast_track(
    provincial_award_recent: Condition,
    national_award_recent: Condition,
    rd_mean_reached: Condition,
    fast_equity_reached: Condition,
    contest_recent: Condition,
) -> Condition:
    """An award, R&D, equity or the contest stands in for the score (2022 version only)."""
    return any_of(
        provincial_award_recent, national_award_recent, rd_mean_reached, fast_equity_reached, contest_recent
    )


@rule("评价得分达标", "Score reached", cites="gradient-2022#附件2(四)", until="2026-03-31")
def sme_score_reached(sme_evaluation_score: Points, sme_score_min: Points) -> Check:
    """The score of annex 2 as stated, of which each province sets 15 points."""
    return at_least(sme_evaluation_score, sme_score_min)


@rule(
    "专精特新发展评价得分达标",
    "Development score reached",
    cites="gradient-2026#附件1",
    leaf="sme_score_reached",
    since="2026-04-01",
)
def sme_score_reached_2026(development_evaluation_score: Points, sme_score_min: Points) -> Check:
    """This year's development score of the national platform."""
    return at_least(development_evaluation_score, sme_score_min)


@rule("评价得分或直通", "Score or fast track", cites="gradient-2022#附件2(四)")
def score_or_fast_track(sme_score_reached: Condition, fast_track: Condition) -> Condition:
    """Either will do (2022 version only)."""
    return any_of(sme_score_reached, fast_track)


@rule("已入库科技型中小企业", "Registered technology SME", cites="gradient-2026#附件1")
def title_tech_sme(tech_sme_registered: Flag) -> Check:
    """A technology SME with a number in force."""
    return holds(tech_sme_registered)


@rule("已是创新型中小企业", "Recognised innovative SME", cites="gradient-2026#附件1")
def title_innovative(innovative_sme_recognised: Flag) -> Check:
    """An innovative SME in force."""
    return holds(innovative_sme_recognised)


@rule("已是科技和创新型中小企业", "Technology or innovative SME already", cites="gradient-2026#附件1")
def sme_prior_title(title_tech_sme: Condition, title_innovative: Condition) -> Condition:
    """One of the two titles of the tier below."""
    return any_of(title_tech_sme, title_innovative)


@rule("主营业务收入占比达标", "Main business share reached", cites="gradient-2026#附件1")
def sme_main_share_met(main_latest_fen: Fen, revenue_latest_fen: Fen, sme_main_share_min: Share) -> Check:
    """Main business revenue over revenue of last year."""
    return share_at_least(main_latest_fen, revenue_latest_fen, sme_main_share_min)


@rule("资产负债率未超限", "Debt ratio within the limit", cites="gradient-2026#附件1")
def sme_debt_within(liabilities_latest_fen: Fen, assets_latest_fen: Fen, sme_debt_share_max: Share) -> Check:
    """Liabilities over assets at last year end."""
    return share_at_most(liabilities_latest_fen, assets_latest_fen, sme_debt_share_max)


@rule("拥有应用并产生效益的Ⅰ类知识产权", "Class I right in use", cites="gradient-2026#附件1")
def sme_class1_held(class1_ip_own_in_use_count: Count, sme_class1_min: Count) -> Check:
    """Class I rights of its own, tied to the leading product, used and earning; those acquired do not count."""
    return at_least(class1_ip_own_in_use_count, sme_class1_min)


@rule("适用Ⅰ类知识产权豁免", "Class I rights waived", cites="gradient-2026#附件1")
def sme_class1_waived(class1_ip_exempt: Flag) -> Check:
    """An award or R&D body waives the test; the details were not read, so that it must be stated."""
    return holds(class1_ip_exempt)


@rule("Ⅰ类知识产权达标或豁免", "Class I rights held or waived", cites="gradient-2026#附件1")
def sme_class1_met(sme_class1_held: Condition, sme_class1_waived: Condition) -> Condition:
    """Held, or waived."""
    return any_of(sme_class1_held, sme_class1_waived)


@rule("细分市场占有率较为靠前", "Market share near the top", cites="gradient-2026#附件1")
def sme_market_near_top(market_share_near_top: Flag) -> Check:
    """Its share of the niche market at home or abroad is near the top; no figure is given, so that it is stated."""
    return holds(market_share_near_top)


@rule(
    "符合专精特新中小企业认定标准",
    "Meets the standard of a specialised SME",
    cites="gradient-2022#附件2",
    until="2026-03-31",
)
def sme_qualifies(
    is_sme: Condition,
    sme_niche_long_enough: Condition,
    sme_rd_latest_reached: Condition,
    sme_rd_share_latest_met: Condition,
    sme_size_reached: Condition,
    score_or_fast_track: Condition,
) -> Condition:
    """An SME that meets all four conditions of annex 2."""
    return all_of(
        is_sme,
        sme_niche_long_enough,
        sme_rd_latest_reached,
        sme_rd_share_latest_met,
        sme_size_reached,
        score_or_fast_track,
    )


@rule(
    "符合专精特新中小企业认定标准",
    "Meets the standard of a specialised SME",
    cites="gradient-2026#附件1",
    leaf="sme_qualifies",
    since="2026-04-01",
)
def sme_qualifies_2026(
    is_sme: Condition,
    sme_prior_title: Condition,
    sme_niche_long_enough: Condition,
    sme_size_reached: Condition,
    sme_main_share_met: Condition,
    sme_debt_within: Condition,
    sme_rd_latest_reached: Condition,
    sme_rd_share_latest_met: Condition,
    sme_rd_before_reached: Condition,
    sme_rd_share_before_met: Condition,
    sme_class1_met: Condition,
    sme_market_near_top: Condition,
    sme_score_reached: Condition,
    not_listed_dishonest: Condition,
    no_incident: Condition,
) -> Condition:
    """All conditions of annex 1; there is no fast track any more."""
    return all_of(
        is_sme,
        sme_prior_title,
        sme_niche_long_enough,
        sme_size_reached,
        sme_main_share_met,
        sme_debt_within,
        sme_rd_latest_reached,
        sme_rd_share_latest_met,
        sme_rd_before_reached,
        sme_rd_share_before_met,
        sme_class1_met,
        sme_market_near_top,
        sme_score_reached,
        not_listed_dishonest,
        no_incident,
    )
