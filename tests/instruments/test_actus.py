"""ACTUS contracts: what the specification asks for beyond the reference cases, by hand; and what is refused."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kejin.errors import FileError, ObservationError, TermsError
from kejin.instruments.actus import Observations, ResultRow, compare_case, read_cases, run_actus
from kejin.instruments.actus.reading import counted_day, time_of

LOAN: dict[str, Any] = {
    "contractType": "PAM",
    "contractID": "loan",
    "contractRole": "RPA",
    "statusDate": "2025-12-31T00:00:00",
    "currency": "CNY",
    "notionalPrincipal": " 1000 ",
    "initialExchangeDate": "2026-01-01T00:00:00",
    "maturityDate": "2027-01-01T00:00:00",
    "nominalInterestRate": "0.12",
    "dayCountConvention": "30E360",
    "cycleOfInterestPayment": "P6ML1",
}


def rows(seen: Observations | None = None, until: str | None = None, **changed: Any) -> list[ResultRow]:
    terms = {name: value for name, value in (LOAN | changed).items() if value is not None}
    made = run_actus(terms, seen=seen, until=time_of(until) if until else None)
    assert all(isinstance(row, ResultRow) for row in made)
    return [row for row in made if isinstance(row, ResultRow)]


def brief(made: list[ResultRow]) -> list[tuple[str, str, float, float]]:
    return [
        (row.time.date().isoformat(), row.kind.value, round(row.payoff, 9), round(row.notional_principal, 9))
        for row in made
    ]


def observed(kind: str, time: str, value: float = 0.0, **more: object) -> Observations:
    return Observations.of({}, [{"time": time, "type": kind, "value": value, **more}])


def test_interest_counts_from_the_exchange_where_no_anchor_is_stated() -> None:
    assert brief(rows()) == [
        ("2026-01-01", "IED", -1000, 1000),
        ("2026-07-01", "IP", 60, 1000),
        ("2027-01-01", "IP", 60, 1000),
        ("2027-01-01", "MD", 1000, 0),
    ]


def test_an_obligation_is_the_mirror_of_a_claim() -> None:
    mine, theirs = rows(), rows(contractRole="RPL")
    assert [row.payoff for row in theirs] == [-row.payoff for row in mine]
    assert [row.notional_principal for row in theirs] == [-row.notional_principal for row in mine]


def test_a_prepayment_lowers_the_notional_and_costs_a_penalty() -> None:
    made = rows(observed("PP", "2026-04-01T00:00:00", 400.0), penaltyType="A", penaltyRate=7)
    assert brief(made)[1:] == [
        ("2026-04-01", "PY", 7, 1000),
        ("2026-04-01", "PP", 400, 600),
        ("2026-07-01", "IP", 48, 600),  # 1000 for three months and 600 for three
        ("2027-01-01", "IP", 36, 600),
        ("2027-01-01", "MD", 600, 0),
    ]


def test_a_penalty_may_be_a_rate_on_the_notional_or_the_loss_of_interest() -> None:
    seen = Observations.of(
        {"LPR": {"data": [{"timestamp": "2026-01-01T00:00:00", "value": "0.03"}]}},
        [{"time": "2026-04-01T00:00:00", "type": "PP", "value": 400}],
    )
    on_notional = rows(seen, penaltyType="N", penaltyRate="0.02")[1]
    lost = rows(seen, penaltyType="I", marketObjectCodeOfRateReset="LPR")[1]
    assert on_notional.payoff == pytest.approx(1000 * 0.02 / 4)
    assert lost.payoff == pytest.approx(1000 * 0.09 / 4)


@pytest.mark.parametrize(("basis", "fee"), [("A", 5.0), ("N", 1000 * 0.01 / 4)])
def test_fees_are_an_amount_or_a_rate_on_the_notional(basis: str, fee: float) -> None:
    rate = 5 if basis == "A" else 0.01
    made = rows(feeRate=rate, feeBasis=basis, cycleOfFee="P3ML1")
    assert [round(row.payoff, 9) for row in made if row.kind == "FP"] == [fee] * 4


def test_a_rate_moves_within_its_bounds() -> None:
    data = [("2026-07-01", 0.30), ("2026-10-01", -0.30)]
    seen = Observations.of(
        {"LPR": {"data": [{"timestamp": f"{day}T00:00:00", "value": value} for day, value in data]}}, []
    )
    terms: dict[str, Any] = {
        "cycleAnchorDateOfRateReset": "2026-07-01T00:00:00", "cycleOfRateReset": "P3ML1",
        "marketObjectCodeOfRateReset": "LPR", "cycleOfInterestPayment": "P1YL1",
    }  # fmt: skip
    free = [row.nominal_interest_rate for row in rows(seen, **terms) if row.kind == "RR"]
    life = [
        row.nominal_interest_rate
        for row in rows(seen, **terms, lifeCap=0.2, lifeFloor=0.05)
        if row.kind == "RR"
    ]
    step = [
        round(row.nominal_interest_rate, 9)
        for row in rows(seen, **terms, periodCap=0.01, periodFloor=-0.02)
        if row.kind == "RR"
    ]
    assert (free, life, step) == ([0.30, -0.30], [0.2, 0.05], [0.13, 0.11])


def test_scaling_follows_its_index() -> None:
    seen = Observations.of({"CPI": {"data": [{"timestamp": "2026-07-01T00:00:00", "value": 110}]}}, [])
    made = rows(
        seen, scalingEffect="INO", cycleOfScalingIndex="P6ML1", marketObjectCodeOfScalingIndex="CPI",
        scalingIndexAtContractDealDate=100,
    )  # fmt: skip
    assert brief(made)[1:] == [
        ("2026-07-01", "IP", 60, 1000),
        ("2026-07-01", "SC", 0, 1000),
        ("2027-01-01", "IP", 66, 1000),
        ("2027-01-01", "MD", 1100, 0),
    ]


def test_after_a_default_nothing_is_paid() -> None:
    seen = observed("CE", "2026-08-01T00:00:00", states={"contractPerformance": "DF"})
    assert [row.payoff for row in rows(seen)][2:] == [0.0, 0.0, 0.0]
    late = observed("CE", "2026-08-01T00:00:00", states={"contractPerformance": "DL"})
    assert brief(rows(late)) == brief(rows())


def test_an_annuity_states_its_payment_or_fixes_it_and_ends_at_nothing() -> None:
    terms: dict[str, Any] = {
        "contractType": "ANN", "cycleOfInterestPayment": "P1ML1", "cycleOfPrincipalRedemption": "P1ML1",
    }  # fmt: skip
    made = rows(**terms)
    assert (made[1].kind, made[1].time.date()) == ("PRF", date(2026, 1, 31))
    payments = {
        round(pr.payoff + ip.payoff, 9)
        for pr, ip in zip(made[2:-2:2], made[3:-2:2], strict=True)
        if pr.kind == "PR"
    }
    assert payments == {round(made[-1].payoff + made[-2].payoff, 9)}
    # Principal from the first day on, and one that had begun at the status date.
    at_once = rows(**terms, cycleAnchorDateOfPrincipalRedemption="2026-01-01T00:00:00")
    assert at_once[1].kind == "PR"
    begun = rows(**terms, statusDate="2026-06-15T00:00:00", notionalPrincipal=600)
    level = sum(next(row.payoff for row in begun if row.kind == kind) for kind in ("PR", "IP"))
    assert level == pytest.approx(begun[-1].payoff + begun[-2].payoff)


def test_interest_that_comes_before_the_first_annuity_is_not_part_of_it() -> None:
    seen = Observations.of({"LPR": {"data": [{"timestamp": "2026-01-15T00:00:00", "value": 0.06}]}}, [])
    made = rows(
        seen, contractType="ANN", cycleOfInterestPayment="P1ML1", cycleOfPrincipalRedemption="P1ML1",
        cycleAnchorDateOfPrincipalRedemption="2026-07-01T00:00:00", nextPrincipalRedemptionPayment=1,
        cycleAnchorDateOfRateReset="2026-01-15T00:00:00", marketObjectCodeOfRateReset="LPR",
    )  # fmt: skip
    paid = [row.payoff for row in made if row.kind in {"PR", "IP", "MD"}]
    last = [row for row in made if row.kind == "PR"][-1]
    assert last.payoff + 0.0 == pytest.approx(paid[-1] + paid[-2] - last.accrued_interest)


def test_a_linear_loan_without_a_stated_part_is_repaid_in_equal_parts() -> None:
    made = rows(contractType="LAM", cycleOfPrincipalRedemption="P3ML1", cycleOfInterestPayment="P3ML1")
    assert [row.payoff for row in made if row.kind in {"PR", "MD"}] == [250.0] * 4


def test_a_last_second_belongs_to_the_day_after() -> None:
    assert counted_day(time_of("2026-09-14T23:59:59")) == date(2026, 9, 15)
    assert time_of("2026-09-14T24:00:00") == datetime(2026, 9, 15)  # noqa: DTZ001
    made = rows(terminationDate="2026-03-31T23:59:59", priceAtTerminationDate=990)
    assert brief(made)[-1] == ("2026-03-31", "TD", 1020, 0)


def test_a_state_can_be_looked_at() -> None:
    made = rows(observed("AD", "2026-04-01T00:00:00"))
    assert made[1].kind == "AD"
    assert made[1].accrued_interest == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"contractType": "XYZ"}, r"expected ANN, .* found 'XYZ' \(loan: contractType\)"),
        ({"contractRole": "BANK"}, r"unknown contract role.*\(loan: contractRole\)"),
        ({"notionalPrincipal": "much"}, r"expected a number, found 'much' \(loan: notionalPrincipal\)"),
        ({"notionalPrincipal": None}, r"a term is missing.*\(loan: notionalPrincipal\)"),
        ({"cycleOfInterestPayment": "monthly"}, r"expected a cycle.*\(loan: cycleOfInterestPayment\)"),
        ({"statusDate": "yesterday"}, r"expected a time such as .*\(loan: statusDate\)"),
        ({"calendar": "MARS"}, r"expected a calendar, found 'MARS' \(loan: calendar\)"),
        ({"maturityDate": None}, r"the contract has no end.*\(loan: maturityDate\)"),
        (
            {"contractType": "LAM", "maturityDate": None, "cycleOfPrincipalRedemption": "P1ML1"},
            r"states no maturity.*nextPrincipalRedemptionPayment",
        ),
        (
            {"contractType": "NAM", "maturityDate": None, "cycleOfPrincipalRedemption": "P1ML1",
             "nextPrincipalRedemptionPayment": 5},
            r"repays 1000, found 5",
        ),
        (
            {"contractType": "LAX", "arrayCycleAnchorDateOfPrincipalRedemption": ["2026-02-01", "2026-03-01"],
             "arrayNextPrincipalRedemptionPayment": [1, 2, 3]},
            r"expected 3 values, found 2",
        ),
    ],
)  # fmt: skip
def test_a_term_that_breaks_a_rule_is_named(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(TermsError, match=message):
        rows(**changed)


def test_market_data_that_is_not_there_is_named() -> None:
    with pytest.raises(
        ObservationError, match=r"expected a value of LPR at 2026-07-01 or before \(dataObserved\)"
    ):
        rows(cycleOfRateReset="P6ML1", marketObjectCodeOfRateReset="LPR")


def test_files_hold_cases_or_one_contract(tmp_path: Path) -> None:
    one, cases, other = tmp_path / "one.json", tmp_path / "cases.json", tmp_path / "other.json"
    one.write_text(json.dumps(LOAN))
    cases.write_text(json.dumps({"a": {"terms": LOAN}, "b": {"terms": LOAN}}))
    other.write_text("[1, 2]")
    assert list(read_cases(one)) == ["loan"]
    assert list(read_cases(cases)) == ["a", "b"]
    with pytest.raises(FileError, match="holds no ACTUS contract"):
        read_cases(other)
    other.write_text("not json")
    with pytest.raises(FileError, match="cannot be read as JSON"):
        read_cases(other)


def test_a_comparison_finds_the_first_difference() -> None:
    results = [row.as_dict() for row in rows()]
    assert compare_case("loan", {"terms": LOAN, "results": results}).agrees
    for name, wrong in (("payoff", 60.00001), ("eventType", "PR")):
        changed = [dict(row) for row in results]
        changed[1][name] = wrong
        found = compare_case("loan", {"terms": LOAN, "results": changed}).difference
        assert found is not None
        assert (found.row, found.name) == (1, "event" if name == "eventType" else name)
    short = compare_case("loan", {"terms": LOAN, "results": results[:-1]})
    assert not short.agrees
    broken = compare_case("loan", {"terms": LOAN | {"contractRole": "?"}, "results": results})
    assert broken.error is not None
