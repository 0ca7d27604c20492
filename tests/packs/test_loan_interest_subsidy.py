"""Guangdong's interest subsidy written a second time, in exact fractions and plain Python, against the pack."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Truth, Value, all3, any3, near, not3, whole, within
from tests.packs.reach import check_until_reached, not_all_three
from tests.packs.tapes import Row, Tape, half_up, rules_of, run, what_if

from kejin.facts import Grain

PACK = "cn_gd/loan_interest_subsidy"
POLICY = "loan_interest_subsidy"
LAW = date(2026, 4, 10)
SHARE = Fraction(35, 100)
NEGATIVE = ("loan_refinances", "loan_buys_land", "loan_invests_in_finance", "loan_property_use")
GOOD_FIRM: Row = {
    "city_code": "4401",
    "is_manufacturer": True,
    "hte_certified": True,
    "hte_certified_until": date(2027, 12, 1),
    "main_business_encouraged": True,
    "interest_subsidy_field": "manufacturing",
    "on_serious_dishonesty_list": False,
}
GOOD_LOAN: Row = {
    "loan_year": 2025,
    "programme_id": "subsidy",
    "loan_claim_year": 2026,
    "loan_drawn_on": date(2025, 6, 1),
    "loan_lender_in_scheme": True,
    "loan_product": "fixed_asset",
    "loan_use": "equipment",
    **dict.fromkeys(NEGATIVE, False),
    "loan_spent_in_guangdong": True,
    "loan_other_provincial_subsidy": False,
    "loan_subsidised_from": date(2025, 6, 1),
    "loan_claim_to": date(2026, 3, 31),
    "loan_principal_fen": 1000 * WAN,
    "loan_rate": 31_500_000,
    "loan_interest_paid_fen": 78_750_00,
}
OTHER_FIRM: dict[str, st.SearchStrategy[Value]] = {
    "city_code": st.sampled_from(["4403", "4419", "other"]),
    "is_manufacturer": st.just(False),
    "hte_certified": st.just(False),
    "hte_certified_until": st.sampled_from([LAW, LAW - timedelta(days=1), LAW + timedelta(days=1)]),
    "main_business_encouraged": st.just(False),
    "interest_subsidy_field": st.just("high_tech"),
    "on_serious_dishonesty_list": st.just(True),
}
OTHER_LOAN: dict[str, st.SearchStrategy[Value]] = {
    "programme_id": st.none(),
    "loan_claim_year": st.just(2025),
    "loan_drawn_on": st.sampled_from(
        [date(2025, 4, 30), date(2025, 5, 1), date(2027, 12, 31), date(2028, 1, 1)]
    ),
    "loan_lender_in_scheme": st.just(False),
    "loan_product": st.sampled_from(["working_capital", "other"]),
    "loan_use": st.sampled_from(["plant", "upgrade", "rd", "rd", "daily"]),
    **dict.fromkeys(NEGATIVE, st.just(True)),
    "loan_spent_in_guangdong": st.just(False),
    "loan_other_provincial_subsidy": st.just(True),
    "loan_subsidised_from": st.sampled_from([date(2025, 3, 31), date(2025, 4, 1), date(2024, 2, 29)]),
    "loan_claim_to": st.sampled_from(
        [date(2025, 2, 27), date(2025, 2, 28), date(2026, 5, 31), date(2026, 6, 1)]
    ),
    "loan_principal_fen": near(500 * WAN),
    "loan_rate": st.integers(0, 10**9),
    "loan_interest_paid_fen": st.integers(0, 10**12),
}


def flag(row: Row, name: str) -> Truth:
    value = row.get(name)
    return value if isinstance(value, bool) else None


def is_one(row: Row, name: str, *codes: str) -> Truth:
    return None if row.get(name) is None else row[name] in codes


def day(row: Row, name: str) -> date | None:
    value = row.get(name)
    return value if isinstance(value, date) else None


def anniversary(first: date) -> date:
    return date(first.year + 1, first.month, 28 if (first.month, first.day) == (2, 29) else first.day)


def routes(loan: Row, firm: Row) -> Truth:
    """One of the two fields; a firm of both must have chosen, and has only the one it chose."""
    until = day(firm, "hte_certified_until")
    high_tech = all3(flag(firm, "hte_certified"), None if until is None else until >= LAW)
    makes, field = flag(firm, "is_manufacturer"), firm.get("interest_subsidy_field")
    as_maker = all3(
        makes,
        any3(None if field is None else field == "manufacturing", not3(high_tech)),
        is_one(loan, "loan_product", "fixed_asset"),
        flag(loan, "loan_spent_in_guangdong"),
    )
    as_high_tech = all3(
        high_tech,
        any3(None if field is None else field == "high_tech", not3(makes)),
        is_one(loan, "loan_product", "fixed_asset", "working_capital"),
        flag(firm, "main_business_encouraged"),
    )
    return any3(as_maker, as_high_tech)


def rd_loans(loans: Sequence[Row], year: Value) -> int | None:
    """Principal of the firm's R&D loans of a year; None where one of them is unknown or there is no loan at all."""
    mine = [row for row in loans if row["loan_claim_year"] == year]
    parts = [
        0
        if is_one(row, "loan_use", "rd") is False
        else whole(row["loan_principal_fen"])
        if row["loan_use"]
        else None
        for row in mine
    ]
    return None if not parts or None in parts else sum(part or 0 for part in parts)


