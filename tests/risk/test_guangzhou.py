"""Guangzhou's loan-loss compensation through the ledger: the pack's own cases, the stop line, the caps, recoveries."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from tests.risk.losses import WAN, borne, facts, ledger, loss, recovery, rules

from kejin.errors import EventError, RiskError
from kejin.facts import FactSet, Grain
from kejin.packs import shipped
from kejin.policy.cases import case_dates, case_facts
from kejin.policy.documents import CaseDocument
from kejin.risk import arrays
from kejin.risk.agreements import Arrangement
from kejin.risk.book import Book
from kejin.risk.events import Event, EventKind
from kejin.risk.explaining import Reasons, basis_of
from kejin.risk.ledger import Ledger
from kejin.risk.reading import CLAIMED
from kejin.risk.words import line_words

POLICY = "loan_loss_compensation"
BANK, GUARANTOR = f"{POLICY}.bank_mode", f"{POLICY}.guarantor_mode"
POOL = f"{POLICY}.pool"
LAW = date(2026, 12, 31)
LOAN: Mapping[str, str] = {
    "enterprise_id": "firm", "institution_id": "bank-1", "programme_id": "p", "loan_mode": "bank",
    "loan_enrolled": "true", "loan_enrolled_on": "2025-11-03", "loan_signed_on": "2025-11-01",
    "loan_principal_fen": "500万元", "loan_ip_pledged": "false", "loan_monetary_tool": "false",
    "loan_compensated_other_mode": "false", "loan_five_class": "loss",
}  # fmt: skip
FIRM = {"enterprise_id": "firm", "key_list_enterprise": "false"}
BANK_YEAR = {
    "institution_id": "bank-1", "year": "2026", "institution_kind": "bank", "institution_enrolled_principal_fen": "1亿元",
}  # fmt: skip


def given(
    *loans: Mapping[str, str], years: tuple[Mapping[str, str], ...] = (BANK_YEAR,)
) -> dict[Grain, list[dict[str, str]]]:
    return {
        Grain.ENTERPRISE: [FIRM],
        Grain.LOAN: [{**LOAN, "loan_id": f"L{n}", **more} for n, more in enumerate(loans, 1)],
        Grain.INSTITUTION_YEAR: [dict(year) for year in years],
    }


def claim_cases() -> Iterator[CaseDocument]:
    """The pack's cases about one claim: each expects an amount, payable or not."""
    for case in shipped().policy(POLICY).cases:
        rows = case.given.get(Grain.LOAN)
        if isinstance(rows, list) and len(rows) == 1 and "compensation_fen" in case.expect:
            yield case


def with_years(factset: FactSet, case: CaseDocument) -> FactSet:
    """The case's facts; where it says nothing of the institution's year, one far below its stop line."""
    if Grain.INSTITUTION_YEAR in case.given:
        return factset
    calm = {
        "institution_enrolled_principal_fen": "1000亿元",
        "institution_guaranteed_released_fen": "1000亿元",
    }
    rows = [
        {"institution_id": name, "year": str(year), **calm}
        for name in ("bank-1", "guarantor-1")
        for year in range(2020, 2031)
    ]
    return FactSet({**factset.frames, **facts({Grain.INSTITUTION_YEAR: rows}).frames})


@pytest.mark.parametrize("case", list(claim_cases()), ids=lambda case: case.id)
def test_the_pool_bears_what_the_packs_own_case_says(case: CaseDocument) -> None:
    read = shipped().policy(POLICY)
    ruleset = shipped().only([POLICY]).compile(case_dates(case))
    factset = with_years(case_facts(read, case), case)
    row = factset.frames[Grain.LOAN].lazy().collect().row(0, named=True)
    key = GUARANTOR if row["loan_mode"] == "guarantor" else BANK
    fact = CLAIMED[Arrangement.of(ruleset, [key]).agreements[0].document.loss.basis]
    amount = row.get(fact)
    expected = case.expect["compensation_fen"]
    if not amount:
        assert expected in ("0", "0.00", "unknown", None)
        return
    day = row.get("loan_defaulted_on") or case.law
    event = Event(day, EventKind.LOSS, row["loan_id"], amount, year=row.get("loan_claim_year"))
    years = range(min(day.year, event.of_year), max(day.year, event.of_year) + 1)
    made = Ledger.of(Book.of(Arrangement.of(ruleset, [key]), factset, years, losses=True), [event])
    bears = borne(made)
    owed = bears[POOL] + int(made.state.pending.sum())
    assert sum(bears.values()) == amount
    lines = {line.what for allocation in made.allocations for line in allocation.lines}
    if expected in ("unknown", None):
        assert arrays.UNDETERMINED in lines
        assert owed == 0
    else:
        assert owed == round(float(expected) * 100)
    if "payable_fen" in case.expect and case.expect["payable_fen"] not in ("unknown", None):
        assert bears[POOL] == round(float(case.expect["payable_fen"]) * 100)


