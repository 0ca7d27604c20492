"""The LPR's history, M&A limits and cross-border headroom written a second time, in plain Python, against the packs."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Truth, all3, any3, mostly, near, whole
from tests.packs.tapes import Row, Tape, half_up, read, rules_of, run, what_if

from kejin.facts import Grain
from kejin.policy import Dates
from kejin.policy.ruleset import ResolvedParameter

PPB = 10**9
PER_CENT = Fraction(1, 100)
# The change dates of the LPR with its one-year and five-year figures in basis points, as published.
LPR = {
    date(2019, 8, 20): (425, 485),
    date(2019, 9, 20): (420, 485),
    date(2019, 11, 20): (415, 480),
    date(2020, 2, 20): (405, 475),
    date(2020, 4, 20): (385, 465),
    date(2021, 12, 20): (380, 465),
    date(2022, 1, 20): (370, 460),
    date(2022, 5, 20): (370, 445),
    date(2022, 8, 22): (365, 430),
    date(2023, 6, 20): (355, 420),
    date(2023, 8, 21): (345, 420),
    date(2024, 2, 20): (345, 395),
    date(2024, 7, 22): (335, 385),
    date(2024, 10, 21): (310, 360),
    date(2025, 5, 20): (300, 350),
}
NEW_RULE, PILOT = date(2025, 12, 31), date(2025, 3, 5)


def lpr_on(day: date, tenor: int) -> int | None:
    """The figure in force on a day, in parts per billion."""
    found = [row[tenor] for start, row in LPR.items() if start <= day]
    return found[-1] * (PPB // 10_000) if found else None


def plus_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@pytest.mark.parametrize("tenor", [0, 1])
def test_a_loan_has_the_lpr_of_its_day_around_every_change(tenor: int) -> None:
    days = [start + timedelta(days=offset) for start in LPR for offset in (-1, 0, 1)]
    years = 10 if tenor else 1
    loans: list[Row] = [
        {
            "loan_id": day.isoformat(),
            "loan_signed_on": day,
            "loan_due_on": plus_years(day, years),
            "loan_rate": PPB // 25,
        }
        for day in days
    ]
    found = run(rules_of("cn/lpr", date(2026, 6, 30)), {Grain.LOAN: loans})["priced"]
    for day in days:
        row = found[day.isoformat(),]
        wanted = lpr_on(day, tenor)
        assert row["lpr_at_signing"] == wanted, day
        assert row["spread_over_lpr"] == (None if wanted is None else PPB // 25 - wanted), day
        assert row["verdict"] is (wanted is not None)


def test_the_figure_that_other_policies_use_is_that_of_the_day_of_the_law() -> None:
    for start in LPR:
        for day in (start, start + timedelta(days=1), max(start - timedelta(days=1), min(LPR))):
            nodes = rules_of("cn/lpr", day).nodes
            for tenor, name in enumerate(("lpr_1y", "lpr_5y")):
                spec = nodes[f"lpr.{name}"].spec
                assert isinstance(spec, ResolvedParameter)
                assert spec.current is not None
                assert spec.current.value == lpr_on(day, tenor), (day, name)


def test_the_series_stands_twice_and_alike() -> None:
    parameters = read("cn/lpr").policies["lpr"].parameters
    for name in ("lpr_1y", "lpr_5y"):
        assert parameters[name].versions == parameters[f"{name}_at_signing"].versions


def test_an_overlay_moves_the_lpr_of_today_and_not_of_signing() -> None:
    loan: Row = {
        "loan_id": "loan",
        "loan_signed_on": date(2026, 1, 5),
        "loan_due_on": date(2027, 1, 5),
        "loan_rate": PPB // 25,
    }
    rules = what_if("cn/lpr", date(2026, 6, 30), {"lpr.lpr_1y": "2.9%"})
    row = run(rules, {Grain.LOAN: [loan]})["priced"]["loan",]
    assert (row["lpr_now"], row["lpr_at_signing"]) == (29 * PPB // 1000, 3 * PPB // 100)


# Cross-border headroom.

PARAMETERS = {
    date(2017, 1, 13): Fraction(1),
    date(2020, 3, 12): Fraction(5, 4),
    date(2021, 1, 7): Fraction(1),
    date(2022, 10, 25): Fraction(5, 4),
    date(2023, 7, 20): Fraction(3, 2),
    date(2025, 1, 13): Fraction(7, 4),
}


def used_by(debt: Row) -> Fraction | None:
    """Balance times (term times class, and half for foreign currency); nothing for a debt left out."""
    balance, foreign = whole(debt.get("debt_balance_fen")), debt.get("debt_foreign_currency")
    outside, off_balance = debt.get("debt_outside_cap"), debt.get("debt_off_balance")
    drawn, due = debt.get("debt_drawn_on"), debt.get("debt_due_on")
    if outside is True:
        return Fraction(0)
    if None in (balance, foreign, outside, off_balance, drawn, due):
        return None
    assert isinstance(drawn, date)
    assert isinstance(due, date)
    weight = Fraction(3, 2) if due <= plus_years(drawn, 1) else Fraction(1)
    return (balance or 0) * (weight + (Fraction(1, 2) if foreign else 0))


@st.composite
def debts(draw: st.DrawFn, firm: str) -> list[Row]:
    """One to four debts of a firm, one of them perhaps with a gap."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 4))):
        drawn = draw(st.dates(date(2023, 1, 1), date(2026, 1, 1)))
        due = plus_years(drawn, 1) + timedelta(days=draw(st.sampled_from([-30, -1, 0, 0, 1, 700])))
        rows.append(
            {
                "debt_id": f"{firm}-{number}",
                "enterprise_id": firm,
                "debt_balance_fen": draw(st.integers(0, 10 * YI)),
                "debt_foreign_currency": draw(mostly(st.booleans())),
                "debt_drawn_on": drawn,
                "debt_due_on": due,
                "debt_off_balance": draw(st.booleans()),
                "debt_outside_cap": draw(st.sampled_from([False, False, False, True])),
            }
        )
    return rows


