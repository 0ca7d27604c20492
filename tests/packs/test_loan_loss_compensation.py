"""Guangzhou's compensation written a second time, in exact fractions and plain Python, against the pack."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.firms import WAN, YI, Truth, Value, all3, any3, mostly, near, near_share, whole
from tests.packs.reach import check_until_reached, not_all_three
from tests.packs.tapes import Row, Tape, half_up, rules_of, run, what_if

from kejin.facts import Grain

PACK = "cn_gd_guangzhou/loan_loss_compensation"
POLICY = "loan_loss_compensation"
LAW = date(2026, 12, 1)
PER_CENT = Fraction(1, 100)
BANKS, GUARANTORS, YEARS = ("bank-1", "bank-2"), ("guarantor-1", "guarantor-2"), (2025, 2026)


def tier(size: Value) -> int | None:
    """500万元及以下40%, 500-1500万元30%, 1500-3000万元20%; open at 15m, where two tiers meet, and above 30m."""
    found = whole(size)
    if found is None or found == 1500 * WAN or found > 3000 * WAN:
        return None
    return 40 if found <= 500 * WAN else 30 if found < 1500 * WAN else 20


def flag(row: Row, name: str) -> Truth:
    value = row.get(name)
    return value if isinstance(value, bool) else None


def in_force(loan: Row) -> bool:
    """The loan was enrolled while the rule holds; nothing was read about any other."""
    day = loan.get("loan_enrolled_on")
    return isinstance(day, date) and date(2025, 10, 1) <= day <= date(2028, 9, 30)


def bank_share(loan: Row, firm: Row) -> Fraction | None:
    """Tier, 15 points for a key list or pledged IP, 5 for monetary-tool money, at most 50%."""
    first, tool = tier(loan.get("loan_principal_fen")), flag(loan, "loan_monetary_tool")
    listed = any3(flag(firm, "key_list_enterprise"), flag(loan, "loan_ip_pledged"))
    if first is None or tool is None or listed is None or not in_force(loan):
        return None
    return min(first + 15 * listed + 5 * tool, 50) * PER_CENT


def earned(loan: Row, firm: Row) -> tuple[Truth, int | None, Truth, int | None]:
    """For the bank mode and then the guarantor mode: whether it applies, and the amount."""
    mode, grade = loan.get("loan_mode"), loan.get("loan_five_class")
    loss, owed = whole(loan.get("loan_principal_loss_fen")), whole(loan.get("loan_overdue_principal_fen"))
    share = bank_share(loan, firm)
    fifth = Fraction(20, 100) if in_force(loan) else None
    unused = flag(loan, "loan_compensated_other_mode")
    common = (flag(loan, "loan_enrolled"), None if unused is None else not unused)
    bank = all3(
        None if mode is None else mode == "bank",
        None if grade is None else grade in ("substandard", "doubtful", "loss"),
        None if loss is None else loss > 0,
        None if share is None else True,
        *common,
    )
    guarantor = all3(
        None if mode is None else mode == "guarantor",
        flag(loan, "loan_guarantor_paid"),
        None if owed is None else owed > 0,
        None if fifth is None else True,
        *common,
    )
    bank_fen = None if loss is None or share is None else half_up(loss * share)
    guarantor_fen = None if owed is None or fifth is None else half_up(owed * fifth)
    return bank, bank_fen, guarantor, guarantor_fen


def paid(case: Truth, amount: int | None) -> int | None:
    return 0 if case is False else amount if case else None


def both(one: int | None, two: int | None) -> int | None:
    return None if one is None or two is None else one + two


def is_open(row: Row | None) -> Truth:
    """Neither a bank's losses nor a guarantor's payouts pass 3%."""
    if row is None:
        return None

    def held(part: str, base: str) -> Truth:
        top, bottom = whole(row.get(part)), whole(row.get(base))
        return None if top is None or not bottom else Fraction(top, bottom) <= 3 * PER_CENT

    kind = row.get("institution_kind")
    bank = held("institution_principal_loss_fen", "institution_enrolled_principal_fen")
    guarantor = held("institution_guarantee_paid_fen", "institution_guaranteed_released_fen")
    return any3(
        all3(None if kind is None else kind == "bank", bank),
        all3(None if kind is None else kind == "guarantor", guarantor),
    )


@st.composite
def loans(draw: st.DrawFn, number: int) -> Row:
    """A claim at, just below or just above the edges of the tiers, with some facts missing."""
    days = [date(2025, 9, 30), date(2025, 10, 1), date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 1)]
    likely, unlikely = st.sampled_from([True] * 5 + [False]), st.sampled_from([False] * 5 + [True])
    usual: dict[str, st.SearchStrategy[Value]] = {
        "loan_mode": st.sampled_from(["bank", "bank", "guarantor"]),
        "loan_enrolled": likely,
        "loan_enrolled_on": st.sampled_from(days),
        "loan_five_class": st.sampled_from(["substandard", "doubtful", "loss", "special_mention"]),
        "loan_principal_fen": near(500 * WAN, 500 * WAN, 1500 * WAN, 3000 * WAN),
        "loan_principal_loss_fen": near(0, 100 * WAN, spread=11),
        "loan_overdue_principal_fen": near(0, 100 * WAN, spread=11),
        "loan_guarantor_paid": likely,
        "loan_ip_pledged": st.booleans(),
        "loan_monetary_tool": st.booleans(),
        "loan_compensated_other_mode": unlikely,
        "loan_claim_year": st.sampled_from(YEARS),
        "loan_guarantor_id": st.sampled_from(GUARANTORS),
        "institution_id": st.sampled_from(BANKS),
    }
    row: Row = {name: draw(mostly(values)) for name, values in usual.items()}
    firm = draw(st.sampled_from(["firm-a", "firm-b", "firm-c"]))
    # Days of default rise with the number, so that the order of the running total is known; signing says nothing.
    return row | {
        "loan_id": f"loan-{number}",
        "enterprise_id": firm,
        "programme_id": draw(st.sampled_from(["pool", "pool", None])),
        "loan_year": 2024,
        "loan_defaulted_on": date(2026, 3, 1 + number),
    }


@st.composite
def tapes(draw: st.DrawFn) -> Tape:
    """Up to six claims, the firms behind them and most of the institution-years they lead to."""
    claims = [draw(loans(number)) for number in range(draw(st.integers(1, 6)))]
    firms: list[Row] = [
        {"enterprise_id": "firm-a", "key_list_enterprise": True},
        {"enterprise_id": "firm-b", "key_list_enterprise": False},
        {"enterprise_id": "firm-c"},
    ]
    reports: list[Row] = []
    for name in (*BANKS, *GUARANTORS):
        part, base = (
            ("institution_principal_loss_fen", "institution_enrolled_principal_fen")
            if name in BANKS
            else ("institution_guarantee_paid_fen", "institution_guaranteed_released_fen")
        )
        for year in YEARS:
            size = draw(st.sampled_from([0, 33, YI, YI, YI, YI]))
            report: Row = {
                "institution_id": name,
                "year": year,
                "institution_kind": draw(mostly(st.just(name.split("-")[0]))),
                part: draw(mostly(near_share(size, "1/100", "3/100"))),
                base: draw(mostly(st.just(size))),
            }
            if draw(st.integers(0, 9)):
                reports.append(report)
    return {Grain.LOAN: claims, Grain.ENTERPRISE: firms, Grain.INSTITUTION_YEAR: reports}


def check(tape: Tape, seen: dict[str, set[Truth]]) -> None:
    """Every verdict and amount of a tape against the plain reading."""
    found = run(rules_of(PACK, LAW), tape)
    firms = {row["enterprise_id"]: row for row in tape[Grain.ENTERPRISE]}
    reports = {(row["institution_id"], row["year"]): row for row in tape[Grain.INSTITUTION_YEAR]}
    running: dict[Value, int | None] = {}
    for loan in tape[Grain.LOAN]:
        bank, bank_fen, guarantor, guarantor_fen = earned(loan, firms[loan["enterprise_id"]])
        year, key = loan["loan_claim_year"], (loan["loan_id"],)
        assert found["compensation"][key]["verdict"] is any3(bank, guarantor), loan
        assert found["compensation"][key]["compensation_fen"] == both(
            paid(bank, bank_fen), paid(guarantor, guarantor_fen)
        ), loan
        bank_now = all3(bank, is_open(reports.get((loan["institution_id"], year))))
        guarantor_now = all3(guarantor, is_open(reports.get((loan["loan_guarantor_id"], year))))
        now = both(paid(bank_now, bank_fen), paid(guarantor_now, guarantor_fen))
        assert found["payment"][key]["verdict"] is any3(bank_now, guarantor_now), loan
        assert found["payment"][key]["payable_fen"] == now, loan
        placed = loan["programme_id"] is not None and year is not None
        running[year] = both(running.get(year, 0), now) if placed else running.get(year, 0)
        assert found["payment"][key]["running_payable_fen"] == (running[year] if placed else None), loan
        seen.setdefault("compensation", set()).add(any3(bank, guarantor))
        seen.setdefault("payment", set()).add(any3(bank_now, guarantor_now))
    for place, report in reports.items():
        assert found["institution_open"][place]["verdict"] is is_open(report), report
        seen.setdefault("institution_open", set()).add(is_open(report))
    for (programme, year), row in found["year_cap"].items():
        assert programme == "pool"
        assert row["payable_of_year_fen"] == running[year]
        assert row["cap_room_fen"] == (None if running[year] is None else 15 * YI - (running[year] or 0))


def test_every_claim_is_decided_and_reckoned_as_the_text_says() -> None:
    seen: dict[str, set[Truth]] = {}

    def compare(tape: Tape) -> None:
        check(tape, seen)

    check_until_reached(lambda: not_all_three(seen), tapes(), compare)


SOUND: Row = {
    "loan_mode": "bank",
    "loan_enrolled": True,
    "loan_enrolled_on": date(2025, 11, 3),
    "loan_five_class": "loss",
    "loan_principal_fen": 500 * WAN,
    "loan_principal_loss_fen": 100 * WAN,
    "loan_ip_pledged": True,
    "loan_monetary_tool": False,
    "loan_compensated_other_mode": False,
    "loan_claim_year": 2026,
    "loan_year": 2025,
    "enterprise_id": "firm-a",
    "institution_id": "bank-1",
    "programme_id": "pool",
}
REPORT: Row = {
    "institution_id": "bank-1",
    "year": 2026,
    "institution_kind": "bank",
    "institution_principal_loss_fen": 0,
    "institution_enrolled_principal_fen": YI,
}


def claims_of(count: int) -> Tape:
    rows = [SOUND | {"loan_id": f"loan-{i}", "loan_defaulted_on": date(2026, 3, 1 + i)} for i in range(count)]
    return {Grain.LOAN: rows, Grain.INSTITUTION_YEAR: [REPORT]}


@pytest.mark.parametrize(("cap", "kept"), [("150万元", True), ("1499999.99元", False)])
def test_the_running_total_shows_where_the_cap_binds_and_no_loan_loses_by_it(cap: str, *, kept: bool) -> None:
    found = run(what_if(PACK, LAW, {f"{POLICY}.year_cap": cap}), claims_of(3))
    assert [row["payable_fen"] for row in found["payment"].values()] == [50 * WAN] * 3
    assert [row["running_payable_fen"] for row in found["payment"].values()] == [
        50 * WAN,
        100 * WAN,
        150 * WAN,
    ]
    assert found["year_cap"]["pool", 2026]["verdict"] is kept


def test_the_year_of_the_claim_leads_to_the_bank_year_whatever_the_year_of_signing() -> None:
    tape = {
        **claims_of(1),
        Grain.INSTITUTION_YEAR: [REPORT, REPORT | {"year": 2025, "institution_principal_loss_fen": YI}],
    }
    assert run(rules_of(PACK, LAW), tape)["payment"]["loan-0",]["verdict"] is True


@given(
    first=near(500 * WAN, 1500 * WAN, 3000 * WAN, spread=3),
    second=near(500 * WAN, 1500 * WAN, 3000 * WAN, spread=3),
)
def test_a_larger_loan_never_has_a_larger_share(first: int, second: int) -> None:
    rows = [
        SOUND | {"loan_id": name, "loan_principal_fen": size, "loan_defaulted_on": LAW}
        for name, size in (("small", min(first, second)), ("large", max(first, second)))
    ]
    found = run(rules_of(PACK, LAW), {Grain.LOAN: rows})["compensation"]
    shares = [whole(found[name,]["bank_share"]) for name in ("small", "large")]
    if shares[0] is not None and shares[1] is not None:
        assert shares[0] >= shares[1]