def earns(loan: Row, firm: Row, declared: int | None, *, research: int | None) -> Truth:
    """All that is asked of a loan."""
    drawn, first, last = (
        day(loan, name) for name in ("loan_drawn_on", "loan_subsidised_from", "loan_claim_to")
    )
    kept = None if research is None or declared is None else research <= declared
    return all3(
        None if drawn is None else date(2025, 5, 1) <= drawn <= date(2027, 12, 31),
        flag(loan, "loan_lender_in_scheme"),
        not3(flag(firm, "on_serious_dishonesty_list")),
        None if firm["city_code"] is None else firm["city_code"] not in ("4403", "other"),
        routes(loan, firm),
        is_one(loan, "loan_use", "plant", "equipment", "upgrade", "rd"),
        *(not3(flag(loan, name)) for name in NEGATIVE),
        not3(flag(loan, "loan_other_provincial_subsidy")),
        None if first is None or last is None else last < anniversary(first),
        any3(not3(is_one(loan, "loan_use", "rd")), kept),
    )


def altered(draw: st.DrawFn, good: Row, others: dict[str, st.SearchStrategy[Value]], most: int) -> Row:
    """A good row with a few facts moved or taken away."""
    row = dict(good)
    for name in draw(st.lists(st.sampled_from(sorted(others)), max_size=most)):
        row[name] = draw(st.one_of(st.none(), others[name], others[name]))
    return row


@st.composite
def tapes(draw: st.DrawFn) -> Tape:
    """One firm, up to five claims, and what it declared and received in 2025 and 2026."""
    firm = altered(draw, GOOD_FIRM, OTHER_FIRM, 2) | {"enterprise_id": "firm"}
    claims = []
    for number in range(draw(st.integers(1, 5))):
        row = altered(draw, GOOD_LOAN, OTHER_LOAN, 2)
        claims.append(row | {"loan_id": f"loan-{number}", "enterprise_id": "firm"})
    filings: list[Row] = [
        {
            "enterprise_id": "firm",
            "year": year,
            "rd_super_deduction_declared_fen": draw(st.sampled_from([None, 500 * WAN, 1000 * WAN, YI])),
            "interest_subsidy_received_fen": draw(
                st.sampled_from([None, 0, 0, 1999 * WAN, 2000 * WAN, 2001 * WAN])
            ),
        }
        for year in (2025, 2026)
    ]
    return {Grain.ENTERPRISE: [firm], Grain.LOAN: claims, Grain.FILING: filings}


def added(parts: Sequence[int | None]) -> int | None:
    return None if not parts or None in parts else sum(part or 0 for part in parts)


def granted(truth: Truth, amount: int | None) -> int | None:
    return 0 if truth is False else amount if truth else None