@pytest.mark.parametrize("law", PARAMETERS)
def test_headroom_is_the_cap_less_the_weighted_debts(law: date) -> None:
    rules, seen = rules_of("cn/cross_border_financing", law), set[Truth]()

    @given(st.data())
    def compare(data: st.DataObject) -> None:
        firms = {f"firm-{n}": data.draw(debts(f"firm-{n}")) for n in range(4)}
        assets = {name: data.draw(mostly(st.integers(-YI, 20 * YI))) for name in firms}
        tape: Tape = {
            Grain.ENTERPRISE: [{"enterprise_id": n, "cross_border_borrower_kind": "ordinary"} for n in firms],
            Grain.FILING: [
                {"enterprise_id": n, "year": law.year - 1, "net_assets_fen": assets[n]} for n in firms
            ],
            Grain.FOREIGN_DEBT: [row for rows in firms.values() for row in rows],
        }
        found = run(rules, tape)
        for name, rows in firms.items():
            parts = [used_by(row) for row in rows]
            used = None if None in parts else sum(half_up(part) for part in parts if part is not None)
            own = whole(assets[name])
            cap = None if own is None else max(half_up_signed(own * 2 * PARAMETERS[law]), 0)
            row = found["within_cap"][name,]
            room = None if used is None or cap is None else cap - used
            assert (row["cap_fen"], row["used_fen"], row["headroom_fen"]) == (cap, used, room)
            assert row["verdict"] is (None if room is None else room >= 0)
            assert found["firm"][name,]["verdict"] is (None if room is None else room > 0)
            seen.add(None if room is None else room >= 0)

    compare()
    assert seen == {True, False, None}


def half_up_signed(exact: Fraction) -> int:
    """To the nearest whole number, a half away from zero."""
    return half_up(exact) if exact >= 0 else -half_up(-exact)


def test_the_parameter_of_the_day_before_holds_until_its_last_day() -> None:
    store = read("cn/cross_border_financing")
    starts = list(PARAMETERS)
    for earlier, later in pairwise(starts):
        day = later - timedelta(days=1)
        spec = store.compile(Dates(day, day, day)).nodes["cross_border_financing.macro_parameter"].spec
        assert isinstance(spec, ResolvedParameter)
        assert spec.current is not None
        assert spec.current.value == PARAMETERS[earlier] * PPB


# M&A loans.


def price_share(loan: Row, law: date, *, pilot: bool) -> int:
    """The share of the price, in per cent, that the law of a day gives to the loan's deal."""
    if loan["loan_deal_kind"] == "minority":
        return 60 if law >= NEW_RULE else 0
    return 80 if pilot and law >= PILOT else 70 if law >= NEW_RULE else 60


def merger_allowed(loan: Row, law: date, *, pilot: bool, tier1: int) -> Truth:
    """The routes from their own words; the pilot asks neither for own funds nor for a stake."""
    price, size = whole(loan["loan_deal_price_fen"]), whole(loan["loan_principal_fen"])
    own, stake = whole(loan["loan_own_funds_fen"]), whole(loan["loan_stake_acquired"])
    before, signed, due = whole(loan["loan_stake_before"]), loan["loan_signed_on"], loan["loan_due_on"]
    assert isinstance(signed, date)
    assert isinstance(due, date)

    def within(per_cent: int, years: int) -> Truth:
        fits = None if not price or size is None else Fraction(size, price) <= per_cent * PER_CENT
        return all3(fits, due <= plus_years(signed, years))

    def own_funds(per_cent: int) -> Truth:
        return None if not price or own is None else Fraction(own, price) >= per_cent * PER_CENT

    def stake_of(per_cent: int, found: int | None) -> Truth:
        return None if found is None else Fraction(found, PPB) >= per_cent * PER_CENT

    control, minority = loan["loan_deal_kind"] == "control", loan["loan_deal_kind"] == "minority"
    routes = [all3(control, pilot, within(80, 10))] if law >= PILOT else []
    if law >= NEW_RULE:
        routes.append(all3(control, within(70, 10), own_funds(30), stake_of(5, stake)))
        add_on = all3(stake_of(20, before), stake_of(5, stake))
        taken = any3(stake_of(20, stake), add_on)
        routes.append(all3(minority, within(60, 7), own_funds(40), taken))
    else:
        routes.append(all3(control, within(60, 7)))
    limit = Fraction(25, 1000) if law >= NEW_RULE else Fraction(5, 100)
    return all3(any3(*routes), None if size is None else Fraction(size, tier1) <= limit)


