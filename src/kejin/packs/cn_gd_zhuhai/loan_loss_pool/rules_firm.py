"""The enterprise's side: a technology SME of Zhuhai; for the highest share, one that has had no loan yet."""

from kejin.policy.dsl import Check, Choice, Choices, Condition, Flag, all_of, holds, one_of, rule

PURPOSE = "zh-fund-2022#一、设立用途"


@rule("在珠海登记", "Registered in Zhuhai", cites=PURPOSE)
def in_city(city_code: Choice, home_city: Choices) -> Check:
    """The enterprise is registered in the city."""
    return one_of(city_code, home_city)


@rule("科技型中小企业", "Tech SME", cites=PURPOSE)
def tech_sme(tech_sme_registered: Flag) -> Check:
    """The enterprise is registered as a tech SME."""
    return holds(tech_sme_registered)


@rule("首次贷款的企业", "No loan yet", cites="zh-fund-2022#四、实施方式")
def no_loan_yet(first_loan_customer: Flag) -> Check:
    """A new loan would be its first."""
    return holds(first_loan_customer)


@rule("企业侧符合条件", "The enterprise's side holds", cites=PURPOSE)
def firm_eligible(in_city: Condition, tech_sme: Condition) -> Condition:
    """A technology SME of the city."""
    return all_of(in_city, tech_sme)


@rule(
    "企业侧符合首笔信贷条件",
    "The enterprise's side holds for a first loan",
    cites="zh-fund-2022#四、实施方式",
)
def firm_first_eligible(firm_eligible: Condition, no_loan_yet: Condition) -> Condition:
    """A technology SME of the city that has had no loan yet."""
    return all_of(firm_eligible, no_loan_yet)