def check(tape: Tape, seen: dict[str, set[Truth]]) -> None:
    """Every verdict and amount of a tape against the plain reading."""
    found = run(rules_of(PACK, LAW), tape)
    (firm,), loans = tape[Grain.ENTERPRISE], tape[Grain.LOAN]
    reported = {row["year"]: row for row in tape[Grain.FILING]}
    subsidy: dict[Value, list[int | None]] = {2025: [], 2026: []}
    principal: dict[Value, list[int | None]] = {}
    for loan in loans:
        year, key = loan["loan_claim_year"], (loan["loan_id"],)
        declared = whole(reported[year]["rd_super_deduction_declared_fen"]) if year else None
        truth = earns(loan, firm, declared, research=rd_loans(loans, year) if year else None)
        interest = whole(loan["loan_interest_paid_fen"])
        amount = granted(truth, None if interest is None else half_up(interest * SHARE))
        rate = whole(loan["loan_rate"])
        result = found["subsidy"][key]
        assert result["verdict"] is truth, (firm, loan)
        assert result["granted_subsidy_fen"] == amount, loan
        assert result["subsidised_rate"] == (None if rate is None else half_up(rate * SHARE)), loan
        subsidy.setdefault(year, []).append(amount)
        if loan["programme_id"] is not None and year is not None:
            principal.setdefault(year, []).append(granted(truth, whole(loan["loan_principal_fen"])))
        seen.setdefault("subsidy", set()).add(truth)
    for year, report in reported.items():
        total, before = added(subsidy[year]), whole(report["interest_subsidy_received_fen"])
        kept = within(None if total is None or before is None else total + before, 2000 * WAN)
        result = found["firm_year"]["firm", year]
        assert result["verdict"] is kept, tape
        room = None if before is None else max(2000 * WAN - before, 0)
        assert result["firm_payable_fen"] == (None if total is None or room is None else min(total, room)), (
            tape
        )
        seen.setdefault("firm_year", set()).add(kept)
    for (_, year), row in found["programme_year"].items():
        assert row["principal_of_year_fen"] == added(principal[year]), tape


def test_every_claim_is_decided_and_reckoned_as_the_text_says() -> None:
    seen: dict[str, set[Truth]] = {}

    def compare(tape: Tape) -> None:
        check(tape, seen)

    check_until_reached(lambda: not_all_three(seen), tapes(), compare)


@given(interest=st.integers(0, 10**15), rate=st.integers(0, 10**9))
def test_the_subsidy_is_thirty_five_hundredths_to_the_half_fen(interest: int, rate: int) -> None:
    loan = GOOD_LOAN | {
        "loan_id": "one",
        "enterprise_id": "firm",
        "loan_interest_paid_fen": interest,
        "loan_rate": rate,
    }
    tape = {Grain.ENTERPRISE: [GOOD_FIRM | {"enterprise_id": "firm"}], Grain.LOAN: [loan]}
    row = run(rules_of(PACK, LAW), tape)["subsidy"]["one",]
    paid, share = whole(row["granted_subsidy_fen"]), whole(row["subsidised_rate"])
    assert paid is not None
    assert share is not None
    assert abs(paid - interest * SHARE) <= Fraction(1, 2)
    assert abs(share - rate * SHARE) <= Fraction(1, 2)


def three_claims() -> Tape:
    loans = [
        GOOD_LOAN | {"loan_id": name, "enterprise_id": "firm", "loan_drawn_on": date(2025, 6, day)}
        for name, day in (("late", 30), ("early", 1), ("middle", 15))
    ]
    firm = GOOD_FIRM | {"enterprise_id": "firm"}
    filing: Row = {"enterprise_id": "firm", "year": 2026, "interest_subsidy_received_fen": 0}
    return {Grain.ENTERPRISE: [firm], Grain.LOAN: loans, Grain.FILING: [filing]}


@pytest.mark.parametrize(("ceiling", "kept"), [("0.3亿元", True), ("0.29亿元", False)])
def test_the_running_principal_goes_by_drawdown_and_shows_where_the_ceiling_binds(
    ceiling: str, *, kept: bool
) -> None:
    found = run(what_if(PACK, LAW, {f"{POLICY}.loans_ceiling": ceiling}), three_claims())
    running = {name: row["running_principal_fen"] for (name,), row in found["subsidy"].items()}
    assert running == {"early": 1000 * WAN, "middle": 2000 * WAN, "late": 3000 * WAN}
    assert {row["verdict"] for row in found["subsidy"].values()} == {True}
    assert found["programme_year"]["subsidy", 2026]["verdict"] is kept


@pytest.mark.parametrize(("cap", "paid"), [("82687.50元", 8268750), ("82687.49元", 8268749), ("1元", 100)])
def test_the_firm_gets_its_claims_up_to_the_cap(cap: str, paid: int) -> None:
    # Three claims of 27,562.50 yuan each.
    found = run(what_if(PACK, LAW, {f"{POLICY}.firm_year_cap": cap}), three_claims())
    assert found["firm_year"]["firm", 2026]["firm_payable_fen"] == paid
