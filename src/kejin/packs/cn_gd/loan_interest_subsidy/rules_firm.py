"""What the enterprise must be: registered in the province outside Shenzhen, a manufacturer or high-tech, one field."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Day,
    Flag,
    Grain,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    not_,
    one_of,
    parent,
    rule,
)

PARENT = "gd-parent-2025#贷款贴息"
OBJECT = "gd-rules-2025#贴息对象"
REPLY = "gdjr-reply-2025#答复"

firm_city = parent("city_code", "企业注册地", "City of the firm", of=Grain.ENTERPRISE, to=Grain.LOAN)
firm_manufactures = parent(
    "is_manufacturer", "企业属制造业", "Firm a manufacturer", of=Grain.ENTERPRISE, to=Grain.LOAN
)
firm_certified = parent(
    "hte_certified", "企业为高新技术企业", "Firm high-tech", of=Grain.ENTERPRISE, to=Grain.LOAN
)
firm_certified_until = parent(
    "hte_certified_until", "高企证书有效期至", "Certificate valid until", of=Grain.ENTERPRISE, to=Grain.LOAN
)
firm_encouraged = parent(
    "main_business_encouraged",
    "主营业务属鼓励类",
    "Main business encouraged",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)
firm_field = parent(
    "interest_subsidy_field", "选定的申请领域", "Field chosen", of=Grain.ENTERPRISE, to=Grain.LOAN
)
firm_dishonest = parent(
    "on_serious_dishonesty_list",
    "企业为严重失信主体",
    "Firm seriously dishonest",
    of=Grain.ENTERPRISE,
    to=Grain.LOAN,
)


@rule("在广东省内注册", "Registered in Guangdong", cites="gdjr-guide-2025#一（一）", grain=Grain.LOAN)
def registered_in_province(firm_city: Choice, province_cities: Choices) -> Check:
    """The enterprise is registered in a city of the province."""
    return one_of(firm_city, province_cities)


@rule("所在市另行制定政策", "City with a rule of its own", cites="gd-adviser-2025#重要提示", grain=Grain.LOAN)
def city_has_own_rule(firm_city: Choice, separate_cities: Choices) -> Check:
    """The enterprise is registered in Shenzhen, which has its own rule."""
    return one_of(firm_city, separate_cities)


@rule("未列入严重失信主体名单", "Not seriously dishonest", cites="gd-adviser-2025#重要提示", grain=Grain.LOAN)
def not_dishonest(firm_dishonest: Flag) -> Check:
    """The enterprise is not on the list of seriously dishonest subjects when it claims."""
    return fails(firm_dishonest)


@rule("企业可申请", "Firm may apply", cites="gdjr-guide-2025#一（一）", grain=Grain.LOAN)
def firm_admitted(
    registered_in_province: Condition, city_has_own_rule: Condition, not_dishonest: Condition
) -> Condition:
    """Registered in the province outside Shenzhen and not seriously dishonest."""
    return all_of(registered_in_province, not_(city_has_own_rule), not_dishonest)


@rule("属制造业企业", "Manufacturer", cites="gdjr-guide-2025#一（一）", grain=Grain.LOAN)
def manufacturer(firm_manufactures: Flag) -> Check:
    """The registered industry of the enterprise is in section C of GB/T 4754-2017."""
    return holds(firm_manufactures)


@rule("持有高新技术企业证书", "Certified high-tech", cites=OBJECT, grain=Grain.LOAN)
def certified(firm_certified: Flag) -> Check:
    """The enterprise holds the certificate of a high-tech enterprise."""
    return holds(firm_certified)


@rule("证书在有效期内", "Certificate in force", cites="gd-news-2026#高新技术企业", grain=Grain.LOAN)
def certificate_in_force(firm_certified_until: Day, facts_as_of: Day) -> Check:
    """The certificate is valid on the day as of which facts count, the day of applying."""
    return at_least(firm_certified_until, facts_as_of)


@rule("高新技术企业资格有效", "High-tech status valid", cites=OBJECT, grain=Grain.LOAN)
def high_tech(certified: Condition, certificate_in_force: Condition) -> Condition:
    """Certified, and the certificate is in force."""
    return all_of(certified, certificate_in_force)


@rule("选定制造业领域", "Manufacturing chosen", cites=PARENT, grain=Grain.LOAN)
def manufacturing_chosen(firm_field: Choice, manufacturing_fields: Choices) -> Check:
    """The enterprise applies as a manufacturer."""
    return one_of(firm_field, manufacturing_fields)


@rule("选定高新技术企业领域", "High-tech chosen", cites=PARENT, grain=Grain.LOAN)
def high_tech_chosen(firm_field: Choice, high_tech_fields: Choices) -> Check:
    """The enterprise applies as a high-tech enterprise."""
    return one_of(firm_field, high_tech_fields)


@rule("属固定资产贷款", "Fixed-asset loan", cites=REPLY, grain=Grain.LOAN)
def manufacturer_product(loan_product: Choice, manufacturer_products: Choices) -> Check:
    """A manufacturer's loan is a fixed-asset loan."""
    return one_of(loan_product, manufacturer_products)


@rule("投向广东省内", "Spent in Guangdong", cites=OBJECT, grain=Grain.LOAN)
def spent_in_province(loan_spent_in_guangdong: Flag) -> Check:
    """The money is spent within the province."""
    return holds(loan_spent_in_guangdong)


@rule("属固定资产或流动资金贷款", "Fixed-asset or working-capital loan", cites=REPLY, grain=Grain.LOAN)
def high_tech_product(loan_product: Choice, high_tech_products: Choices) -> Check:
    """A high-tech enterprise's loan is a fixed-asset or a working-capital loan."""
    return one_of(loan_product, high_tech_products)


@rule("主营业务属鼓励类", "Main business encouraged", cites=OBJECT, grain=Grain.LOAN)
def business_encouraged(firm_encouraged: Flag) -> Check:
    """The main business is in the encouraged part of the national catalogue."""
    return holds(firm_encouraged)


@rule("制造业路径", "As a manufacturer", cites=(OBJECT, REPLY), grain=Grain.LOAN)
def manufacturer_route(
    manufacturer: Condition,
    manufacturing_chosen: Condition,
    high_tech: Condition,
    manufacturer_product: Condition,
    spent_in_province: Condition,
) -> Condition:
    """A manufacturer with a fixed-asset loan; one that is high-tech too must have chosen this field."""
    return all_of(
        manufacturer, any_of(manufacturing_chosen, not_(high_tech)), manufacturer_product, spent_in_province
    )


@rule("高新技术企业路径", "As a high-tech enterprise", cites=(OBJECT, REPLY), grain=Grain.LOAN)
def high_tech_route(
    high_tech: Condition,
    high_tech_chosen: Condition,
    manufacturer: Condition,
    high_tech_product: Condition,
    business_encouraged: Condition,
) -> Condition:
    """A high-tech enterprise of an encouraged industry; one that manufactures too must have chosen this field."""
    return all_of(
        high_tech, any_of(high_tech_chosen, not_(manufacturer)), high_tech_product, business_encouraged
    )


@rule("符合一类企业的要求", "Meets the demands of one field", cites=PARENT, grain=Grain.LOAN)
def one_route(manufacturer_route: Condition, high_tech_route: Condition) -> Condition:
    """As a manufacturer or as a high-tech enterprise."""
    return any_of(manufacturer_route, high_tech_route)
