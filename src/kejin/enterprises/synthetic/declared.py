"""What enterprises declare or others judged of them: conduct, market, scores, listing. Everything here is assumed."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from kejin.enterprises.synthetic.firms import Firms
from kejin.enterprises.synthetic.parameters import Parameters
from kejin.enterprises.synthetic.streams import (
    Real,
    Streams,
    Truth,
    Whole,
    chance,
    dates,
    day,
    logistic,
    masked,
    pick,
    words,
)
from kejin.enterprises.synthetic.world import AS_OF, PATENT_CLASS

Columns = dict[str, pl.Series | Whole | Truth]

# Share that is true of an average enterprise, and how quality and size (both in standard deviations) move its log odds.
FLAGS: Mapping[str, tuple[float, float, float]] = {
    "on_dishonest_list": (0.012, -0.7, -0.2),
    "on_serious_dishonesty_list": (0.005, -0.7, -0.2),
    "serious_incident_past_year": (0.006, -0.4, 0.2),
    "serious_incident_last_and_this_year": (0.009, -0.4, 0.2),
    "serious_incident_three_years": (0.014, -0.4, 0.2),
    "incident_or_tax_evasion_three_years": (0.018, -0.4, 0.2),
    "serious_dishonesty_three_years": (0.008, -0.6, 0.0),
    "bad_science_credit_record_3y": (0.004, -0.4, 0.0),
    "on_research_dishonesty_list": (0.002, -0.4, 0.0),
    "restricted_products": (0.008, 0.0, 0.0),
    "main_business_encouraged": (0.62, 0.2, 0.1),
    "in_supported_field": (0.94, 0.3, 0.0),
    "in_future_industry": (0.10, 0.3, 0.0),
    "upgrades_traditional_industry": (0.22, 0.1, 0.3),
    "is_independent": (0.93, 0.0, -0.3),
    "market_share_near_top": (0.34, 0.8, 0.5),
    "chain_key_link": (0.58, 0.5, 0.2),
    "foundation_product": (0.52, 0.4, 0.1),
    "core_business_on_information_system": (0.55, 0.5, 0.5),
    "management_or_product_certified": (0.62, 0.4, 0.5),
    "product_well_known": (0.35, 0.5, 0.6),
    "own_brand": (0.62, 0.3, 0.4),
    "own_rd_institution": (0.52, 0.5, 0.7),
    "class1_ip_exempt": (0.01, 0.4, 0.4),
    "provincial_rd_body": (0.035, 0.6, 0.9),
    "national_demonstration_firm": (0.0012, 0.6, 1.2),
    "national_enterprise_tech_centre": (0.0015, 0.5, 1.4),
    "ip_advantage_or_demonstration_firm": (0.008, 0.6, 0.8),
    "smart_factory_recognised": (0.010, 0.4, 1.0),
    "reform_benchmark_firm": (0.003, 0.3, 0.9),
    "other_ministry_tech_title": (0.012, 0.5, 0.6),
    "core_technology_applied": (0.35, 0.6, 0.1),
    "national_project_undertaken": (0.012, 0.5, 0.8),
    "national_project_lead": (0.003, 0.6, 0.9),
    "leading_core_technology": (0.02, 0.8, 0.5),
    "staff_state_award": (0.003, 0.6, 0.6),
    "import_substitution": (0.035, 0.6, 0.5),
    "in_star_field": (0.52, 0.2, 0.0),
    "in_chinext_set3_field": (0.12, 0.2, 0.0),
    "in_chinext_set4_field": (0.10, 0.2, 0.0),
    "large_market_space": (0.30, 0.4, 0.2),
    "staged_results_reached": (0.18, 0.5, 0.1),
    "clear_technical_edge": (0.25, 0.8, 0.2),
    "approved_product_or_phase2": (0.03, 0.5, 0.3),
    "innovation_contest_awarded": (0.03, 0.6, -0.2),
    "incubator_resident": (0.11, 0.0, -0.9),
    "founded_by_high_level_talent": (0.04, 0.5, 0.0),
    "key_startup_recognised": (0.015, 0.6, -0.4),
    "startup_tech_firm": (0.16, 0.2, -0.8),
    "recognised_tech_enterprise": (0.30, 0.5, 0.2),
    "district_priority_project": (0.02, 0.3, 0.5),
    "key_list_enterprise": (0.03, 0.4, 0.9),
    "in_sme_subsidy_field": (0.40, 0.1, 0.0),
    "specialised_subsidy_received": (0.02, 0.3, 0.2),
    "tech_upgrade_project_recommended": (0.02, 0.3, 0.6),
    "first_set_product_in_catalogue": (0.012, 0.5, 0.5),
    "first_set_qualified": (0.006, 0.5, 0.5),
    "merger_pilot_firm": (0.004, 0.3, 0.9),
    "on_regional_equity_board": (0.05, 0.1, 0.0),
    "on_named_tech_list": (0.05, 0.5, 0.5),
    "in_tech_relending_scope": (0.25, 0.4, 0.2),
    "qdlp_holder_qualifies": (0.004, 0.2, 0.5),
    "commercialisation_path_credible": (0.30, 0.6, 0.0),
    "listing_to_fund_core_product": (0.25, 0.2, 0.0),
    "core_product_beyond_concept": (0.30, 0.4, 0.0),
    "core_product_ip_held": (0.55, 0.4, 0.1),
}
_NICHE = frozenset({
    "core_business_on_information_system", "management_or_product_certified", "product_well_known", "own_brand",
    "own_rd_institution", "chain_key_link", "foundation_product", "market_share_near_top",
})  # fmt: skip
"""What leaders of a niche have together, and the others have less often."""
_LOADING = 2.2
_BY_RESEARCH = frozenset({
    "provincial_rd_body", "national_demonstration_firm", "national_enterprise_tech_centre",
    "ip_advantage_or_demonstration_firm", "other_ministry_tech_title", "national_project_undertaken",
    "national_project_lead", "leading_core_technology", "staff_state_award", "own_rd_institution",
    "on_named_tech_list", "recognised_tech_enterprise",
})  # fmt: skip
"""What nobody has that does no research; project companies do none."""
_NEVER = (
    "equity_investment_institution",
    "financial_institution",
    "non_enterprise_research",
    "qflp_manager_recognised",
)
_DAYS: Mapping[str, tuple[float, int]] = {
    "national_science_award_top3_on": (0.0015, 3600),
    "national_science_award_top5_on": (0.0020, 3600),
    "provincial_science_award_top3_on": (0.008, 2600),
    "science_award_on": (0.015, 2600),
    "led_standard_on": (0.022, 3000),
    "shenzhen_innovation_contest_won_on": (0.004, 1800),
    "national_award_top3_on": (0.002, 3600),
    "maker_china_top500_on": (0.003, 1800),
}
_UNKNOWN = 0.02


def declared_columns(firms: Firms, streams: Streams, fitted: Parameters) -> Columns:
    """Flags, days, choices and market facts; one in fifty of what was asked was left blank."""
    draw, rows = streams.of("declared"), firms.count
    size = (firms.size - 16.5) / 1.5
    columns: Columns = {name: np.zeros(rows, dtype=np.bool_) for name in _NEVER}
    for name, (base, quality, scale) in FLAGS.items():
        odds = np.log(base / (1 - base)) + quality * firms.quality + scale * size
        if name in _NICHE:
            odds = odds + _LOADING * firms.niche + fitted.niche_level
        held = chance(draw, logistic(odds), rows) & ~(firms.project & (name in _BY_RESEARCH))
        columns[name] = masked(held, ~chance(draw, _UNKNOWN, rows))
    for name, (share, span) in _DAYS.items():
        got = chance(draw, share * np.exp(0.6 * firms.quality + 0.5 * np.clip(size, -2, 3)), rows)
        columns[name] = dates(day(AS_OF) - draw.integers(30, span, rows), got)
    return columns | _market(firms, draw, size, level=fitted.niche_level) | _choices(firms, draw)


def _market(firms: Firms, draw: np.random.Generator, size: Real, *, level: float) -> Columns:
    rows = firms.count
    leads = 0.5 * (_LOADING * firms.niche + level)
    share = np.exp(1.2 + 0.2 * firms.quality + 0.6 * size + leads + 0.6 * draw.standard_normal(rows))
    rank = np.maximum(1, np.rint(60 / (share + 0.5) * np.exp(0.3 * draw.standard_normal(rows)))).astype(
        np.int64
    )
    age = (day(AS_OF) - firms.founded) / 365.25
    niche = np.floor(age * (0.55 + 0.45 * draw.random(rows))).astype(np.int64)
    known = ~chance(draw, 0.05, rows)
    return {
        "market_share": masked(np.rint(np.clip(share, 0, 60) * 1e7).astype(np.int64), known),
        "market_rank": masked(np.minimum(rank, 100_000), known),
        "years_in_niche": niche,
        "specialist_rd_years": niche,
        "same_management_years": np.floor(age * draw.random(rows)).astype(np.int64),
        "core_product_rd_months": np.rint(12 * niche * draw.random(rows)).astype(np.int64),
        "overseas_managers_5y_count": draw.poisson(0.05, rows).astype(np.int64),
        "overseas_managers_3y_count": draw.poisson(0.03, rows).astype(np.int64),
        "provincial_platforms_2y_count": draw.poisson(0.03 * np.exp(0.5 * size), rows).astype(np.int64),
        "provincial_awards_2y_count": draw.poisson(0.02 * np.exp(0.5 * size), rows).astype(np.int64),
        "provincial_projects_2y_count": draw.poisson(0.05 * np.exp(0.5 * size), rows).astype(np.int64),
    }


def _choices(firms: Firms, draw: np.random.Generator) -> Columns:
    rows = firms.count
    city, code = _city_flags(firms), firms.word_of_industry("code")
    star5 = firms.word_of_industry("key").replace_strict(
        {"biomedicine": "biomedicine", "artificial_intelligence": "ai", "low_altitude": "low_altitude"},
        default="none",
    )
    materials = code.replace_strict(
        {
            "3841": "lithium_carbonate",
            "3612": "lithium_carbonate",
            "3825": "polysilicon",
            "3985": "industrial_silicon",
        },
        default="none",
    )
    grade = pick(draw, (15, 45, 30, 6, 4), rows)
    patent = code.str.slice(0, 2).replace_strict(PATENT_CLASS, default="none")
    making = firms.word_of_industry("sector") == "industry"
    return city | {
        "interest_subsidy_field": pl.select(
            pl.when(making).then(pl.lit("manufacturing")).otherwise(pl.lit("high_tech"))
        ).to_series(),
        "cross_border_borrower_kind": words(("ordinary",), np.zeros(rows, dtype=np.int64)),
        "planned_deal_kind": words(("none", "control", "minority"), pick(draw, (97, 2, 1), rows)),
        "star_set5_field": star5,
        "is_biotech_company": star5 == "biomedicine",
        "in_specialist_technology_sector": firms.word_of_industry("key") != "none",
        "futures_material": materials,
        "talent_grade": words(
            ("none", "city", "provincial", "national"), pick(draw, (93, 5, 1.5, 0.5), rows)
        ),
        "public_credit_grade": words(("a", "b", "c", "d", "other"), grade),
        "patent_intensive_class": patent,
        "facilitation_area": words(("elsewhere", "established", "newer"), pick(draw, (8, 1, 1), rows)),
    }


def _city_flags(firms: Firms) -> Columns:
    guangzhou, shenzhen = firms.city == 0, firms.city == 2
    return {
        "active_in_guangzhou": guangzhou,
        "in_aic_pilot_city": guangzhou | shenzhen,
        "in_partner_locality": np.zeros(firms.count, dtype=np.bool_),
        "overseas_loans_balance_fen": np.zeros(firms.count, dtype=np.int64),
        "facilitation_used_usd_cents": np.zeros(firms.count, dtype=np.int64),
        "in_shenshan_zone": np.zeros(firms.count, dtype=np.bool_),
    }


def score_columns(
    firms: Firms,
    streams: Streams,
    fitted: Parameters,
    *,
    rights: Mapping[str, pl.Series | Whole],
    growth: Real,
) -> Columns:
    """Evaluation scores in hundredths of a point: rights, growth and research raise them, with an expert's noise."""
    draw, rows = streams.of("scores"), firms.count
    noise = draw.standard_normal((8, rows))
    first = np.log1p(np.asarray(rights["class1_ip_in_use_count"], dtype=np.float64))
    second = np.log1p(np.asarray(rights["class2_ip_count"], dtype=np.float64))
    quality, vigour = firms.quality, firms.vigour
    raw = {
        "hte_ip_score": (np.clip(18 + 5 * first + 2.5 * second + 2 * noise[0], 0, 30), 0.02),
        "hte_conversion_score": (
            np.clip(23.5 + 2.5 * firms.research + 2 * vigour + 1.5 * quality + 3 * noise[1], 0, 30),
            0.02,
        ),
        "hte_organisation_score": (np.clip(15.5 + 1.2 * quality + vigour + 1.5 * noise[2], 0, 20), 0.02),
        "hte_growth_score": (np.clip(14 + 14 * growth + 2 * noise[3], 0, 20), 0.02),
        "sme_evaluation_score": (
            np.clip(fitted.sme_score_points + 7 * quality + 3 * vigour + 3 * first + 6 * noise[4], 0, 100),
            0.05,
        ),
        "quality_evaluation_score": (np.clip(60 + 7 * quality + 6 * noise[5], 0, 100), 0.10),
        "development_evaluation_score": (
            np.clip(60 + 7 * quality + 4 * vigour + 3 * first + 6 * noise[6], 0, 100),
            0.05,
        ),
        "innovation_points_score": (
            np.clip(52 + 9 * quality + 8 * vigour + 4 * first + 7 * noise[7], 0, 100),
            0.30,
        ),
    }
    return {
        name: masked(np.rint(values * 100).astype(np.int64), ~chance(draw, blank, rows))
        for name, (values, blank) in raw.items()
    }


