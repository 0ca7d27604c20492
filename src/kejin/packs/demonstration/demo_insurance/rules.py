"""Covers of the demonstration insurer and its co-insurance pool. Every figure is invented.

The amount quoted is the cover, the rate the yearly premium.
"""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Fen,
    Flag,
    Product,
    Quotient,
    Rounded,
    Rounding,
    Share,
    all_of,
    at_least,
    fails,
    holds,
    latest,
    rule,
    share_of,
    smallest,
)

CREDIT = "demonstration-insurance#贷款保证保险"
PATENT = "demonstration-insurance#专利保险"
POOL = "demonstration-insurance#科技保险共保体"
FIRST_SET = "demonstration-insurance#首台（套）综合保险"
DOWN = Rounded(Rounding.FLOOR, cites="demonstration-insurance#通则")

revenue_latest_fen = latest("revenue_fen", "最近一年营业收入", "Revenue of the latest year")
rd_latest_fen = latest("rd_expense_fen", "最近一年研发费用", "R&D expense of the latest year")


@rule("未列入失信名单", "Not on a list of dishonesty", cites="demonstration-insurance#通则")
def honest(on_dishonest_list: Flag) -> Check:
    """Nobody on a list of dishonesty is insured."""
    return fails(on_dishonest_list)


@rule("营业收入达标", "Enough revenue", cites=CREDIT)
def credit_revenue_reached(revenue_latest_fen: Fen, credit_revenue_min: Fen) -> Check:
    """The latest year's revenue reaches the line."""
    return at_least(revenue_latest_fen, credit_revenue_min)


@rule("可投保贷款保证保险", "Loan insurance open", cites=CREDIT)
def credit_insurance_open(honest: Condition, credit_revenue_reached: Condition) -> Condition:
    """In good standing, with revenue."""
    return all_of(honest, credit_revenue_reached)


@rule("贷款保证保险营业收入份额", "Share of revenue", cites=CREDIT, rounds=DOWN)
def credit_part_fen(revenue_latest_fen: Fen, credit_share: Share) -> Product:
    """The share of the year's revenue."""
    return revenue_latest_fen * credit_share


@rule("贷款保证保险金额", "Cover of the loan insurance", cites=CREDIT)
def credit_cover_fen(credit_part_fen: Fen, credit_max: Fen) -> Fen:
    """The share of revenue, up to the largest cover."""
    return smallest(credit_part_fen, credit_max)


@rule("发明专利件数达标", "Enough inventions", cites=PATENT)
def patents_held(invention_patent_count: Count, patent_min: Count) -> Check:
    """It holds at least the least number of inventions."""
    return at_least(invention_patent_count, patent_min)


@rule("可投保专利保险", "Patent insurance open", cites=PATENT)
def patent_insurance_open(honest: Condition, patents_held: Condition) -> Condition:
    """In good standing, with an invention."""
    return all_of(honest, patents_held)


@rule("发明专利件数", "Inventions as a multiple", cites=PATENT, rounds=DOWN)
def patents(invention_patent_count: Count, one_right: Count) -> Quotient:
    """The number of inventions as a multiple of one."""
    return share_of(invention_patent_count, one_right)


@rule("按件计算的保险金额", "Cover by patents", cites=PATENT, rounds=DOWN)
def patent_part_fen(patent_cover: Fen, patents: Share) -> Product:
    """So much for each invention."""
    return patent_cover * patents


@rule("专利保险金额", "Cover of the patent insurance", cites=PATENT)
def patent_cover_fen(patent_part_fen: Fen, patent_max: Fen) -> Fen:
    """By patents, up to the largest cover."""
    return smallest(patent_part_fen, patent_max)


@rule("研发费用达标", "Enough R&D", cites=POOL)
def pool_rd_reached(rd_latest_fen: Fen, pool_rd_min: Fen) -> Check:
    """The latest year's R&D reaches the line."""
    return at_least(rd_latest_fen, pool_rd_min)


@rule("可投保科技保险共保体产品", "Cover of the pool open", cites=POOL)
def rd_pool_insurance_open(honest: Condition, pool_rd_reached: Condition) -> Condition:
    """In good standing, with enough R&D."""
    return all_of(honest, pool_rd_reached)


@rule("研发费用份额", "Share of R&D", cites=POOL, rounds=DOWN)
def pool_part_fen(rd_latest_fen: Fen, pool_cover_share: Share) -> Product:
    """The share of the year's R&D."""
    return rd_latest_fen * pool_cover_share


@rule("共保体保险金额", "Cover of the pool", cites=POOL)
def pool_cover_fen(pool_part_fen: Fen, pool_cover_max: Fen) -> Fen:
    """The share of R&D, up to the largest cover."""
    return smallest(pool_part_fen, pool_cover_max)


@rule("生产目录内产品", "Makes a product of the catalogue", cites=FIRST_SET)
def first_set_maker(first_set_product_in_catalogue: Flag) -> Check:
    """It makes a first-set or first-batch product of the catalogue."""
    return holds(first_set_product_in_catalogue)


@rule("合同金额达标", "Contract large enough", cites=FIRST_SET)
def first_set_contract_reached(first_set_contract_fen: Fen, first_set_min: Fen) -> Check:
    """The contract to insure reaches the line."""
    return at_least(first_set_contract_fen, first_set_min)


@rule("可投保首台（套）综合保险", "First-set insurance open", cites=FIRST_SET)
def first_set_insurance_open(
    honest: Condition, first_set_maker: Condition, first_set_contract_reached: Condition
) -> Condition:
    """A maker of such a product, with a contract to insure."""
    return all_of(honest, first_set_maker, first_set_contract_reached)


@rule("首台（套）保险金额", "Cover of the first-set insurance", cites=FIRST_SET)
def first_set_cover_fen(first_set_contract_fen: Fen, first_set_max: Fen) -> Fen:
    """The contract, up to the largest cover."""
    return smallest(first_set_contract_fen, first_set_max)