def test_the_loss_that_passes_the_stop_line_is_suspended_and_those_before_it_are_not() -> None:
    events = [
        loss("2026-03-01", "L1", 100 * WAN),
        loss("2026-04-01", "L2", 200 * WAN),
        loss("2026-05-01", "L3", 1),
        loss("2026-06-01", "L1", 50 * WAN),
    ]
    made = ledger(rules(LAW, POLICY), [BANK], given({}, {}, {}), events)
    # 3% of 100m are 3m: the first two losses reach the line and do not pass it.
    assert made.burdens()[POOL].to_list() == [40 * WAN, 80 * WAN, 0]
    assert made.suspended()["pending_fen"].to_list() == [20 * WAN]
    assert borne(made) == {"lender": 230 * WAN + 1, POOL: 120 * WAN}


def test_losses_that_the_bank_reports_beyond_the_claims_count_from_the_start() -> None:
    reported = {**BANK_YEAR, "institution_principal_loss_fen": "3000000.01元"}
    made = ledger(
        rules(LAW, POLICY), [BANK], given({}, years=(reported,)), [loss("2026-03-01", "L1", 100 * WAN)]
    )
    assert borne(made)[POOL] == 0
    assert made.suspended()["pending_fen"].to_list() == [40 * WAN]


def test_suspended_payment_is_taken_up_again_out_of_the_year_in_which_it_is_paid() -> None:
    resumed = Event(date(2027, 1, 20), EventKind.RESUME, agreement=BANK, institution="bank-1", year=2026)
    events = [loss("2026-03-01", "L1", 400 * WAN), recovery("2026-09-01", "L1", 100 * WAN), resumed]
    made = ledger(rules(LAW, POLICY), [BANK], given({}), events)
    # Of the 4m the pool owes 1.6m; a quarter is recovered, so that it owes 1.2m.
    assert borne(made) == {"lender": 180 * WAN, POOL: 120 * WAN}
    used = {
        row["year"]: row["used_fen"] for row in made.rooms().iter_rows(named=True) if row["kind"] == "limit"
    }
    assert used == {2026: 0, 2027: 120 * WAN}


def test_unknown_figures_of_the_year_leave_the_payment_open_and_not_refused() -> None:
    made = ledger(rules(LAW, POLICY), [BANK], given({}, years=()), [loss("2026-03-01", "L1", 100 * WAN)])
    (allocation,) = made.allocations
    assert [line.what for line in allocation.lines] == [arrays.LOSS, arrays.LINE_UNKNOWN]
    assert borne(made)[POOL] == 0
    assert made.suspended()["pending_fen"].to_list() == [40 * WAN]


def test_the_cap_of_the_year_cuts_the_claim_that_passes_it_and_the_bank_bears_the_rest() -> None:
    # No loan of 30m loses 4bn; it is the cap of 1.5bn that is looked at. 35% of 4bn are 1.4bn.
    large = {**BANK_YEAR, "institution_enrolled_principal_fen": "10000亿元"}
    loans = [{"loan_principal_fen": "3000万元", "loan_ip_pledged": "true"}] * 3
    events = [
        loss("2026-03-01", "L1", 400_000 * WAN),
        loss("2026-04-01", "L2", 100_000 * WAN),
        loss("2026-05-01", "L3", 100 * WAN),
    ]
    made = ledger(rules(LAW, POLICY), [BANK], given(*loans, years=(large,)), events)
    assert made.burdens()[POOL].to_list() == [140_000 * WAN, 10_000 * WAN, 0]
    cut = [
        line.amount_fen for made in made.allocations for line in made.lines if line.what == arrays.OVER_LIMIT
    ]
    assert cut == [25_000 * WAN, 35 * WAN]


