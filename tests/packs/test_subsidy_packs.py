"""Slices, tiers, shares and caps of the subsidy packs written a second time, in exact fractions, against the engine."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Value, near, whole
from tests.packs.tapes import BORROWED, Row, Tape, half_up, rules_of, run, what_if

from kejin.facts import Grain
from kejin.packs import HOME
from kejin.policy import Dates, Overlay, PolicyStore

PPB = 10**9
YUAN = 100
NANSHAN = "cn_gd_shenzhen/nanshan_ip_securitisation_subsidy"
CENTRAL = "cn/sme_interest_subsidy"
SPECIALISED = "cn_gd/specialised_sme_interest_subsidy"
FEES = "cn_gd_shenzhen/fee_help"

# Many rows in one run: one example of Hypothesis is a whole table.
TABLES = settings(max_examples=20)


def rounded(share: Fraction) -> Fraction:
    """A share to parts per billion, a half upwards."""
    return Fraction(half_up(share * PPB), PPB)


def loans(rows: Sequence[Row], **always: Value) -> list[Row]:
    return [
        {"enterprise_id": "firm", "loan_id": f"loan-{place}", "loan_year": 2024, **always, **row}
        for place, row in enumerate(rows)
    ]


# Nanshan: slices of an issue, the cap by revenue, the cap of a year.

ISSUES = st.one_of(
    near(1000 * WAN, 5000 * WAN), st.integers(1, 3 * YI), st.integers(1, 5000).map(lambda n: n * WAN)
)
NANSHAN_LOAN: Row = {
    "loan_claim_year": 2025,
    "loan_ip_abs": True,
    "loan_settled": True,
    "loan_subsidised_from": date(2024, 1, 15),
    "loan_claim_to": date(2025, 1, 14),
}


def nanshan(
    law: date, rows: Sequence[Row], revenue: int, received: int | None = 0
) -> dict[str, dict[tuple[Value, ...], Row]]:
    firm: Row = {
        "enterprise_id": "firm",
        "city_code": "4403",
        "district_code": "440305",
        "on_serious_dishonesty_list": False,
    }
    filings: list[Row] = [
        {"enterprise_id": "firm", "year": 2024, "revenue_fen": revenue},
        {"enterprise_id": "firm", "year": 2025, "revenue_fen": revenue, "ip_abs_help_received_fen": received},
    ]
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.FILING: filings, Grain.LOAN: loans(rows, **NANSHAN_LOAN)}
    return run(rules_of(NANSHAN, law), tape)


def by_slices(issued: int) -> Fraction:
    """The issue weighted: 70% up to 10m, 50% up to 50m, 30% above."""
    first, both = min(issued, 1000 * WAN), min(issued, 5000 * WAN)
    return Fraction(70 * first + 50 * (both - first) + 30 * (issued - both), 100)


@TABLES
@given(
    st.lists(st.tuples(ISSUES, st.integers(0, 500 * WAN)), min_size=1, max_size=40), st.integers(0, 10 * YI)
)
def test_the_slices_of_an_issue_share_its_cost_to_the_fen(pairs: list[tuple[int, int]], revenue: int) -> None:
    rows: list[Row] = [
        {"loan_principal_fen": issued, "loan_financing_cost_fen": cost} for issued, cost in pairs
    ]
    found = nanshan(date(2025, 4, 11), rows, revenue)["financing"]
    large = sum(issued for issued, _ in pairs) > 1000 * WAN
    for place, (issued, cost) in enumerate(pairs):
        row = found[f"loan-{place}",]
        exact = cost * by_slices(issued) / issued
        tiered = whole(row["tiered_fen"])
        assert tiered is not None
        # The average share is kept to parts per billion, so a fen may be missed at a half, never more.
        assert abs(tiered - exact) <= Fraction(1, 2) + Fraction(cost, PPB) + Fraction(3 * cost, issued)
        limit = half_up(revenue * Fraction(8, 1000))
        assert row["granted_fen"] == (min(tiered, limit) if large else tiered)


@TABLES
@given(st.lists(st.tuples(st.integers(1, 30_000), st.integers(1, 1000)), min_size=1, max_size=40))
def test_a_cost_stated_as_a_rate_is_shared_to_the_fen(pairs: list[tuple[int, int]]) -> None:
    # Sizes in 10,000 yuan and rates in hundredths of a per cent, so that the cost itself is a whole number of fen.
    rows: list[Row] = [
        {"loan_principal_fen": size * WAN, "loan_financing_cost_fen": size * WAN * rate // 10_000}
        for size, rate in pairs
    ]
    found = nanshan(date(2025, 4, 11), rows, 1000 * YI)["financing"]
    for place, (size, rate) in enumerate(pairs):
        exact = by_slices(size * WAN) * rate / 10_000
        tiered = whole(found[f"loan-{place}",]["tiered_fen"])
        assert tiered is not None
        assert abs(tiered - exact) <= Fraction(1, 2) + Fraction(size * WAN * rate, 10_000 * PPB)


@pytest.mark.parametrize(("revenue", "granted"), [(10 * YI, 1_140_000 * YUAN), (YI, 800_000 * YUAN)])
def test_sixty_million_at_three_point_eight_per_cent(revenue: int, granted: int) -> None:
    row: Row = {"loan_principal_fen": 6000 * WAN, "loan_financing_cost_fen": 228 * WAN}
    found = nanshan(date(2025, 4, 11), [row], revenue)
    assert found["financing"]["loan-0",]["granted_fen"] == granted


@given(st.lists(st.integers(0, 200 * WAN), min_size=1, max_size=5), near(0, 100 * WAN, 300 * WAN))
def test_a_firms_year_is_paid_up_to_three_million(costs: list[int], received: int) -> None:
    rows: list[Row] = [{"loan_principal_fen": 100 * WAN, "loan_financing_cost_fen": cost} for cost in costs]
    row = nanshan(date(2026, 4, 11), rows, 1000 * YI, received)["firm_year"]["firm", 2025]
    total = sum(half_up(cost * Fraction(7, 10)) for cost in costs)
    assert row["granted_of_year_fen"] == total
    assert row["verdict"] is (total + received <= 300 * WAN)
    assert row["firm_payable_fen"] == min(total, max(300 * WAN - received, 0))


# The central subsidy: 1.5 points of a principal as a share of the interest paid.

CENTRAL_LOAN: Row = {
    "loan_year": 2026,
    "loan_claim_year": 2026,
    "loan_drawn_on": date(2026, 2, 2),
    "loan_lender_in_scheme": True,
    "loan_product": "fixed_asset",
    "loan_other_central_subsidy": False,
    "loan_subsidised_from": date(2026, 2, 2),
    "loan_claim_to": date(2026, 4, 30),
}
PRIVATE_SME: Row = {
    "enterprise_id": "firm",
    "private_enterprise": True,
    "in_sme_subsidy_field": True,
    "sme_sector": "industry",
}
PRINCIPALS = st.one_of(near(5000 * WAN), st.integers(1, 2 * YI))
RATES = st.one_of(near(15_000_000), st.integers(1, 200_000_000))


def central(rows: Sequence[Row], received: int | None = 0) -> dict[str, dict[tuple[Value, ...], Row]]:
    filing: Row = {
        "enterprise_id": "firm",
        "year": 2026,
        "staff_count": 100,
        "revenue_fen": 5000 * WAN,
        "central_sme_subsidy_received_fen": received,
    }
    before = filing | {"year": 2025}
    tape: Tape = {
        Grain.ENTERPRISE: [PRIVATE_SME],
        Grain.FILING: [before, filing],
        Grain.LOAN: loans(rows, **CENTRAL_LOAN),
    }
    return run(rules_of(CENTRAL, date(2026, 6, 30)), tape)


@TABLES
@given(st.lists(st.tuples(PRINCIPALS, RATES, st.integers(0, YI)), min_size=1, max_size=40))
def test_the_central_subsidy_is_its_points_over_the_rate(triples: list[tuple[int, int, int]]) -> None:
    rows: list[Row] = [
        {"loan_principal_fen": principal, "loan_rate": rate, "loan_interest_paid_fen": interest}
        for principal, rate, interest in triples
    ]
    found = central(rows)["subsidy"]
    for place, (principal, rate, interest) in enumerate(triples):
        row = found[f"loan-{place}",]
        year = half_up(min(principal, 5000 * WAN) * Fraction(15, 1000))
        due = half_up(Fraction(principal * rate, PPB))
        share = min(rounded(Fraction(year, due)), Fraction(1)) if due else None
        assert row["verdict"] is True
        assert row["interest_share"] == (None if share is None else share * PPB)
        assert row["granted_subsidy_fen"] == (None if share is None else half_up(interest * share))


@TABLES
@given(st.lists(st.tuples(st.integers(1, 20_000), st.integers(150, 2000)), min_size=1, max_size=40))
def test_a_whole_years_interest_brings_one_and_a_half_per_cent_of_the_principal(
    pairs: list[tuple[int, int]],
) -> None:
    rows: list[Row] = [
        {
            "loan_principal_fen": size * WAN,
            "loan_rate": points * 100_000,
            "loan_interest_paid_fen": size * WAN * points // 10_000,
        }
        for size, points in pairs
    ]
    found = central(rows)["subsidy"]
    for place, (size, _) in enumerate(pairs):
        paid = whole(found[f"loan-{place}",]["granted_subsidy_fen"])
        assert paid is not None
        # The share is rounded to a billionth, the interest and the help to a fen.
        within = 1 + Fraction(whole(rows[place]["loan_interest_paid_fen"]) or 0, 2 * PPB)
        assert abs(paid - min(size, 5000) * WAN * Fraction(15, 1000)) <= within


@given(near(0, 75 * WAN, 150 * WAN), st.integers(0, 3))
def test_a_firm_gets_one_and_a_half_million_in_all(received: int, count: int) -> None:
    row: Row = {"loan_principal_fen": 2500 * WAN, "loan_rate": 30_000_000, "loan_interest_paid_fen": 75 * WAN}
    found = central([row] * (count + 1), received)["firm_year"]["firm", 2026]
    total = (count + 1) * 375_000 * YUAN
    assert found["granted_of_year_fen"] == total
    kept = total + received <= 150 * WAN and (count + 1) * 2500 * WAN <= 5000 * WAN
    assert found["verdict"] is kept
    assert found["firm_payable_fen"] == min(total, max(150 * WAN - received, 0))


# The province's subsidy for specialised SMEs: floor and cap over all loans of a window.


@given(st.lists(near(0, 15 * WAN, 30 * WAN, 200 * WAN), min_size=1, max_size=4))
def test_half_of_the_windows_interest_between_floor_and_cap(parts: list[int]) -> None:
    firm: Row = {
        "enterprise_id": "firm",
        "city_code": "4419",
        "specialised_sme_recognised": True,
        "little_giant_recognised": False,
        "specialised_subsidy_received": False,
    }
    rows: list[Row] = [{"loan_interest_paid_fen": part} for part in parts]
    always: Row = {
        "loan_rmb_from_bank": True,
        "loan_claim_from": date(2024, 5, 1),
        "loan_claim_to": date(2025, 4, 30),
    }
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.LOAN: loans(rows, **always)}
    row = run(rules_of(SPECIALISED, date(2025, 8, 15)), tape)["subsidy"]["firm",]
    total = sum(parts)
    assert row["verdict"] is (total >= 30 * WAN)
    assert row["payable_fen"] == (min(half_up(Fraction(total, 2)), 100 * WAN) if total >= 30 * WAN else 0)


# Shenzhen: three kinds of help, each with its cap, one cap of a year and one in all.

COSTS = near(0, 60 * WAN, 100 * WAN, 200 * WAN)


@given(
    st.lists(st.tuples(COSTS, COSTS, COSTS, st.booleans()), min_size=1, max_size=3),
    near(0, 200 * WAN, 290 * WAN, 300 * WAN),
)
def test_shenzhens_caps_cut_in_their_order(claims: list[tuple[int, int, int, bool]], received: int) -> None:
    rows: list[Row] = [
        {
            "loan_interest_paid_fen": interest,
            "loan_guarantee_fee_paid_fen": fee,
            "loan_insurance_premium_paid_fen": premium,
            "loan_first_loan": first,
        }
        for interest, fee, premium, first in claims
    ]
    always: Row = {
        "loan_year": 2023,
        "loan_signed_on": date(2023, 3, 1),
        "loan_drawn_on": date(2023, 3, 2),
        "loan_claim_year": 2023,
        "loan_lender_in_scheme": True,
        "loan_rmb_from_bank": True,
        "loan_months_in_use": 12,
        "loan_payments_missed": False,
        "loan_settled": True,
    }
    firm: Row = {
        "enterprise_id": "firm",
        "city_code": "4403",
        "hte_certified": True,
        "hte_certified_until": date(2026, 1, 1),
        "on_research_dishonesty_list": False,
    }
    filing: Row = {
        "enterprise_id": "firm",
        "year": 2023,
        "staff_count": 80,
        "revenue_fen": 6000 * WAN,
        "total_assets_fen": 4000 * WAN,
        "fee_help_received_total_fen": received,
    }
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.FILING: [filing], Grain.LOAN: loans(rows, **always)}
    row = run(rules_of(FEES, date(2024, 9, 30)), tape)["firm_year"]["firm", 2023]
    interest = sum(half_up(cost * Fraction(7 if first else 5, 10)) for cost, _, _, first in claims)
    fee = sum(half_up(Fraction(cost, 2)) for _, cost, _, _ in claims)
    premium = sum(half_up(Fraction(cost, 2)) for _, _, cost, _ in claims)
    year = interest + min(fee, 30 * WAN) + min(premium, 50 * WAN)
    capped = min(year, 100 * WAN)
    assert row["help_of_year_fen"] == year
    assert row["firm_payable_fen"] == min(capped, max(300 * WAN - received, 0))
    uncut = fee <= 30 * WAN and premium <= 50 * WAN and year <= 100 * WAN and received + capped <= 300 * WAN
    assert row["verdict"] is uncut


# Stacking: the amounts come from the other packs; with a later window both provincial subsidies meet on one loan.

STACK = ("cn_gd/subsidy_stacking", "cn_gd/loan_interest_subsidy", SPECIALISED, CENTRAL, *BORROWED, FEES)
STACK_LOAN: Row = {
    **CENTRAL_LOAN,
    "loan_use": "equipment",
    "loan_refinances": False,
    "loan_buys_land": False,
    "loan_invests_in_finance": False,
    "loan_property_use": False,
    "loan_spent_in_guangdong": True,
    "loan_rmb_from_bank": True,
    "loan_other_provincial_subsidy": False,
    "loan_claim_from": date(2026, 2, 2),
    "loan_principal_fen": 1000 * WAN,
    "loan_rate": 30_000_000,
}
STACK_FIRM: Row = {
    **PRIVATE_SME,
    "city_code": "4419",
    "is_manufacturer": True,
    "hte_certified": False,
    "on_serious_dishonesty_list": False,
    "specialised_sme_recognised": True,
    "little_giant_recognised": False,
    "specialised_subsidy_received": False,
}


def stacked(interest: int, *, share: str, until: str = "2026-12-31") -> dict[str, Row]:
    day = date(2026, 6, 30)
    store = PolicyStore.read([HOME / name for name in STACK]).only(["subsidy_stacking"])
    changes = {
        "specialised_sme_interest_subsidy.window_until": until,
        "specialised_sme_interest_subsidy.subsidy_share": share,
    }
    rules = store.compile(Dates(day, day, day), Overlay.of("a later round", changes))
    filing: Row = {"enterprise_id": "firm", "year": 2025, "staff_count": 100, "revenue_fen": 5000 * WAN}
    rows = loans([{"loan_interest_paid_fen": interest}], **STACK_LOAN)
    found = run(rules, {Grain.ENTERPRISE: [STACK_FIRM], Grain.FILING: [filing], Grain.LOAN: rows})
    return {name: rows["loan-0",] for name, rows in found.items()}


@pytest.mark.parametrize(
    ("share", "until", "applied", "first"),
    [
        ("50%", "2026-12-31", 37_500 * YUAN, False),
        ("35%", "2026-12-31", 26_250 * YUAN, True),
        ("34%", "2026-12-31", 26_250 * YUAN, True),
        ("50%", "2025-04-30", 26_250 * YUAN, True),
    ],
)
def test_of_two_provincial_subsidies_on_one_loan_the_higher_applies(
    share: str, until: str, applied: int, *, first: bool
) -> None:
    found = stacked(75_000 * YUAN, share=share, until=until)
    assert found["one_provincial_subsidy"]["provincial_applied_fen"] == applied
    assert found["loan_programme_first"]["verdict"] is first
    assert found["one_central_subsidy"]["central_applied_fen"] == 37_500 * YUAN
    assert found["within_interest"]["together_fen"] == applied + 37_500 * YUAN
    assert found["within_interest"]["verdict"] is (applied + 37_500 * YUAN <= 75_000 * YUAN)


def test_a_changed_share_in_its_own_pack_moves_the_stacking() -> None:
    day = date(2026, 6, 30)
    store = PolicyStore.read([HOME / name for name in STACK]).only(["subsidy_stacking"])
    rules = store.compile(
        Dates(day, day, day), Overlay.of("40%", {"loan_interest_subsidy.subsidy_share": "40%"})
    )
    rows = loans([{"loan_interest_paid_fen": 75_000 * YUAN}], **STACK_LOAN)
    found = run(rules, {Grain.ENTERPRISE: [STACK_FIRM], Grain.LOAN: rows})
    assert found["one_provincial_subsidy"]["loan-0",]["provincial_applied_fen"] == 30_000 * YUAN


# What nobody has read stays open, and says so by being unknown.


def test_shenzhens_amounts_are_unknown_after_the_five_years() -> None:
    loan: Row = {"loan_interest_paid_fen": 100 * WAN, "loan_first_loan": False}
    tape: Tape = {
        Grain.ENTERPRISE: [{"enterprise_id": "firm", "city_code": "4403"}],
        Grain.LOAN: loans([loan]),
    }
    row = run(rules_of(FEES, date(2025, 2, 28)), tape)["loan"]["loan-0",]
    assert (row["verdict"], row["interest_help_fen"]) == (None, None)


@pytest.mark.parametrize(("share", "refinanced"), [(None, None), ("60%", 600 * WAN)])
def test_the_refinanced_principal_waits_for_its_share(share: str | None, refinanced: int | None) -> None:
    firm: Row = {"enterprise_id": "firm", "tech_sme_registered": True, "first_loan_customer": True}
    loan: Row = {
        "loan_lender_in_scheme": True,
        "loan_drawn_on": date(2026, 3, 1),
        "loan_principal_fen": 1000 * WAN,
    }
    changes = {"tech_relending.refinanced_share": share} if share else {}
    rules = what_if("cn/tech_relending", date(2026, 6, 30), changes)
    found = run(rules, {Grain.ENTERPRISE: [firm], Grain.LOAN: loans([loan])})["loan"]["loan-0",]
    assert (found["verdict"], found["refinanced_principal_fen"]) == (True, refinanced)
