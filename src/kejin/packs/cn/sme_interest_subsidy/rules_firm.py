"""The enterprise's side of the central SME interest subsidy, and the caps of one firm."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Count,
    Day,
    Fen,
    Flag,
    Grain,
    all_of,
    at_least,
    at_most,
    below,
    holds,
    largest,
    rule,
    smallest,
    total_of,
)

OBJECT = "notice-2026#适用对象"
CAPS = "notice-2026#贴息标准"
BY_CLAIM = ("enterprise_id", "loan_claim_year")

granted_of_year_fen = total_of(
    "granted_subsidy_fen",
    "企业当年本次申报贴息合计（未计上限）",
    "The firm's subsidy claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)
principal_of_year_fen = total_of(
    "granted_principal_fen",
    "企业当年申报贴息的贷款本金合计",
    "Principal of the firm's loans claimed for in the year",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=BY_CLAIM,
)


@rule("属民营企业", "Private enterprise", cites=OBJECT)
def firm_private(private_enterprise: Flag) -> Check:
    """Neither the State nor foreign capital controls it, as stated."""
    return holds(private_enterprise)


@rule("属支持领域", "In a supported field", cites="notice-2026#投向领域")
def firm_in_field(in_sme_subsidy_field: Flag) -> Check:
    """A key chain or its neighbours, producer services, farming, or an emerging field of the notice."""
    return holds(in_sme_subsidy_field)


@rule("属支持领域的中小微民营企业", "Private SME of a supported field", cites=OBJECT)
def firm_qualifies(firm_private: Condition, is_sme: Condition, firm_in_field: Condition) -> Condition:
    """Private, micro to medium by the national standard, and in a supported field."""
    return all_of(firm_private, is_sme, firm_in_field)


@rule("政策已开始", "Policy has begun", cites=CAPS)
def policy_begun(facts_as_of: Day, drawn_from: Day) -> Check:
    """Loans made on the day as of which facts count are not too early."""
    return at_least(facts_as_of, drawn_from)


@rule("政策仍在实施期", "Policy still runs", cites="notice-2026#实施期限")
def policy_running(facts_as_of: Day, drawn_from: Day, policy_years: Count) -> Check:
    """Loans made on the day as of which facts count are not too late."""
    return below(facts_as_of, drawn_from.plus_years(policy_years))


@rule("企业侧条件", "The enterprise's side", cites=OBJECT)
def firm(firm_qualifies: Condition, policy_begun: Condition, policy_running: Condition) -> Condition:
    """A new loan to this enterprise could earn the subsidy."""
    return all_of(firm_qualifies, policy_begun, policy_running)


@rule("单户累计贴息未超上限", "Firm within the cap", cites="xinhua-2026#核心内容", grain=Grain.FILING)
def firm_cap_kept(total_subsidy_fen: Fen, firm_cap: Fen) -> Check:
    """All subsidy of the firm, earlier years included, stays within the cap; where it does not, the cap is paid."""
    return at_most(total_subsidy_fen, firm_cap)


@rule("单户累计贴息", "The firm's subsidy in all", cites="xinhua-2026#核心内容", grain=Grain.FILING)
def total_subsidy_fen(central_sme_subsidy_received_fen: Fen, granted_of_year_fen: Fen) -> Fen:
    """What the firm received before and what it claims now."""
    return central_sme_subsidy_received_fen + granted_of_year_fen


@rule("单户贴息贷款规模未超上限", "Firm's loans within the ceiling", cites=CAPS, grain=Grain.FILING)
def principal_kept(principal_of_year_fen: Fen, loan_max: Fen) -> Check:
    """The loans for which the firm claims in the year stay within the ceiling of one firm."""
    return at_most(principal_of_year_fen, loan_max)


@rule("未超单户上限", "Within the caps of one firm", cites=CAPS, grain=Grain.FILING)
def firm_within_caps(firm_cap_kept: Condition, principal_kept: Condition) -> Condition:
    """Both the subsidy and the loans of the firm stay within their caps."""
    return all_of(firm_cap_kept, principal_kept)


@rule("企业可拨付贴息", "Payable to the firm", cites="xinhua-2026#核心内容", grain=Grain.FILING)
def firm_payable_fen(
    granted_of_year_fen: Fen, firm_cap: Fen, central_sme_subsidy_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments."""
    return smallest(granted_of_year_fen, largest(firm_cap - central_sme_subsidy_received_fen, nothing_fen))
