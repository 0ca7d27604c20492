"""The enterprise's side of Nanshan's help, and the cap of one firm in a year."""

from kejin.policy.dsl import (
    Check,
    Condition,
    Fen,
    Flag,
    Grain,
    all_of,
    at_most,
    fails,
    largest,
    latest,
    parent,
    rule,
    smallest,
    total_of,
)

MEASURES = "measures-2025#第七条（一）"

revenue_latest_fen = latest("revenue_fen", "上年度营业收入", "Revenue of the year before")
granted_of_year_fen = total_of(
    "granted_fen",
    "企业当年本次申报资助合计（未计上限）",
    "The firm's help claimed in the year, before the cap",
    of=Grain.LOAN,
    to=Grain.FILING,
    through=("enterprise_id", "loan_claim_year"),
)
year_of_member = parent(
    "in_district", "企业在本区", "Firm of the district", of=Grain.ENTERPRISE, to=Grain.FILING
)


@rule("属南山区企业", "Enterprise of Nanshan", cites="call-2023#三（一）1")
def in_district(in_nanshan: Condition) -> Condition:
    """Registered in Nanshan."""
    return all_of(in_nanshan)


@rule("未列入严重失信主体名单", "Not seriously dishonest", cites="call-2023#三（二）1")
def trustworthy(on_serious_dishonesty_list: Flag) -> Check:
    """It is not on the list of seriously dishonest subjects."""
    return fails(on_serious_dishonesty_list)


@rule("企业侧条件", "The enterprise's side", cites="call-2023#三")
def firm(in_district: Condition, trustworthy: Condition) -> Condition:
    """Registered in Nanshan and not seriously dishonest."""
    return all_of(in_district, trustworthy)


@rule("企业当年资助合计", "The firm's help of the year", cites=MEASURES, grain=Grain.FILING)
def firm_total_fen(ip_abs_help_received_fen: Fen, granted_of_year_fen: Fen) -> Fen:
    """What the firm received earlier in the year and what it claims now."""
    return ip_abs_help_received_fen + granted_of_year_fen


@rule("企业当年资助未超上限", "Firm within the cap", cites=MEASURES, grain=Grain.FILING)
def firm_cap_kept(firm_total_fen: Fen, firm_year_cap: Fen) -> Check:
    """The firm's help of the year stays within the cap; where it does not, the cap is paid."""
    return at_most(firm_total_fen, firm_year_cap)


@rule("企业当年在限内", "Firm's year within its cap", cites=MEASURES, grain=Grain.FILING)
def firm_year_kept(year_of_member: Condition, firm_cap_kept: Condition) -> Condition:
    """A firm of the district whose help of the year stays within the cap."""
    return all_of(year_of_member, firm_cap_kept)


@rule("企业当年可拨付资助", "Payable to the firm", cites=MEASURES, grain=Grain.FILING)
def firm_payable_fen(
    granted_of_year_fen: Fen, firm_year_cap: Fen, ip_abs_help_received_fen: Fen, nothing_fen: Fen
) -> Fen:
    """What is claimed, up to what the cap leaves after earlier payments of the year."""
    return smallest(granted_of_year_fen, largest(firm_year_cap - ip_abs_help_received_fen, nothing_fen))