def test_the_guarantor_mode_has_a_cap_of_its_own_within_the_cap_of_all() -> None:
    year = {
        "institution_id": "g-1",
        "year": "2026",
        "institution_kind": "guarantor",
        "institution_guaranteed_released_fen": "10000亿元",
    }
    paid = {"loan_mode": "guarantor", "loan_guarantor_id": "g-1", "loan_guarantor_paid": "true"}
    events = [
        loss("2026-03-01", "L1", 20_000 * WAN),
        loss("2026-04-01", "L2", 10_000 * WAN),
        loss("2026-05-01", "L3", 100 * WAN),
    ]
    facts_of = given(
        paid, paid, {}, years=(year, {**BANK_YEAR, "institution_enrolled_principal_fen": "10000亿元"})
    )
    made = ledger(rules(LAW, POLICY), [BANK, GUARANTOR], facts_of, events)
    # 20% of 200m are 40m, of 100m 20m: 10m are left of 50m. The bank mode still has room.
    assert made.burdens()[POOL].to_list() == [4_000 * WAN, 1_000 * WAN, 40 * WAN]
    assert made.burdens()["guarantor"].to_list() == [16_000 * WAN, 9_000 * WAN, 0]


def test_a_recovery_comes_back_to_each_in_proportion_to_what_it_bore() -> None:
    events = [loss("2026-03-01", "L1", 33_333), recovery("2026-04-01", "L1", 10_000)]
    made = ledger(rules(LAW, POLICY), [BANK], given({}), events)
    # 40% of 333.33 yuan are 133.332, half up 133.33; the bank bears 200.00. Of 100 yuan the pool gets 39.9991.
    assert made.burdens().row(0)[1:] == (20_000 - 6_000, 13_333 - 4_000)


def test_every_part_rests_on_a_clause_and_says_so_in_both_languages() -> None:
    book_facts = given({"loan_ip_pledged": "true", "loan_monetary_tool": "true"})
    made = ledger(rules(LAW, POLICY), [BANK], book_facts, [loss("2026-03-01", "L1", 100 * WAN)])
    arrangement = made.book.arrangement
    reasons = Reasons(arrangement, facts(book_facts), ["L1"]).of("L1")
    (allocation,) = made.allocations
    share = allocation.lines[1]
    words = line_words(arrangement, share)
    assert "50 万元" in words.zh
    assert "CNY 500,000" in words.en
    basis = {item.name.partition(".")[2]: item for item in basis_of(arrangement, reasons, share)}
    assert set(basis) == {"bank_tier", "list_addition", "tool_addition", "coverage_max"}
    assert all(clause.quote for item in basis.values() for clause in item.clauses)


def test_replaying_the_events_gives_the_same_state() -> None:
    events = [
        loss("2026-03-01", "L1", 123_457),
        recovery("2026-04-01", "L1", 1_001),
        loss("2026-04-01", "L2", 9_999_999),
    ]
    one = ledger(rules(LAW, POLICY), [BANK], given({}, {}), events)
    other = ledger(rules(LAW, POLICY), [BANK], given({}, {}), list(reversed(events)))
    assert one.digest() == other.digest()
    assert one.allocations == other.allocations


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (loss("2026-03-01", "L9", 100), "names no loan"),
        (loss("2026-03-01", "L1", 0), "no such amount"),
        (loss("2026-03-01", "L1", -5), "no such amount"),
        (Event(date(2026, 3, 1), EventKind.CONTRIBUTION, principal_fen=5, limit="x"), "names no pool"),
    ],
)
def test_an_event_that_does_not_fit_is_refused_and_nothing_is_allocated(event: Event, says: str) -> None:
    made = ledger(rules(LAW, POLICY), [BANK], given({}), [loss("2026-03-01", "L1", 100 * WAN)])
    before = made.digest()
    with pytest.raises(EventError, match=says):
        made.apply(event)
    assert made.digest() == before


def test_an_agreement_that_is_not_in_force_is_refused_with_those_that_are() -> None:
    with pytest.raises(RiskError, match=r"loan_loss_compensation\.guarantor_mode"):
        Arrangement.of(rules(LAW, POLICY), ["loan_loss_compensation.bank"])
    with pytest.raises(RiskError, match="none on this date"):
        Arrangement.of(rules(date(2029, 1, 1), POLICY), [BANK])
