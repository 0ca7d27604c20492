"""The Greater Bay Area's regional fund: the national fund's terms, for this fund, its sub-funds and its firms."""

from kejin.policy.dsl import Check, Choice, Choices, Condition, Fen, Grain, all_of, one_of, rule

FUND = "gba-fund-press-2026#基金概况"
NATIONAL = "ndrc-briefing-2025#区域基金"


@rule("属大湾区区域基金", "Of the regional fund", cites=FUND, grain=Grain.FUND)
def of_gba(fund_programme: Choice, gba_programmes: Choices) -> Check:
    """The fund is the regional fund or one of its sub-funds."""
    return one_of(fund_programme, gba_programmes)


@rule("区域基金符合要求", "Regional fund keeps its terms", cites=(FUND, NATIONAL), grain=Grain.FUND)
def fund_keeps(of_gba: Condition, keeps_national_terms: Condition) -> Condition:
    """The regional fund of the Greater Bay Area, within the national fund's terms for regional funds."""
    return all_of(of_gba, keeps_national_terms)


@rule("子基金符合要求", "Sub-fund keeps its terms", cites=(FUND, NATIONAL), grain=Grain.FUND)
def sub_fund_keeps(of_gba: Condition, sub_fund_terms: Condition) -> Condition:
    """A sub-fund of the regional fund, within the national fund's terms for sub-funds."""
    return all_of(of_gba, sub_fund_terms)


@rule("尚缺规模", "Size still open", cites=FUND, grain=Grain.FUND)
def size_open_fen(size_target: Fen, fund_size_fen: Fen) -> Fen:
    """The target less the size stated; negative where the fund outgrew its target."""
    return size_target - fund_size_fen


@rule("符合区域基金投资要求", "Fits the regional fund", cites=(FUND, NATIONAL))
def firm_keeps(firm_fits_national: Condition) -> Condition:
    """Stage, valuation and industry as the national fund asks; no place is asked for."""
    return all_of(firm_fits_national)
