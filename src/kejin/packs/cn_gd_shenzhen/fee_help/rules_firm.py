"""What Shenzhen's 2020 rule asks of the enterprise: the city, size, and a title or R&D of its own."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Share,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    latest,
    one_of,
    rule,
    share_at_least,
)

ENTRY = "compilation#入库条件"
TITLES = "compilation#资质要求"
RESEARCH = "compilation#以研发项目入库"

staff_latest = latest("staff_count", "上年度职工总数", "Staff of the year before")
revenue_latest_fen = latest("revenue_fen", "上年度销售收入", "Sales of the year before")
assets_latest_fen = latest("total_assets_fen", "上年度资产总额", "Assets of the year before")
rd_latest_fen = latest("rd_expense_fen", "上年度研究开发费用", "R&D of the year before")
hightech_latest_fen = latest(
    "hightech_income_fen", "上年度高新技术收入", "High-tech sales of the year before"
)


@rule("在本市注册", "Registered in the city", cites=ENTRY)
def in_city(city_code: Choice, shenzhen_cities: Choices) -> Check:
    """Registered in Shenzhen, the Shenshan zone included."""
    return one_of(city_code, shenzhen_cities)


@rule("职工总数不超过上限", "Staff within the limit", cites=ENTRY)
def staff_small(staff_latest: Count, staff_max: Count) -> Check:
    """Staff of the year before within the limit."""
    return at_most(staff_latest, staff_max)


@rule("销售收入不超过上限", "Sales within the limit", cites=ENTRY)
def sales_small(revenue_latest_fen: Fen, revenue_max: Fen) -> Check:
    """Sales of the year before within the limit."""
    return at_most(revenue_latest_fen, revenue_max)


@rule("资产总额不超过上限", "Assets within the limit", cites=ENTRY)
def assets_small(assets_latest_fen: Fen, assets_max: Fen) -> Check:
    """Assets of the year before within the limit."""
    return at_most(assets_latest_fen, assets_max)


@rule("属科技型中小微规模", "Within the size", cites=ENTRY)
def small_enough(staff_small: Condition, sales_small: Condition, assets_small: Condition) -> Condition:
    """Staff, sales and assets all within their limits."""
    return all_of(staff_small, sales_small, assets_small)


@rule("持有高新技术企业证书", "Certified high-tech", cites=TITLES)
def certified(hte_certified: Flag) -> Check:
    """It holds the certificate of a high-tech enterprise."""
    return holds(hte_certified)


@rule("高新技术企业证书在有效期内", "Certificate in force", cites=TITLES)
def certificate_in_force(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The certificate is valid on the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("有效期内国家高新技术企业", "Valid high-tech enterprise", cites=TITLES)
def high_tech(certified: Condition, certificate_in_force: Condition) -> Condition:
    """Certified, and the certificate is in force."""
    return all_of(certified, certificate_in_force)


@rule("纳入全国科技型中小企业信息库", "In the national base of tech SMEs", cites=TITLES)
def in_sme_base(tech_sme_registered: Flag) -> Check:
    """It stands in the national base of technology SMEs this year."""
    return holds(tech_sme_registered)


@rule("近三年大赛获奖", "Prize within three years", cites=TITLES)
def prize_counts(shenzhen_innovation_contest_won_on: Day, prize_years: Count, facts_as_of: Day) -> Check:
    """It won a prize in a contest that counts within three years."""
    return at_least(shenzhen_innovation_contest_won_on.plus_years(prize_years), facts_as_of)


@rule("研发费用占比达标", "R&D share reached", cites=RESEARCH)
def research_enough(rd_latest_fen: Fen, revenue_latest_fen: Fen, rd_share_min: Share) -> Check:
    """R&D over sales reaches the floor."""
    return share_at_least(rd_latest_fen, revenue_latest_fen, rd_share_min)


@rule("高新技术收入占比达标", "High-tech share reached", cites=RESEARCH)
def hightech_enough(hightech_latest_fen: Fen, revenue_latest_fen: Fen, hightech_share_min: Share) -> Check:
    """High-tech sales over sales reach the floor."""
    return share_at_least(hightech_latest_fen, revenue_latest_fen, hightech_share_min)


@rule("以研发项目入库", "Entered by its research", cites=RESEARCH)
def by_research(research_enough: Condition, hightech_enough: Condition) -> Condition:
    """R&D and high-tech sales both reach their floors."""
    return all_of(research_enough, hightech_enough)


@rule("具备资质或研发项目", "Has a title or research", cites=(TITLES, RESEARCH))
def qualified(
    high_tech: Condition, in_sme_base: Condition, prize_counts: Condition, by_research: Condition
) -> Condition:
    """One of the titles, or research of its own."""
    return any_of(high_tech, in_sme_base, prize_counts, by_research)


@rule("未列入科研诚信异常名录", "No research dishonesty", cites=RESEARCH)
def honest(on_research_dishonesty_list: Flag) -> Check:
    """It is not on the city's list of irregular research conduct."""
    return fails(on_research_dishonesty_list)


@rule("2020年办法有效", "The 2020 rule holds", cites="broadcast-2024#（3）")
def old_rule_in_force(old_rule_holds: Flag) -> Check:
    """The five years of the rule are not over."""
    return holds(old_rule_holds)


@rule("符合2020年办法的企业条件", "Admitted by the 2020 rule", cites=ENTRY)
def admitted_by_old_rule(
    old_rule_in_force: Condition, small_enough: Condition, qualified: Condition, honest: Condition
) -> Condition:
    """While the rule holds: size, title or research, and honest conduct."""
    return all_of(old_rule_in_force, small_enough, qualified, honest)


@rule("新办法覆盖该企业", "The successor covers the enterprise", cites="successor#第三条")
def successor_covers(successor_admits: Flag) -> Check:
    """Whether the successor covers the enterprise; not read."""
    return holds(successor_admits)


@rule("企业侧条件", "The enterprise's side", cites=ENTRY)
def firm(in_city: Condition, admitted_by_old_rule: Condition, successor_covers: Condition) -> Condition:
    """In the city, and admitted by the 2020 rule or its successor."""
    return all_of(in_city, any_of(admitted_by_old_rule, successor_covers))
