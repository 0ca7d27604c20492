"""Twenty rules over eighteen facts of a filing, made up to measure speed with; see policy.yaml.

They use what real packs use: shares by cross-multiplication, a share whose floor a table gives, counts, amounts, a
flag, points from three tables with a pass mark, a capped amount and a rounded one.
"""

# ruff: noqa: PLR0917 - a rule's arguments are its inputs; the engine passes them by name, as in kejin.packs.

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Grain,
    Points,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    at_least,
    at_least_so_many,
    at_most,
    holds,
    rule,
    share_above,
    share_at_least,
    share_at_most,
    smallest,
)

HERE = "demonstration#rules"


@rule("研发费用占比达标", "R&D share reached", cites=HERE, grain=Grain.FILING)
def rd_share_met(rd_expense_fen: Fen, revenue_fen: Fen, rd_floor: Share) -> Check:
    """R&D over revenue reaches the floor of the revenue tier."""
    return share_at_least(rd_expense_fen, revenue_fen, rd_floor)


@rule("境内研发占比达标", "Domestic R&D share reached", cites=HERE, grain=Grain.FILING)
def rd_domestic_met(rd_expense_domestic_fen: Fen, rd_expense_fen: Fen, rd_domestic_share: Share) -> Check:
    """Domestic R&D over all R&D reaches the floor."""
    return share_at_least(rd_expense_domestic_fen, rd_expense_fen, rd_domestic_share)


@rule("高新收入占比达标", "High-tech income share reached", cites=HERE, grain=Grain.FILING)
def hightech_share_met(hightech_income_fen: Fen, income_total_fen: Fen, hightech_share: Share) -> Check:
    """High-tech income over all income reaches the floor."""
    return share_at_least(hightech_income_fen, income_total_fen, hightech_share)


@rule("科技人员占比达标", "Technical staff share reached", cites=HERE, grain=Grain.FILING)
def tech_staff_met(tech_staff_count: Count, staff_count: Count, tech_staff_share: Share) -> Check:
    """Technical staff over staff reaches the floor."""
    return share_at_least(tech_staff_count, staff_count, tech_staff_share)


@rule("研发人员占比达标", "R&D staff share reached", cites=HERE, grain=Grain.FILING)
def rd_staff_met(rd_staff_count: Count, staff_count: Count, rd_staff_share: Share) -> Check:
    """R&D staff over staff reaches the floor."""
    return share_at_least(rd_staff_count, staff_count, rd_staff_share)


@rule("资产负债率受控", "Debt held", cites=HERE, grain=Grain.FILING)
def debt_held(total_liabilities_fen: Fen, total_assets_fen: Fen, debt_share: Share) -> Check:
    """Liabilities over assets stay within the ceiling."""
    return share_at_most(total_liabilities_fen, total_assets_fen, debt_share)


@rule("净利率达标", "Net profit share passed", cites=HERE, grain=Grain.FILING)
def profit_share_passed(net_profit_fen: Fen, revenue_fen: Fen, profit_share: Share) -> Check:
    """Net profit over revenue passes the floor."""
    return share_above(net_profit_fen, revenue_fen, profit_share)


@rule("职工人数在限内", "Staff within the limit", cites=HERE, grain=Grain.FILING)
def staff_within(staff_count: Count, staff_max: Count) -> Check:
    """Staff stays within the limit."""
    return at_most(staff_count, staff_max)


@rule("营业收入在限内", "Revenue within the limit", cites=HERE, grain=Grain.FILING)
def revenue_within(revenue_fen: Fen, revenue_max_fen: Fen) -> Check:
    """Revenue stays within the limit."""
    return at_most(revenue_fen, revenue_max_fen)


@rule("资产总额在限内", "Assets within the limit", cites=HERE, grain=Grain.FILING)
def assets_within(total_assets_fen: Fen, assets_max_fen: Fen) -> Check:
    """Assets stay within the limit."""
    return at_most(total_assets_fen, assets_max_fen)


@rule("纳税额达标", "Tax reached", cites=HERE, grain=Grain.FILING)
def tax_reached(tax_paid_fen: Fen, tax_min_fen: Fen) -> Check:
    """Tax paid reaches the least amount."""
    return at_least(tax_paid_fen, tax_min_fen)


@rule("发明专利申请达标", "Inventions reached", cites=HERE, grain=Grain.FILING)
def inventions_reached(invention_application_count: Count, inventions_min: Count) -> Check:
    """Invention applications reach the least number."""
    return at_least(invention_application_count, inventions_min)


@rule("账目经审计", "Accounts audited", cites=HERE, grain=Grain.FILING)
def audited(accounts_audited: Flag) -> Check:
    """The accounts of the year were audited."""
    return holds(accounts_audited)


@rule("规模不大", "Small enough", cites=HERE, grain=Grain.FILING)
def small_enough(
    size_tests_needed: Count, staff_within: Condition, revenue_within: Condition, assets_within: Condition
) -> Condition:
    """So many of the three size tests are met."""
    return at_least_so_many(size_tests_needed, staff_within, revenue_within, assets_within)


@rule("有实绩", "Has something to show", cites=HERE, grain=Grain.FILING)
def has_results(
    tax_reached: Condition, inventions_reached: Condition, profit_share_passed: Condition
) -> Condition:
    """Tax, inventions or profit."""
    return any_of(tax_reached, inventions_reached, profit_share_passed)


@rule("评分", "Score", cites=HERE, grain=Grain.FILING)
def score(conversion_points: Points, contract_points: Points, project_points: Points) -> Points:
    """The points of the three tables."""
    return conversion_points + contract_points + project_points


@rule("评分达标", "Score reached", cites=HERE, grain=Grain.FILING)
def score_reached(score: Points, pass_mark: Points) -> Check:
    """The score reaches the pass mark."""
    return at_least(score, pass_mark)


@rule("计入利息", "Interest that counts", cites=HERE, grain=Grain.FILING)
def covered_interest_fen(interest_expense_fen: Fen, interest_cap_fen: Fen) -> Fen:
    """Interest, up to the most that counts."""
    return smallest(interest_expense_fen, interest_cap_fen)


@rule(
    "补偿金额",
    "Compensation",
    cites=HERE,
    grain=Grain.FILING,
    rounds=Rounded(Rounding.HALF_UP, cites=HERE),
)
def compensation_fen(covered_interest_fen: Fen, coverage: Share) -> Product:
    """Interest that counts times the coverage of the staff tier."""
    return covered_interest_fen * coverage


@rule("符合全部条件", "Meets all conditions", cites=HERE, grain=Grain.FILING)
def qualifies(
    rd_share_met: Condition,
    rd_domestic_met: Condition,
    hightech_share_met: Condition,
    tech_staff_met: Condition,
    rd_staff_met: Condition,
    debt_held: Condition,
    audited: Condition,
    small_enough: Condition,
    has_results: Condition,
    score_reached: Condition,
) -> Condition:
    """All of them."""
    return all_of(
        rd_share_met,
        rd_domestic_met,
        hightech_share_met,
        tech_staff_met,
        rd_staff_met,
        debt_held,
        audited,
        small_enough,
        has_results,
        score_reached,
    )