@st.composite
def mergers(draw: st.DrawFn, law: date, name: str) -> Row:
    """A deal near the limits, now and then with a gap."""
    price = draw(st.sampled_from([10 * YI, 3 * YI + 1, 7777 * WAN]))
    shares = [price * per_cent // 100 for per_cent in (60, 70, 80)]
    years = draw(st.sampled_from([5, 7, 10]))
    due = plus_years(law, years) + timedelta(days=draw(st.sampled_from([-1, 0, 0, 1])))
    return {
        "loan_id": name,
        "enterprise_id": draw(st.sampled_from(["pilot", "other"])),
        "institution_id": "bank-1",
        "loan_year": law.year,
        "loan_signed_on": law,
        "loan_due_on": due,
        "loan_deal_kind": draw(st.sampled_from(["control", "control", "minority"])),
        "loan_deal_price_fen": price,
        "loan_principal_fen": draw(mostly(near(*shares))),
        "loan_own_funds_fen": draw(mostly(near(*(price * share // 100 for share in (30, 40, 50))))),
        "loan_stake_acquired": draw(mostly(st.sampled_from([PPB // 25, PPB // 20, PPB // 5, PPB // 2]))),
        "loan_stake_before": draw(mostly(st.sampled_from([0, PPB // 5 - 1, PPB // 5]))),
        "loan_replaces_merger_loan": False,
        "loan_replaces_paid_price": False,
        "loan_borrower_merger_balance_fen": 0,
    }


@pytest.mark.parametrize("law", [date(2025, 3, 4), PILOT, date(2025, 12, 30), NEW_RULE])
def test_a_merger_loan_is_judged_by_the_version_of_its_day(law: date) -> None:
    rules, seen = rules_of("cn/merger_loans", law), set[Truth]()
    tier1 = 320 * YI

    @given(st.data())
    def compare(data: st.DataObject) -> None:
        loans = [data.draw(mergers(law, f"loan-{n}")) for n in range(8)]
        firms: list[Row] = [
            {"enterprise_id": "pilot", "city_code": "4403", "merger_pilot_firm": True},
            {"enterprise_id": "other", "city_code": "4404", "merger_pilot_firm": True},
        ]
        bank: Row = {
            "institution_id": "bank-1",
            "year": law.year,
            "institution_tier1_capital_fen": tier1,
        }
        tape: Tape = {Grain.ENTERPRISE: firms, Grain.LOAN: loans, Grain.INSTITUTION_YEAR: [bank]}
        found = run(rules, tape)["loan"]
        for loan in loans:
            pilot = loan["enterprise_id"] == "pilot"
            row = found[loan["loan_id"],]
            wanted = merger_allowed(loan, law, pilot=pilot, tier1=tier1)
            assert row["verdict"] is wanted, loan
            seen.add(wanted)
            limit = (whole(loan["loan_deal_price_fen"]) or 0) * price_share(loan, law, pilot=pilot) // 100
            room = tier1 * (25 if law >= NEW_RULE else 50) // 1000
            assert row["price_limit_fen"] == limit
            assert row["largest_loan_fen"] == min(limit, room)
            assert row["binding_limit"] == (1 if limit <= room else 2)

    compare()
    assert seen == {True, False, None}


def test_a_price_of_a_billion_is_cut_down_by_the_limit_for_one_borrower() -> None:
    # Control, price CNY 1bn, the bank's tier-1 capital CNY 20bn: 70% is 700m, but 2.5% of the capital is 500m.
    loan: Row = {
        "loan_id": "loan",
        "enterprise_id": "other",
        "institution_id": "bank-1",
        "loan_year": 2026,
        "loan_deal_kind": "control",
        "loan_deal_price_fen": 10 * YI,
        "loan_borrower_merger_balance_fen": 0,
    }
    bank: Row = {"institution_id": "bank-1", "year": 2026, "institution_tier1_capital_fen": 200 * YI}
    firm: Row = {"enterprise_id": "other", "city_code": "4404", "merger_pilot_firm": False}
    tape: Tape = {Grain.ENTERPRISE: [firm], Grain.LOAN: [loan], Grain.INSTITUTION_YEAR: [bank]}
    row = run(rules_of("cn/merger_loans", date(2026, 2, 10)), tape)["loan"]["loan",]
    assert (row["price_limit_fen"], row["borrower_room_fen"]) == (7 * YI, 5 * YI)
    assert (row["largest_loan_fen"], row["binding_limit"]) == (5 * YI, 2)
