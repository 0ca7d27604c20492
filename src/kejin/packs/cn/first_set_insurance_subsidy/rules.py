"""Premium subsidy for first-set equipment and first-batch materials: which contract, which premium, how much.

The law date tells the two schemes apart: up to 2024-05-23 the premium that counts is capped by a rate and, for
materials, by a limit; from 2024-05-24 it is the premium paid, and the product has to be qualified first.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    Product,
    Rounded,
    Rounding,
    Share,
    all_of,
    any_of,
    below,
    holds,
    not_,
    one_of,
    only_if,
    rule,
    smallest,
)

OLD = "materials-2017#责任限额"
NEW = "securities-2025#全文"
LAST_OLD_DAY = "2024-05-23"
FIRST_NEW_DAY = "2024-05-24"
MONEY = Rounded(Rounding.HALF_UP, cites="kejin-conventions#金额")


@rule("属可补险种", "Kind of insurance earns it", cites="opinion-2024#总体要求", grain=Grain.INSURANCE)
def kind_fits(insurance_kind: Choice, covered_kinds: Choices) -> Check:
    """Comprehensive insurance of first-set equipment or first-batch materials."""
    return one_of(insurance_kind, covered_kinds)


@rule("属新材料", "A material", cites="materials-2017#试点对象", grain=Grain.INSURANCE)
def is_material(insurance_kind: Choice, material_kinds: Choices) -> Check:
    """The insured product is a first-batch material."""
    return one_of(insurance_kind, material_kinds)


@rule("产品在目录内", "Product in the catalogue", cites="notice-2025#一", grain=Grain.INSURANCE)
def product_listed(insurance_product_in_catalogue: Flag) -> Check:
    """The insured product stands in the catalogue."""
    return holds(insurance_product_in_catalogue)


@rule("由名单内机构承保", "Insurer of the scheme", cites="materials-2017#承保机构", grain=Grain.INSURANCE)
def insurer_takes_part(insurance_insurer_in_scheme: Flag) -> Check:
    """The insurer is one of those named for the scheme."""
    return holds(insurance_insurer_in_scheme)


@rule("产品通过资格审定", "Product qualified", cites=NEW, grain=Grain.INSURANCE)
def product_passed(insurance_product_qualified: Flag) -> Check:
    """The product was qualified before the claim."""
    return holds(insurance_product_qualified)


@rule("未超补贴年数", "Within the years", cites="materials-2017#补贴时间", grain=Grain.INSURANCE)
def within_years(insurance_to: Day, insurance_subsidised_from: Day, material_years: Count) -> Check:
    """Cover ends before the third anniversary of the first subsidised day."""
    return below(insurance_to, insurance_subsidised_from.plus_years(material_years))


@rule("新材料未超年数", "Materials within the years", cites="materials-2017#补贴时间", grain=Grain.INSURANCE)
def years_respected(is_material: Condition, within_years: Condition) -> Condition:
    """Not a material, or within its years."""
    return any_of(not_(is_material), within_years)


@rule(
    "可获保费补贴",
    "Earns the subsidy",
    cites=OLD,
    grain=Grain.INSURANCE,
    leaf="claimable",
    until=LAST_OLD_DAY,
)
def claimable_before_2024(
    kind_fits: Condition,
    product_listed: Condition,
    insurer_takes_part: Condition,
    years_respected: Condition,
) -> Condition:
    """Kind, catalogue, insurer and years."""
    return all_of(kind_fits, product_listed, insurer_takes_part, years_respected)


@rule(
    "可获保费补助",
    "Earns the subsidy",
    cites=NEW,
    grain=Grain.INSURANCE,
    leaf="claimable",
    since=FIRST_NEW_DAY,
)
def claimable_now(kind_fits: Condition, product_listed: Condition, product_passed: Condition) -> Condition:
    """Kind, catalogue and qualification."""
    return all_of(kind_fits, product_listed, product_passed)


@rule("合同金额的倍数", "Multiple of the contract", cites=OLD, grain=Grain.INSURANCE, rounds=MONEY)
def contract_multiple_fen(insurance_contract_value_fen: Fen, limit_multiple: Share) -> Product:
    """Five times the value of the sale."""
    return insurance_contract_value_fen * limit_multiple


@rule("新材料可补限额", "Limit of a material that counts", cites=OLD, grain=Grain.INSURANCE)
def material_limit_fen(insurance_liability_limit_fen: Fen, contract_multiple_fen: Fen, limit_max: Fen) -> Fen:
    """The limit insured, at most the multiple of the contract and the highest limit."""
    return smallest(insurance_liability_limit_fen, contract_multiple_fen, limit_max)


@rule("可补责任限额", "Limit that counts", cites=OLD, grain=Grain.INSURANCE)
def counted_limit_fen(
    is_material: Condition, material_limit_fen: Fen, insurance_liability_limit_fen: Fen
) -> Fen:
    """For materials the capped limit, for equipment the limit insured."""
    return only_if(is_material, material_limit_fen) + only_if(
        not_(is_material), insurance_liability_limit_fen
    )


@rule("按费率上限的保费", "Premium at the highest rate", cites=OLD, grain=Grain.INSURANCE, rounds=MONEY)
def premium_at_cap_fen(counted_limit_fen: Fen, rate_cap: Share) -> Product:
    """The highest rate on the limit that counts."""
    return counted_limit_fen * rate_cap


@rule(
    "计入的保费",
    "Premium that counts",
    cites=OLD,
    grain=Grain.INSURANCE,
    leaf="counted_premium_fen",
    until=LAST_OLD_DAY,
)
def counted_before_2024(insurance_premium_paid_fen: Fen, premium_at_cap_fen: Fen) -> Fen:
    """The premium paid, at most the premium at the highest rate."""
    return smallest(insurance_premium_paid_fen, premium_at_cap_fen)


@rule(
    "计入的保费",
    "Premium that counts",
    cites=NEW,
    grain=Grain.INSURANCE,
    leaf="counted_premium_fen",
    since=FIRST_NEW_DAY,
)
def counted_now(insurance_premium_paid_fen: Fen) -> Fen:
    """The premium actually paid; whether a highest rate still holds was not read."""
    return insurance_premium_paid_fen


@rule("按比例的补助", "Share of the premium", cites=NEW, grain=Grain.INSURANCE, rounds=MONEY)
def share_of_premium_fen(counted_premium_fen: Fen, premium_share: Share) -> Product:
    """The share of the premium that counts."""
    return counted_premium_fen * premium_share


@rule("最高可获补助", "Subsidy at most", cites=NEW, grain=Grain.INSURANCE)
def subsidy_most_fen(claimable: Condition, share_of_premium_fen: Fen) -> Fen:
    """What the contract earns at most, nothing where it earns none."""
    return only_if(claimable, share_of_premium_fen)


@rule("生产目录内产品", "Makes a listed product", cites="notice-2025#一")
def makes_listed_product(first_set_product_in_catalogue: Flag) -> Check:
    """It makes equipment or material of the catalogue in force."""
    return holds(first_set_product_in_catalogue)


@rule("已通过资格审定", "Qualified", cites=NEW)
def qualified(first_set_qualified: Flag) -> Check:
    """Enterprise and product have passed the qualification."""
    return holds(first_set_qualified)


@rule("企业侧条件", "The enterprise's side", cites=OLD, leaf="firm", until=LAST_OLD_DAY)
def firm_before_2024(makes_listed_product: Condition) -> Condition:
    """It makes a listed product."""
    return all_of(makes_listed_product)


@rule("企业侧条件", "The enterprise's side", cites=NEW, leaf="firm", since=FIRST_NEW_DAY)
def firm_now(makes_listed_product: Condition, qualified: Condition) -> Condition:
    """It makes a listed product and has been qualified."""
    return all_of(makes_listed_product, qualified)
