"""Premiums, fees and angel money of the subsidy packs written a second time, in exact fractions, against the engine."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, near
from tests.packs.tapes import Row, Tape, half_up, rules_of, run

from kejin.facts import Grain

YUAN = 100
FIRST_SET = "cn/first_set_insurance_subsidy"
ANGEL = "cn_gd/angel_subsidy"
PATENTS = "cn_gd/patent_insurance"
NANSHA = "cn_gd_guangzhou/nansha_ip_pledge_subsidy"

# Many rows in one run: one example of Hypothesis is a whole table.
TABLES = settings(max_examples=20)


# First sets and first batches: two schemes, told apart by the law date.

LIMITS = st.one_of(near(5 * YI, 1000 * WAN), st.integers(0, 20 * YI))
PREMIUMS = st.one_of(near(30 * WAN, 1500 * WAN), st.integers(0, YI))


@TABLES
@given(
    st.lists(
        st.tuples(st.sampled_from(["first_set", "first_batch"]), LIMITS, LIMITS, PREMIUMS),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from([date(2019, 12, 31), date(2024, 5, 23), date(2024, 5, 24), date(2026, 6, 30)]),
)
def test_the_premium_that_counts(contracts: list[tuple[str, int, int, int]], law: date) -> None:
    rows: list[Row] = [
        {
            "enterprise_id": "firm",
            "insurance_id": f"one-{place}",
            "insurance_kind": kind,
            "insurance_liability_limit_fen": limit,
            "insurance_contract_value_fen": value,
            "insurance_premium_paid_fen": premium,
            "insurance_to": date(2019, 12, 31),
            "insurance_subsidised_from": date(2019, 1, 1),
            "insurance_product_in_catalogue": True,
            "insurance_product_qualified": True,
            "insurance_insurer_in_scheme": True,
        }
        for place, (kind, limit, value, premium) in enumerate(contracts)
    ]
    found = run(
        rules_of(FIRST_SET, law), {Grain.ENTERPRISE: [{"enterprise_id": "firm"}], Grain.INSURANCE: rows}
    )
    for place, (kind, limit, value, premium) in enumerate(contracts):
        row = found["claim"][f"one-{place}",]
        counted = premium
        if law < date(2024, 5, 24):
            covered = min(limit, 5 * value, 5 * YI) if kind == "first_batch" else limit
            counted = min(premium, half_up(covered * Fraction(3, 100)))
        assert row["counted_premium_fen"] == counted
        assert row["subsidy_most_fen"] == half_up(counted * Fraction(8, 10))


# Angel investments: the tier by the anniversary, floor and cap of a manager.


def years_after(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29) and (day.year + years) % 4
    return date(day.year + years, day.month, 28 if leap else day.day)


FOUNDED = st.one_of(st.just(date(2020, 2, 29)), st.dates(date(2017, 1, 1), date(2022, 12, 31)))
PAID = st.tuples(st.sampled_from([2, 4, 5, 1, 6]), st.integers(-1, 1))


@TABLES
@given(
    FOUNDED,
    st.lists(st.tuples(PAID, st.integers(0, 2000 * WAN), st.integers(0, 500 * WAN)), min_size=1, max_size=20),
)
def test_the_tier_turns_on_the_day_after_an_anniversary(
    founded: date, investments: list[tuple[tuple[int, int], int, int]]
) -> None:
    rows: list[Row] = []
    granted = []
    for place, ((years, offset), cash, public) in enumerate(investments):
        paid = date.fromordinal(years_after(founded, years).toordinal() + offset)
        rows.append(
            {
                "enterprise_id": "firm",
                "fund_id": "fund",
                "investment_id": f"one-{place}",
                "investment_cash_fen": cash,
                "investment_public_money_fen": public,
                "investment_paid_on": paid,
            }
        )
        tiers = [(2, 10), (4, 6), (5, 4)]
        share = next((share for limit, share in tiers if paid <= years_after(founded, limit)), 0)
        granted.append(half_up(max(cash - public, 0) * Fraction(share, 100)))
    firm: Row = {"enterprise_id": "firm", "startup_tech_firm": True, "founded_on": founded}
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.INVESTMENT: rows, Grain.FUND: [{"fund_id": "fund"}]}
    found = run(rules_of(ANGEL, date(2023, 8, 15)), tape)
    assert [found["investment"][f"one-{place}",]["granted_fen"] for place in range(len(rows))] == granted
    manager = found["manager"]["fund",]
    assert manager["verdict"] is (sum(granted) > 10 * WAN)
    assert manager["payable_fen"] == (min(sum(granted), 100 * WAN) if sum(granted) > 10 * WAN else 0)


# Patent insurance: a straight line in the number of patents.


@TABLES
@given(
    st.lists(
        st.tuples(st.sampled_from(["basic", "higher"]), st.integers(0, 100_000)), min_size=1, max_size=40
    )
)
def test_the_tariff_is_a_straight_line(contracts: list[tuple[str, int]]) -> None:
    rows: list[Row] = [
        {
            "enterprise_id": "firm",
            "insurance_id": f"one-{place}",
            "insurance_kind": "patent_enforcement",
            "insurance_patent_tariff": tariff,
            "insurance_patent_count": count,
        }
        for place, (tariff, count) in enumerate(contracts)
    ]
    firm: Row = {"enterprise_id": "firm", "city_code": "4401"}
    found = run(rules_of(PATENTS, date(2013, 8, 31)), {Grain.ENTERPRISE: [firm], Grain.INSURANCE: rows})[
        "contract"
    ]
    for place, (tariff, count) in enumerate(contracts):
        base, extra, times = (2000, 200, 15) if tariff == "basic" else (4000, 400, 30)
        premium = (base + extra * max(count - 1, 0)) * YUAN
        row = found[f"one-{place}",]
        assert row["verdict"] is (count >= 1)
        assert (row["premium_fen"], row["limit_fen"]) == (premium, premium * times)


# Nansha: each fee capped, guarantee or premium, never both.


@TABLES
@given(
    st.lists(st.tuples(*[near(0, 8 * WAN, 10 * WAN)] * 3, st.integers(0, 300 * WAN)), min_size=1, max_size=30)
)
def test_nansha_pays_the_higher_of_guarantee_and_premium(claims: list[tuple[int, int, int, int]]) -> None:
    always: Row = {
        "enterprise_id": "firm",
        "loan_year": 2024,
        "loan_claim_year": 2025,
        "loan_ip_pledged": True,
        "loan_city_ip_subsidy": False,
        "loan_settled": True,
        "loan_subsidised_from": date(2025, 1, 1),
        "loan_claim_to": date(2025, 12, 31),
    }
    rows: list[Row] = [
        {
            **always,
            "loan_id": f"loan-{place}",
            "loan_valuation_fee_paid_fen": valuation,
            "loan_guarantee_fee_paid_fen": guarantee,
            "loan_insurance_premium_paid_fen": premium,
            "loan_interest_paid_fen": interest,
        }
        for place, (valuation, guarantee, premium, interest) in enumerate(claims)
    ]
    firm: Row = {
        "enterprise_id": "firm",
        "city_code": "4401",
        "district_code": "440115",
        "sme_sector": "industry",
    }
    filing: Row = {"enterprise_id": "firm", "year": 2025, "staff_count": 60, "revenue_fen": 3000 * WAN}
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.FILING: [filing], Grain.LOAN: rows}
    found = run(rules_of(NANSHA, date(2026, 4, 10)), tape)
    for place, (valuation, guarantee, premium, interest) in enumerate(claims):
        fees, help_ = found["fees"][f"loan-{place}",], found["interest"][f"loan-{place}",]
        assert fees["valuation_help_fen"] == min(half_up(Fraction(valuation, 2)), 5 * WAN)
        assert fees["cover_help_fen"] == min(half_up(Fraction(max(guarantee, premium), 2)), 5 * WAN)
        assert help_["interest_help_fen"] == half_up(Fraction(interest, 2))
