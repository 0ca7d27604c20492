"""Patent pledges: can the pledge be registered, are the papers complete, does it exist, which firm has a fit patent.

Each ground of refusal is a rule of its own. `pledgeable` looks at the right alone; `registrable` adds the debt and
the contract. `rules_value.py` holds one bank's lending shares and the index of the national standard.
"""

from kejin.policy.dsl import (
    Check,
    Choice,
    Choices,
    Condition,
    Count,
    Day,
    Days,
    Flag,
    Grain,
    all_of,
    any_of,
    at_least,
    at_most,
    fails,
    holds,
    known,
    not_,
    one_of,
    rule,
    tally_of,
)

RIGHT = "cnipa-461#第三条"
FILES = "cnipa-461#第七条"
PATENT = Grain.PATENT

sure_count = tally_of(
    "surely_pledgeable", "确定可出质的专利件数", "Patents sure to be fit", of=PATENT, to=Grain.ENTERPRISE
)
pledgeable_count = tally_of(
    "pledgeable", "可出质的专利件数", "Patents fit to be pledged", of=PATENT, to=Grain.ENTERPRISE
)


def refusal(number: str) -> str:
    """The clause of one ground of refusal, as the guide numbers it."""
    return f"ip-centre#（三）{number}"


@rule("属专利权", "A patent", cites=RIGHT, grain=PATENT)
def is_patent(right_kind: Choice, patent_kinds: Choices) -> Check:
    """An invention patent, utility model or design."""
    return one_of(right_kind, patent_kinds)


@rule("出质人为登记的专利权人", "Pledgor the registered holder", cites=refusal("1"), grain=PATENT)
def held_by_pledgor(right_holder_registered: Flag) -> Check:
    """The pledgor stands in the register as holder on applying."""
    return holds(right_holder_registered)


@rule("已授权且未终止或无效", "Granted and in force", cites=(refusal("2"), refusal("3")), grain=PATENT)
def in_force(right_status: Choice, granted_statuses: Choices) -> Check:
    """The patent was granted and has neither ended nor been declared invalid."""
    return one_of(right_status, granted_statuses)


@rule("年费已缴纳", "Fee paid", cites=refusal("4"), grain=PATENT)
def fee_paid(right_fee_paid: Flag) -> Check:
    """The annual fee has been paid as required."""
    return holds(right_fee_paid)


@rule("未处于中止或保全", "Neither suspended nor frozen", cites=refusal("5"), grain=PATENT)
def not_frozen(right_frozen: Flag) -> Check:
    """No dispute on ownership has suspended it and no court has frozen it."""
    return fails(right_frozen)


@rule("债务期限不超过专利权有效期", "Debt no longer than the patent", cites=refusal("6"), grain=PATENT)
def debt_ends_first(right_secured_debt_due_on: Day, right_expires_on: Day) -> Check:
    """The secured debt has to be paid no later than the last day of the patent."""
    return at_most(right_secured_debt_due_on, right_expires_on)


@rule("质押合同内容符合要求", "Contract in order", cites=refusal("7"), grain=PATENT)
def contract_in_order(right_contract_conforms: Flag) -> Check:
    """The contract says what Article 8 asks for."""
    return holds(right_contract_conforms)


@rule("不是共有", "Not co-owned", cites=refusal("8"), grain=PATENT)
def sole_owner(right_co_owned: Flag) -> Check:
    """The patent has one owner."""
    return fails(right_co_owned)


@rule("共有人同意或另有约定", "Co-owners agree", cites=refusal("8"), grain=PATENT)
def co_owners_agree(right_co_owners_agree: Flag) -> Check:
    """All co-owners agree, or have agreed otherwise among themselves."""
    return holds(right_co_owners_agree)


@rule("共有情形无障碍", "Ownership no bar", cites=refusal("8"), grain=PATENT)
def ownership_clear(sole_owner: Condition, co_owners_agree: Condition) -> Condition:
    """One owner, or co-owners who agree."""
    return any_of(sole_owner, co_owners_agree)


