"""Bank investment companies: own money in equity, their part of one fund, and where enterprises can be invested in."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    Grain,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    holds,
    not_,
    one_of,
    rule,
    share_at_most,
    share_of,
)

SHARES = "aic-work-2024#一"
SCOPE = "aic-scope-2024#试点范围"
CALL = "aic-work-2024#投早投小投长期投硬科技"
DOWN = Rounded(Rounding.FLOOR, cites="kejin-conventions#取整")


@rule("金融资产投资公司", "Bank investment company", cites=SHARES, grain=Grain.INSTITUTION_YEAR)
def is_company(institution_is_aic: Flag) -> Check:
    """The institution is a financial asset investment company of a bank."""
    return holds(institution_is_aic)


@rule("表内股权投资未超过比例", "Own money within its share", cites=SHARES, grain=Grain.INSTITUTION_YEAR)
def own_share_kept(
    institution_equity_own_money_fen: Fen, institution_total_assets_fen: Fen, own_money_share_max: Share
) -> Check:
    """Own money in equity over total assets at the end of the last quarter."""
    return share_at_most(institution_equity_own_money_fen, institution_total_assets_fen, own_money_share_max)


@rule("表内资金股权投资符合比例", "Own money keeps its share", cites=SHARES, grain=Grain.INSTITUTION_YEAR)
def own_money_kept(is_company: Condition, own_share_kept: Condition) -> Condition:
    """A company of the pilot within its share."""
    return all_of(is_company, own_share_kept)


@rule("表内股权投资占比", "Own money in equity", cites=SHARES, grain=Grain.INSTITUTION_YEAR, rounds=DOWN)
def own_money_share(institution_equity_own_money_fen: Fen, institution_total_assets_fen: Fen) -> Quotient:
    """The share as shown; the check multiplies crosswise."""
    return share_of(institution_equity_own_money_fen, institution_total_assets_fen)


@rule(
    "表内股权投资最高额", "Most own money in equity", cites=SHARES, grain=Grain.INSTITUTION_YEAR, rounds=DOWN
)
def own_money_max_fen(institution_total_assets_fen: Fen, own_money_share_max: Share) -> Product:
    """What the company may have in equity at its present assets."""
    return institution_total_assets_fen * own_money_share_max


@rule("单只基金出资符合比例", "Part of the fund within its share", cites=SHARES, grain=Grain.FUND)
def single_fund_kept(fund_aic_amount_fen: Fen, fund_size_fen: Fen, single_fund_share_max: Share) -> Check:
    """What one company puts into the private fund over the size issued."""
    return share_at_most(fund_aic_amount_fen, fund_size_fen, single_fund_share_max)


@rule("单只基金最高出资额", "Most the company may put in", cites=SHARES, grain=Grain.FUND, rounds=DOWN)
def single_fund_max_fen(fund_size_fen: Fen, single_fund_share_max: Share) -> Product:
    """The share of the size issued that one company may take."""
    return fund_size_fen * single_fund_share_max


@rule("在试点城市", "In a pilot city", cites=SCOPE)
def in_pilot_city(city_code: Choice, pilot_cities: Choices) -> Check:
    """Registered in Guangzhou or Shenzhen."""
    return one_of(city_code, pilot_cities)


@rule("试点已扩至全省", "The pilot covers the province", cites="aic-provinces-2025")
def province_counts(whole_provinces: Flag) -> Check:
    """The pilot covers the provinces of its cities."""
    return holds(whole_provinces)


@rule("在广东省外", "Outside Guangdong", cites=SCOPE)
def outside(city_code: Choice, outside_province: Choices) -> Check:
    """Registered outside the province."""
    return one_of(city_code, outside_province)


@rule("在省外试点地区", "In the pilot elsewhere", cites=SCOPE)
def in_pilot_elsewhere(in_aic_pilot_city: Flag) -> Check:
    """The enterprise states that its city is in the pilot."""
    return holds(in_aic_pilot_city)


@rule("在试点城市所在省份", "In the province of a pilot city", cites="aic-provinces-2025")
def in_province(outside: Condition) -> Condition:
    """Registered in a city of Guangdong, the province of two pilot cities."""
    return not_(outside)


@rule("在试点地区", "In the area of the pilot", cites=SCOPE)
def firm_in_pilot(
    in_pilot_city: Condition,
    in_province: Condition,
    province_counts: Condition,
    outside: Condition,
    in_pilot_elsewhere: Condition,
) -> Condition:
    """In a pilot city, in its province where that counts, or in the pilot outside the province."""
    return any_of(in_pilot_city, all_of(in_province, province_counts), all_of(outside, in_pilot_elsewhere))


@rule("战略性新兴产业", "Emerging industry", cites=CALL)
def emerging_field(in_strategic_emerging: Flag) -> Check:
    """Its leading product is in a strategic emerging industry."""
    return holds(in_strategic_emerging)


@rule("未来产业", "Future industry", cites=CALL)
def future_field(in_future_industry: Flag) -> Check:
    """It works in a future industry."""
    return holds(in_future_industry)


@rule("在试点地区且属硬科技方向", "In the area and in hard technology", cites=(SCOPE, CALL))
def investee_fits(firm_in_pilot: Condition, emerging_field: Condition, future_field: Condition) -> Condition:
    """Place and hard technology. To fit is not to be chosen."""
    return all_of(firm_in_pilot, any_of(emerging_field, future_field))
