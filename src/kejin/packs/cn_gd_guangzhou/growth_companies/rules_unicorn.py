"""Unicorn and potential unicorn: age, outside equity, not listed, valuation in renminbi or in dollars.

A valuation is agreed in one currency. Whichever is stated decides; only with neither stated is the answer open.
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
    USCents,
    all_of,
    any_of,
    at_least,
    fails,
    holds,
    known,
    not_,
    one_of,
    rule,
)

APPLY = "huangpu-unicorn-2022#二"
UNICORN = "huangpu-unicorn-2022#三（一）"
POTENTIAL = "huangpu-unicorn-2022#三（二）"


@rule("属于战略性新兴产业", "In a strategic emerging industry", cites=f"{APPLY}（二）")
def emerging_industry(in_strategic_emerging: Flag) -> Check:
    """Its industry is a strategic emerging one."""
    return holds(in_strategic_emerging)


@rule("近三年科技计划无不良信用", "Clean record in science programmes", cites=f"{APPLY}（三）")
def clean_science_record(bad_science_credit_record_3y: Flag) -> Check:
    """No bad credit record from science projects within three years."""
    return fails(bad_science_credit_record_3y)


@rule("公共信用评价等级达标", "Public credit grade reached", cites=f"{APPLY}（四）")
def credit_grade_met(public_credit_grade: Choice, credit_grades: Choices) -> Check:
    """Its public credit grade is A or B."""
    return one_of(public_credit_grade, credit_grades)


@rule("获得过股权投资", "Received outside equity", cites=(f"{UNICORN}2", f"{POTENTIAL}2"))
def equity_received(equity_investment_received: Flag) -> Check:
    """It has taken in equity from outside."""
    return holds(equity_investment_received)


@rule("尚未上市", "Not listed", cites=(f"{UNICORN}2", f"{POTENTIAL}2"))
def unlisted(is_listed: Flag) -> Check:
    """It is not listed; quotation on NEEQ does not count as listing."""
    return fails(is_listed)


@rule("独角兽企业申请条件", "Conditions of application", cites=APPLY)
def may_apply(
    in_huangpu: Condition,
    emerging_industry: Condition,
    clean_science_record: Condition,
    credit_grade_met: Condition,
    equity_received: Condition,
    unlisted: Condition,
) -> Condition:
    """What a unicorn and a potential unicorn have in common."""
    return all_of(
        in_huangpu, emerging_industry, clean_science_record, credit_grade_met, equity_received, unlisted
    )


@rule("估值以人民币填报", "Valuation stated in renminbi", cites="kejin-conventions#估值")
def value_cny_stated(company_valuation_fen: Fen) -> Check:
    """A valuation in renminbi is known."""
    return known(company_valuation_fen)


@rule("估值以美元填报", "Valuation stated in dollars", cites="kejin-conventions#估值")
def value_usd_stated(company_valuation_usd_cents: USCents) -> Check:
    """A valuation in US dollars is known."""
    return known(company_valuation_usd_cents)


@rule("估值达60亿元", "Valuation of CNY 6bn", cites=f"{UNICORN}3")
def unicorn_value_cny_met(company_valuation_fen: Fen, unicorn_value_cny: Fen) -> Check:
    """The valuation in renminbi reaches the line of a unicorn."""
    return at_least(company_valuation_fen, unicorn_value_cny)


@rule("估值达10亿美元", "Valuation of USD 1bn", cites=f"{UNICORN}3")
def unicorn_value_usd_met(company_valuation_usd_cents: USCents, unicorn_value_usd: USCents) -> Check:
    """The valuation in dollars reaches the line of a unicorn."""
    return at_least(company_valuation_usd_cents, unicorn_value_usd)


@rule("独角兽：估值达标", "Unicorn: valuation reached", cites=(f"{UNICORN}3", "kejin-conventions#估值"))
def unicorn_value_met(
    value_cny_stated: Condition,
    value_usd_stated: Condition,
    unicorn_value_cny_met: Condition,
    unicorn_value_usd_met: Condition,
) -> Condition:
    """In the currency in which it is stated."""
    return any_of(
        all_of(value_usd_stated, unicorn_value_usd_met),
        all_of(any_of(value_cny_stated, not_(value_usd_stated)), unicorn_value_cny_met),
    )


@rule("独角兽：成立年限", "Unicorn: age", cites=f"{UNICORN}1")
def unicorn_age_met(founded_on: Day, unicorn_years: Count, facts_as_of: Day) -> Check:
    """Ten years from founding have not passed."""
    return at_least(founded_on.plus_years(unicorn_years), facts_as_of)


@rule("符合独角兽企业认定标准", "Meets the standard of a unicorn", cites=UNICORN)
def unicorn(may_apply: Condition, unicorn_age_met: Condition, unicorn_value_met: Condition) -> Condition:
    """May apply, is young enough and valued highly enough."""
    return all_of(may_apply, unicorn_age_met, unicorn_value_met)


@rule("已认定独角兽企业", "Recognised unicorn", cites=UNICORN)
def unicorn_held(unicorn_recognised: Flag) -> Check:
    """It stands on a list of unicorns in force."""
    return holds(unicorn_recognised)


@rule("估值达6亿元", "Valuation of CNY 600m", cites=f"{POTENTIAL}3")
def potential_value_cny_met(company_valuation_fen: Fen, potential_value_cny: Fen) -> Check:
    """The valuation in renminbi reaches the line of a potential unicorn."""
    return at_least(company_valuation_fen, potential_value_cny)


@rule("估值达1亿美元", "Valuation of USD 100m", cites=f"{POTENTIAL}3")
def potential_value_usd_met(company_valuation_usd_cents: USCents, potential_value_usd: USCents) -> Check:
    """The valuation in dollars reaches the line of a potential unicorn."""
    return at_least(company_valuation_usd_cents, potential_value_usd)


@rule(
    "潜在独角兽：估值达标",
    "Potential unicorn: valuation reached",
    cites=(f"{POTENTIAL}3", "kejin-conventions#估值"),
)
def potential_value_met(
    value_cny_stated: Condition,
    value_usd_stated: Condition,
    potential_value_cny_met: Condition,
    potential_value_usd_met: Condition,
) -> Condition:
    """In the currency in which it is stated."""
    return any_of(
        all_of(value_usd_stated, potential_value_usd_met),
        all_of(any_of(value_cny_stated, not_(value_usd_stated)), potential_value_cny_met),
    )


@rule("潜在独角兽：成立年限", "Potential unicorn: age", cites=f"{POTENTIAL}1")
def potential_age_met(founded_on: Day, potential_years: Count, facts_as_of: Day) -> Check:
    """Five years from founding have not passed."""
    return at_least(founded_on.plus_years(potential_years), facts_as_of)


@rule("符合潜在独角兽企业认定标准", "Meets the standard of a potential unicorn", cites=POTENTIAL)
def potential_unicorn(
    may_apply: Condition, potential_age_met: Condition, potential_value_met: Condition
) -> Condition:
    """May apply, is young enough and valued highly enough."""
    return all_of(may_apply, potential_age_met, potential_value_met)