@rule("未处于质押期间", "Not pledged already", cites=refusal("9"), grain=PATENT)
def not_pledged(right_pledged: Flag) -> Check:
    """No registered pledge stands on it."""
    return fails(right_pledged)


@rule("属实用新型", "A utility model", cites=refusal("10"), grain=PATENT)
def is_utility_model(right_kind: Choice, utility_kinds: Choices) -> Check:
    """The ground on filings of the same day is about utility models only."""
    return one_of(right_kind, utility_kinds)


@rule("没有同日申请发明", "No invention filed the same day", cites=refusal("10"), grain=PATENT)
def no_same_day_filing(right_same_day_invention: Flag) -> Check:
    """The same creation was not filed as an invention on the same day."""
    return fails(right_same_day_invention)


@rule("知悉同日申请仍继续办理", "Same-day filing accepted", cites=refusal("10"), grain=PATENT)
def same_day_accepted(right_same_day_accepted: Flag) -> Check:
    """The parties, told of it, declare that they go on."""
    return holds(right_same_day_accepted)


@rule("同日申请无障碍", "Same-day filing no bar", cites=refusal("10"), grain=PATENT)
def same_day_clear(
    is_utility_model: Condition, no_same_day_filing: Condition, same_day_accepted: Condition
) -> Condition:
    """Not a utility model, none filed, or accepted."""
    return any_of(not_(is_utility_model), no_same_day_filing, same_day_accepted)


@rule("未启动无效宣告程序", "No invalidation pending", cites=refusal("11"), grain=PATENT)
def no_invalidation(right_invalidation_pending: Flag) -> Check:
    """No invalidation proceedings have begun."""
    return fails(right_invalidation_pending)


@rule("知悉无效程序仍继续办理", "Invalidation accepted", cites=refusal("11"), grain=PATENT)
def invalidation_accepted(right_invalidation_accepted: Flag) -> Check:
    """The parties, told of the proceedings, declare that they go on."""
    return holds(right_invalidation_accepted)


@rule("无效程序无障碍", "Invalidation no bar", cites=refusal("11"), grain=PATENT)
def invalidation_clear(no_invalidation: Condition, invalidation_accepted: Condition) -> Condition:
    """None pending, or accepted."""
    return any_of(no_invalidation, invalidation_accepted)


@rule("权利本身可以出质", "Right fit to be pledged", cites="ip-centre#（三）", grain=PATENT)
def pledgeable(
    is_patent: Condition,
    held_by_pledgor: Condition,
    in_force: Condition,
    fee_paid: Condition,
    not_frozen: Condition,
    ownership_clear: Condition,
    not_pledged: Condition,
    same_day_clear: Condition,
    invalidation_clear: Condition,
) -> Condition:
    """None of the grounds that lie in the right itself."""
    return all_of(
        is_patent,
        held_by_pledgor,
        in_force,
        fee_paid,
        not_frozen,
        ownership_clear,
        not_pledged,
        same_day_clear,
        invalidation_clear,
    )


@rule("可办理质押登记", "Can be registered", cites="ip-centre#（三）", grain=PATENT)
def registrable(pledgeable: Condition, debt_ends_first: Condition, contract_in_order: Condition) -> Condition:
    """The right is fit, the debt ends first and the contract is in order."""
    return all_of(pledgeable, debt_ends_first, contract_in_order)


@rule("申请表共同签章", "Form signed by both", cites=FILES, grain=PATENT)
def form_signed(right_form_signed: Flag) -> Check:
    """Pledgor and pledgee both signed the application form."""
    return holds(right_form_signed)


@rule("已提交质押合同", "Contract handed in", cites=FILES, grain=PATENT)
def contract_filed(right_contract_filed: Flag) -> Check:
    """The pledge contract was handed in."""
    return holds(right_contract_filed)


@rule("已提交身份证明或承诺书", "Identity shown", cites=FILES, grain=PATENT)
def identity_filed(right_identity_filed: Flag) -> Check:
    """Proof of identity, or the declaration in its place, was handed in for both."""
    return holds(right_identity_filed)


