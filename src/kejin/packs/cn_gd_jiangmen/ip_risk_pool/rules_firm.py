"""The enterprise's side: unlisted, of limited revenue, with one of seven titles and a clean record."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Fen,
    Flag,
    all_of,
    any_of,
    at_most,
    fails,
    holds,
    latest,
    one_of,
    rule,
)

FIRM = "jm-answer-2025#第十一条"

revenue_latest_fen = latest("revenue_fen", "最近年度营业收入", "Revenue of the last year")


@rule("在江门登记", "Registered in Jiangmen", cites="jm-daily-2025#申请")
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("非上市企业", "Unlisted", cites=FIRM)
def unlisted(is_listed: Flag) -> Check:
    """The enterprise is not listed."""
    return fails(is_listed)


@rule("年营业收入在上限之内", "Revenue within the limit", cites=FIRM)
def revenue_kept(revenue_latest_fen: Fen, revenue_max: Fen) -> Check:
    """Revenue of the last year does not pass the limit."""
    return at_most(revenue_latest_fen, revenue_max)


@rule("近三年无重大违法失信", "Clean record in three years", cites=FIRM)
def clean_three_years(serious_dishonesty_three_years: Flag) -> Check:
    """No grave offence or dishonesty within three years."""
    return fails(serious_dishonesty_three_years)


@rule("高新技术企业", "High-tech enterprise", cites=FIRM)
def high_tech(hte_certified: Flag) -> Check:
    """The enterprise is certified as high-tech."""
    return holds(hte_certified)


@rule("专精特新中小企业", "Specialised SME", cites=FIRM)
def specialised(specialised_sme_recognised: Flag) -> Check:
    """The enterprise is a specialised and innovative SME."""
    return holds(specialised_sme_recognised)


@rule("专精特新“小巨人”企业", "Little giant", cites=FIRM)
def little_giant(little_giant_recognised: Flag) -> Check:
    """The enterprise is a little giant."""
    return holds(little_giant_recognised)


@rule("科技型中小企业", "Tech SME", cites=FIRM)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """The enterprise is registered as a tech SME."""
    return holds(tech_sme_registered)


@rule("孵化载体入驻企业", "Resident of an incubator", cites=FIRM)
def incubated(incubator_resident: Flag) -> Check:
    """The enterprise resides in an incubator."""
    return holds(incubator_resident)


@rule("创新创业大赛获奖企业", "Awarded in a contest", cites=FIRM)
def contest_winner(innovation_contest_awarded: Flag) -> Check:
    """The enterprise won an award in an innovation contest."""
    return holds(innovation_contest_awarded)


@rule("核心知识产权持有企业", "Holds core IP", cites=FIRM)
def core_ip(owns_core_ip: Flag) -> Check:
    """The enterprise holds core intellectual property."""
    return holds(owns_core_ip)


@rule("高层次人才创办企业", "Founded by a high-level talent", cites=FIRM)
def talent_firm(founded_by_high_level_talent: Flag) -> Check:
    """A high-level talent founded the enterprise."""
    return holds(founded_by_high_level_talent)


@rule("具备七类资格之一", "One of the seven titles", cites=FIRM)
def has_title(
    high_tech: Condition,
    specialised: Condition,
    little_giant: Condition,
    tech_sme: Condition,
    incubated: Condition,
    contest_winner: Condition,
    core_ip: Condition,
    talent_firm: Condition,
) -> Condition:
    """High-tech; specialised or little giant; tech SME; incubated; contest; core IP; talent."""
    return any_of(
        high_tech, specialised, little_giant, tech_sme, incubated, contest_winner, core_ip, talent_firm
    )


@rule("企业侧符合条件", "The enterprise's side holds", cites=FIRM)
def firm_eligible(
    in_city: Condition,
    unlisted: Condition,
    revenue_kept: Condition,
    clean_three_years: Condition,
    has_title: Condition,
) -> Condition:
    """An unlisted enterprise of the city, of limited revenue, clean, with a title."""
    return all_of(in_city, unlisted, revenue_kept, clean_three_years, has_title)
