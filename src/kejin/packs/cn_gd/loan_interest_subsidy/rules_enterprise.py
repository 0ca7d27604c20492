"""The enterprise's side for a new loan: as a manufacturer or as a high-tech enterprise, while loans are still drawn."""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Day,
    Flag,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    not_,
    one_of,
    rule,
)

PARENT = "gd-parent-2025#贷款贴息"
OBJECT = "gd-rules-2025#贴息对象"
GUIDE = "gdjr-guide-2025#一（一）"


@rule("企业在广东省内注册", "Enterprise registered in Guangdong", cites=GUIDE)
def enterprise_in_province(city_code: Choice, province_cities: Choices) -> Check:
    """The enterprise is registered in a city of the province."""
    return one_of(city_code, province_cities)


@rule(
    "企业所在市另行制定政策",
    "Enterprise in a city with a rule of its own",
    cites="gd-adviser-2025#重要提示",
)
def enterprise_city_separate(city_code: Choice, separate_cities: Choices) -> Check:
    """The enterprise is registered in Shenzhen, which has its own rule."""
    return one_of(city_code, separate_cities)


@rule("企业未列入严重失信主体名单", "Enterprise not seriously dishonest", cites="gd-adviser-2025#重要提示")
def enterprise_trustworthy(on_serious_dishonesty_list: Flag) -> Check:
    """The enterprise is not on the list of seriously dishonest subjects."""
    return fails(on_serious_dishonesty_list)


@rule("新放款不早于起始日", "New loans not too early", cites=OBJECT)
def drawing_begun(facts_as_of: Day, drawn_from: Day) -> Check:
    """A loan paid out on the day as of which facts count is not too early."""
    return at_least(facts_as_of, drawn_from)


@rule("新放款不晚于截止日", "New loans not too late", cites=OBJECT)
def drawing_open(facts_as_of: Day, drawn_until: Day) -> Check:
    """A loan paid out on the day as of which facts count is not too late."""
    return at_most(facts_as_of, drawn_until)


@rule("企业可申请新的贴息", "Enterprise may apply for a new loan", cites=GUIDE)
def enterprise_admitted(
    enterprise_in_province: Condition,
    enterprise_city_separate: Condition,
    enterprise_trustworthy: Condition,
    drawing_begun: Condition,
    drawing_open: Condition,
) -> Condition:
    """Registered in the province outside Shenzhen, not seriously dishonest, and loans still count."""
    return all_of(
        enterprise_in_province,
        not_(enterprise_city_separate),
        enterprise_trustworthy,
        drawing_begun,
        drawing_open,
    )


@rule("企业属制造业", "Enterprise a manufacturer", cites=GUIDE)
def enterprise_manufactures(is_manufacturer: Flag) -> Check:
    """The registered industry of the enterprise is in section C of GB/T 4754-2017."""
    return holds(is_manufacturer)


@rule("企业持有高新技术企业证书", "Enterprise certified high-tech", cites=OBJECT)
def enterprise_certified(hte_certified: Flag) -> Check:
    """The enterprise holds the certificate of a high-tech enterprise."""
    return holds(hte_certified)


@rule("企业证书在有效期内", "Enterprise's certificate in force", cites="gd-news-2026#高新技术企业")
def enterprise_certificate_in_force(hte_certified_until: Day, facts_as_of: Day) -> Check:
    """The certificate is valid on the day as of which facts count."""
    return at_least(hte_certified_until, facts_as_of)


@rule("企业高新技术资格有效", "Enterprise's high-tech status valid", cites=OBJECT)
def enterprise_high_tech(
    enterprise_certified: Condition, enterprise_certificate_in_force: Condition
) -> Condition:
    """Certified, and the certificate is in force."""
    return all_of(enterprise_certified, enterprise_certificate_in_force)


@rule("企业选定制造业领域", "Enterprise chose manufacturing", cites=PARENT)
def enterprise_chose_manufacturing(interest_subsidy_field: Choice, manufacturing_fields: Choices) -> Check:
    """The enterprise applies as a manufacturer."""
    return one_of(interest_subsidy_field, manufacturing_fields)


@rule("企业选定高新技术企业领域", "Enterprise chose high-tech", cites=PARENT)
def enterprise_chose_high_tech(interest_subsidy_field: Choice, high_tech_fields: Choices) -> Check:
    """The enterprise applies as a high-tech enterprise."""
    return one_of(interest_subsidy_field, high_tech_fields)


@rule("企业主营业务属鼓励类", "Enterprise's business encouraged", cites=OBJECT)
def enterprise_encouraged(main_business_encouraged: Flag) -> Check:
    """The main business is in the encouraged part of the national catalogue."""
    return holds(main_business_encouraged)


@rule("企业侧条件（制造业）", "The enterprise's side, as a manufacturer", cites=(OBJECT, PARENT))
def firm_manufacturer(
    enterprise_admitted: Condition,
    enterprise_manufactures: Condition,
    enterprise_chose_manufacturing: Condition,
    enterprise_high_tech: Condition,
) -> Condition:
    """A manufacturer; one that is high-tech too must have chosen this field."""
    return all_of(
        enterprise_admitted,
        enterprise_manufactures,
        any_of(enterprise_chose_manufacturing, not_(enterprise_high_tech)),
    )


@rule(
    "企业侧条件（高新技术企业）", "The enterprise's side, as a high-tech enterprise", cites=(OBJECT, PARENT)
)
def firm_high_tech(
    enterprise_admitted: Condition,
    enterprise_high_tech: Condition,
    enterprise_chose_high_tech: Condition,
    enterprise_manufactures: Condition,
    enterprise_encouraged: Condition,
) -> Condition:
    """A high-tech enterprise of an encouraged industry; one that manufactures too must have chosen this field."""
    return all_of(
        enterprise_admitted,
        enterprise_high_tech,
        any_of(enterprise_chose_high_tech, not_(enterprise_manufactures)),
        enterprise_encouraged,
    )
