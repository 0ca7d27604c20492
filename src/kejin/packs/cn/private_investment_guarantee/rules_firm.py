"""What the enterprise must be: a private SME with a clean record, and room under its line."""

from kejin.policy.dsl import Check, Condition, Fen, Flag, all_of, at_most, below, fails, holds, rule

OBJECT = "zaker-2026#支持对象"
RECORD = "zaker-2026#中小微企业条件"
LINE = "lange-2026#提高授信担保额度"


@rule("民营企业", "Private enterprise", cites=OBJECT)
def private(private_enterprise: Flag) -> Check:
    """The investment is private because the enterprise is."""
    return holds(private_enterprise)


@rule("未列入异常或失信名单", "On no list of abnormality or dishonesty", cites=RECORD)
def not_listed_dishonest(on_dishonest_list: Flag) -> Check:
    """The enterprise stands on no list of abnormal operation or dishonesty."""
    return fails(on_dishonest_list)


@rule("产品服务不属禁限类", "Products not restricted", cites=RECORD)
def products_allowed(restricted_products: Flag) -> Check:
    """Its products or services are not prohibited, restricted or phased out."""
    return fails(restricted_products)


@rule("近三年无重大事故和偷漏税等行为", "No grave accident or tax evasion in three years", cites=RECORD)
def clean_three_years(incident_or_tax_evasion_three_years: Flag) -> Check:
    """No grave accident and no tax evasion or the like within three years."""
    return fails(incident_or_tax_evasion_three_years)


@rule("属支持对象", "Supported", cites=(OBJECT, RECORD))
def supported_firm(
    is_sme: Condition,
    private: Condition,
    not_listed_dishonest: Condition,
    products_allowed: Condition,
    clean_three_years: Condition,
) -> Condition:
    """A private SME on no list, with no restricted product and a clean record."""
    return all_of(is_sme, private, not_listed_dishonest, products_allowed, clean_three_years)


@rule("担保额度未超上限", "Within the line", cites=LINE)
def line_kept(private_plan_guaranteed_fen: Fen, firm_line_max: Fen) -> Check:
    """What is guaranteed for the firm under the plan does not pass the line."""
    return at_most(private_plan_guaranteed_fen, firm_line_max)


@rule("尚有担保额度", "Line not used up", cites=LINE)
def line_open(private_plan_guaranteed_fen: Fen, firm_line_max: Fen) -> Check:
    """A new loan has room under the line."""
    return below(private_plan_guaranteed_fen, firm_line_max)


@rule("剩余担保额度", "Room under the line", cites=LINE)
def firm_room_fen(firm_line_max: Fen, private_plan_guaranteed_fen: Fen) -> Fen:
    """What is left of the line; negative where it is passed."""
    return firm_line_max - private_plan_guaranteed_fen


@rule("企业侧符合条件", "The enterprise's side holds", cites=OBJECT)
def firm_eligible(supported_firm: Condition, line_open: Condition) -> Condition:
    """A supported enterprise with room under its line."""
    return all_of(supported_firm, line_open)