def listing_columns(firms: Firms, streams: Streams, *, revenue: Whole, profit: Whole) -> Columns:
    """Listed firms, those quoted on the NEEQ, and what the larger of the others are expected to be worth."""
    draw, rows = streams.of("listing"), firms.count
    big = firms.size - np.log(2.5e8)
    listed = chance(draw, logistic(-4.2 + 1.5 * big + 0.5 * firms.quality), rows)
    board = np.where(listed, 1 + pick(draw, (30, 38, 12, 15, 5), rows), 0)
    age = (day(AS_OF) - firms.founded).astype(np.float64)
    on = day(AS_OF) - (age * 0.6 * draw.random(rows)).astype(np.int64)
    quoted = ~listed & chance(draw, logistic(-4.6 + 0.5 * big + 0.3 * firms.quality), rows)
    multiple = np.exp(0.9 + 0.35 * firms.quality + 0.3 * firms.vigour + 0.5 * draw.standard_normal(rows))
    value = np.rint(np.minimum(revenue * multiple + np.maximum(profit, 0) * 8, 9e13)).astype(np.int64)
    stated = (revenue > 5_000_000_000) & ~listed
    return {
        "is_listed": listed,
        "listed_on": dates(on, listed),
        "listing_board": words(("none", "star", "chinext", "bse", "main", "hkex"), board),
        "star_or_chinext_listed": (board == 1) | (board == 2),
        "in_star_growth_tier": (board == 1) & (profit < 0),
        "unprofitable_at_listing": masked((board == 1) & (profit < 0), listed),
        "profitable_since_listing": masked(profit > 0, listed),
        "expected_market_value_fen": masked(value, stated),
        "expected_market_value_hkd_cents": masked(np.rint(value * 1.09).astype(np.int64), stated),
        "quoted_on_neeq": quoted,
        "on_neeq_innovation_tier": quoted & chance(draw, 0.35, rows),
        "neeq_quoted_on": dates(day(AS_OF) - (age * 0.4 * draw.random(rows)).astype(np.int64), quoted),
    }