@rule("未委托代理", "No agent", cites=FILES, grain=PATENT)
def no_agent(right_by_agent: Flag) -> Check:
    """The parties file themselves."""
    return fails(right_by_agent)


@rule("已提交委托书", "Power of attorney handed in", cites=FILES, grain=PATENT)
def proxy_filed(right_proxy_filed: Flag) -> Check:
    """The power of attorney was handed in."""
    return holds(right_proxy_filed)


@rule("未注明评估", "No valuation cited", cites=FILES, grain=PATENT)
def no_valuation_cited(right_valuation_cited: Flag) -> Check:
    """The application does not say that the patent was valued."""
    return fails(right_valuation_cited)


@rule("已提交评估报告", "Valuation report handed in", cites=FILES, grain=PATENT)
def valuation_filed(right_valuation_filed: Flag) -> Check:
    """The valuation report was handed in."""
    return holds(right_valuation_filed)


@rule("登记文件齐备", "Papers complete", cites=FILES, grain=PATENT)
def papers_complete(
    form_signed: Condition,
    contract_filed: Condition,
    identity_filed: Condition,
    no_agent: Condition,
    proxy_filed: Condition,
    no_valuation_cited: Condition,
    valuation_filed: Condition,
) -> Condition:
    """Form, contract, identity; the power of attorney with an agent, the report where a valuation is cited."""
    return all_of(
        form_signed,
        contract_filed,
        identity_filed,
        any_of(no_agent, proxy_filed),
        any_of(no_valuation_cited, valuation_filed),
    )


@rule("登记办理时限（工作日）", "Working days for registration", cites="ip-centre#（一）3", grain=PATENT)
def working_days(registration_days: Days) -> Days:
    """How long registration takes once the papers are in order."""
    return registration_days


@rule("质押登记日不晚于事实截至日", "Registered by the day of the facts", cites=RIGHT, grain=PATENT)
def registered_by_now(right_pledge_registered_on: Day, facts_as_of: Day) -> Check:
    """The patent office registered the pledge on or before the day as of which facts count."""
    return at_most(right_pledge_registered_on, facts_as_of)


@rule("质押未解除", "Pledge not released", cites=RIGHT, grain=PATENT)
def still_pledged(right_pledged: Flag) -> Check:
    """A registered pledge stands on the patent."""
    return holds(right_pledged)


@rule("质权已设立", "Pledge exists", cites=RIGHT, grain=PATENT)
def pledge_exists(still_pledged: Condition, registered_by_now: Condition) -> Condition:
    """The pledge exists from registration; a contract alone makes none."""
    return all_of(still_pledged, registered_by_now)


@rule("权利是否可出质已知", "Known whether it is fit", cites="kejin-conventions#企业侧", grain=PATENT)
def fitness_known(pledgeable: Condition) -> Condition:
    """It is known whether the right can be pledged."""
    return known(pledgeable)


@rule("确定可出质", "Sure to be fit", cites="kejin-conventions#企业侧", grain=PATENT)
def surely_pledgeable(fitness_known: Condition, pledgeable: Condition) -> Condition:
    """The right can be pledged, and that is known; a right that is open counts for nothing here."""
    return all_of(fitness_known, pledgeable)


@rule("确定有一件可出质", "One is sure", cites="ip-centre#（三）")
def one_is_sure(sure_count: Count, one_right: Count) -> Check:
    """At least one patent is sure to be fit."""
    return at_least(sure_count, one_right)


@rule("有一件可出质", "One is fit", cites="ip-centre#（三）")
def one_is_fit(pledgeable_count: Count, one_right: Count) -> Check:
    """At least one patent is fit; unknown while one of them is open."""
    return at_least(pledgeable_count, one_right)


@rule("至少一件专利可以出质", "At least one patent can be pledged", cites="ip-centre#（三）")
def firm_has_one(one_is_sure: Condition, one_is_fit: Condition) -> Condition:
    """One is sure, whatever the others; else it depends on those still open."""
    return any_of(one_is_sure, one_is_fit)
